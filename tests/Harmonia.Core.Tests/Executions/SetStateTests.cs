using Harmonia.Core.Executions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Tests.Executions;

/// <summary><c>state_manager.update</c>.</summary>
public class SetStateTests
{
    [Fact]
    public void A_task_sets_one_key_that_later_tasks_read()
    {
        var scenario = Scenario.OfYaml("""
            result: { plain: "${state.n}", through_context: "${context.state.n}", other: "${state.other}" }
            tasks:
              one: {component: state_manager, action: update, input: {key: n, value: "${input.x + 1}"}}
              two: {component: state_manager, action: update, input: {key: other, value: [1]}, depends_on: one}
              three:
                component: state_manager
                action: update
                input: {key: n, value: "${state.n * 2}"}
                depends_on: two
            """).Start("""{"x":20}""");

        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
        Assert.Equal(
            """{"plain":42,"through_context":42,"other":[1]}""", scenario.State.Output!.Value.GetRawText());
        Assert.Equal("""{"n":42}""", scenario.Last<StateUpdated>().Values.GetRawText());
        Assert.Equal("""{"key":"n","value":42}""", scenario.State.Find("three")!.Output!.Value.GetRawText());
        Invariants.Check(scenario);
    }

    [Fact]
    public void What_is_no_key_fails_the_task()
    {
        var scenario = Scenario.OfYaml("""
            tasks: { a: {component: state_manager, action: update, input: {key: "${input.k}", value: 1}} }
            """).Start("""{"k":1}""");

        Assert.Equal(FailureCodes.InvalidInput, scenario.State.Find("a")!.Failure!.Code);
        Assert.Equal("{}", scenario.State.CustomState.GetRawText());
    }

    [Fact]
    public void A_state_that_would_become_too_large_stays_as_it_is()
    {
        var scenario = Scenario.OfYaml(
            """
            tasks:
              a: {component: state_manager, action: update, input: {key: k, value: "${input.large}"}}
              b: {component: state_manager, action: update, input: {key: m, value: "${input.large}"}, depends_on: a}
            """,
            new ExecutionSettings { MaxValueBytes = 100 }).Start($$"""{"large":"{{new string('x', 50)}}"}""");

        Assert.Equal(FailureCodes.InvalidInput, scenario.State.Find("b")!.Failure!.Code);
        Assert.Equal(["k"], scenario.State.CustomState.EnumerateObject().Select(member => member.Name));
    }
}
