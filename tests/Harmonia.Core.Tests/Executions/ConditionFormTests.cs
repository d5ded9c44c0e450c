using Harmonia.Core.Executions;
using TaskStatus = Harmonia.Core.Executions.TaskStatus;

namespace Harmonia.Core.Tests.Executions;

/// <summary>Every form that a condition can have, in both of its places, as a task that runs or is skipped.</summary>
public sealed class ConditionFormTests
{
    private const string Input =
        """{"amount": 120, "name": "Ada", "approved": true, "items": [1, 2, 3], "word": "false"}""";

    /// <summary>The condition as JSON, and whether it holds.</summary>
    public static TheoryData<string, bool> Forms => new()
    {
        { "true", true },
        { "false", false },
        { "\"true\"", true },
        { "\"False\"", false },
        { "\"input.amount > 100\"", true },
        { "\"input.amount > 1000\"", false },
        { "\"${input.amount > 100}\"", true },
        { "\"${input.approved}\"", true },
        { "\"${input.word}\"", false },
        { "\"tasks.first.output.n == 2 and input.approved\"", true },
        { "\"${tasks.first.status == 'completed'}\"", true },
        { "\"${state.missing ?? false}\"", false },
        { """{"expr": "input.amount >= 120"}""", true },
        { """{"expr": "${not input.approved}"}""", false },
        { """{"and": [true, {"gt": ["${input.amount}", 100]}]}""", true },
        { """{"and": [true, false]}""", false },
        { """{"or": [false, {"lt": ["${input.amount}", 100]}]}""", false },
        { """{"or": [false, "input.approved"]}""", true },
        { """{"not": {"eq": ["${input.name}", "Bo"]}}""", true },
        { """{"not": true}""", false },
        { """{"eq": ["${input.name}", "Ada"]}""", true },
        { """{"eq": ["${input.amount}", "120"]}""", true },
        { """{"neq": ["${input.name}", "Ada"]}""", false },
        { """{"gt": ["${input.amount}", 120]}""", false },
        { """{"gte": ["${input.amount}", 120]}""", true },
        { """{"lt": ["${input.amount}", 121]}""", true },
        { """{"lte": ["${input.amount}", 119]}""", false },
        { """{"in": ["${input.name}", ["Ada", "Bo"]]}""", true },
        { """{"in": [9, "${input.items}"]}""", false },
        { """{"contains": ["${input.items}", 3]}""", true },
        { """{"contains": ["${input.name}", "x"]}""", false },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void It_holds_or_not_wherever_it_stands(string condition, bool holds)
    {
        string[] places = [$"\"condition\": {condition}", $"\"metadata\": {{\"condition\": {condition}}}"];
        foreach (var field in places)
        {
            var scenario = Scenario.Of(
                """{"id": "first", "type": "expression", "result": {"n": 2}},"""
                + $$"""{"id": "a", "type": "expression", "result": 1, "depends_on": "first", {{field}}}""");

            scenario.Start(Input);

            Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
            Assert.Equal(holds ? TaskStatus.Completed : TaskStatus.Skipped, scenario.StatusOf("a"));
        }
    }
}
