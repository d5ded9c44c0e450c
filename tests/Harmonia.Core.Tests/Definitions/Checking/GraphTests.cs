using Harmonia.Core.Definitions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Tests.Definitions.Checking;

public sealed class GraphTests
{
    /// <summary>A workflow of tasks written as "a: b c" for a task a that waits for b and c.</summary>
    private static string Tasks(params string[] tasks) => "name: n\ntasks:\n" + string.Join("\n", tasks.Select(task =>
    {
        var (id, rest) = (task.Split(':')[0], task[(task.IndexOf(':') + 1)..].Trim());
        return rest.Contains(':', StringComparison.Ordinal)
            ? $"  {id}: {{component: harmonia, action: noop, {rest}}}"
            : $"  {id}: {{component: harmonia, action: noop, depends_on: [{rest.Replace(' ', ',')}]}}";
    }));

    [Fact]
    public void A_cycle_is_named_in_full_in_the_order_of_running() => Compile.Refuse(
        Tasks("a: c", "b: a", "c: b"), FindingCodes.Cycle, "/tasks/a/depends_on", words: "a -> b -> c -> a.");

    [Fact]
    public void Each_group_of_tasks_in_a_circle_is_named_once()
    {
        var (_, findings) = Compile.Yaml(Tasks("a: b", "b: a", "x: z", "y: x", "z: y x", "free:"));

        Assert.Equal(["/tasks/a/depends_on", "/tasks/x/depends_on"], findings.Select(finding => finding.Pointer));
        Assert.Contains("x -> z -> x.", findings[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_handler_can_close_a_circle() => Compile.Refuse(
        Tasks("c: on_error: {goto: d}", "d: on_error: {goto: e}", "e: on_error: {goto: c}"),
        FindingCodes.Cycle,
        "/tasks/c/depends_on",
        words: "c -> d -> e -> c");

    [Fact]
    public void A_circle_of_thousands_is_cut_in_the_message()
    {
        var tasks = Enumerable.Range(0, 5_000).Select(index => $"t{index}: t{(index + 1) % 5_000}").ToArray();
        var finding = Compile.Refuse(Tasks(tasks));

        Assert.Equal(FindingCodes.Cycle, finding.Code);
        Assert.Contains("more", finding.Message, StringComparison.Ordinal);
        Assert.InRange(finding.Message.Length, 200, 2_000);
    }

    [Theory]
    [InlineData("c: a")]
    [InlineData("c: depends_on: [a, free], join: all_done")]
    [InlineData("c: depends_on: [a, free], join: none_failed")]
    [InlineData("c: depends_on: [a], join: any_success")]
    [InlineData("c: depends_on: [a, b, free], join: {count: 2}")]
    public void What_needs_a_task_of_a_circle_is_unreachable(string task)
    {
        var (_, findings) = Compile.Yaml(Tasks("a: b", "b: a", "free:", task));

        Assert.Equal(
            [(FindingCodes.Cycle, "/tasks/a/depends_on"), (FindingCodes.UnreachableTask, "/tasks/c/depends_on")],
            findings.Select(finding => (finding.Code, finding.Pointer)));
    }

    [Theory]
    [InlineData("c: depends_on: [a, free], join: any_success")]
    [InlineData("c: depends_on: [a, free], join: {count: 1}")]
    [InlineData("c: depends_on: [a, free], join: one_failed")]
    public void What_can_run_without_the_circle_is_not(string task)
    {
        var (_, findings) = Compile.Yaml(Tasks("a: b", "b: a", "free:", task));

        Assert.Equal([FindingCodes.Cycle], findings.Select(finding => finding.Code));
    }

    [Fact]
    public void A_dependency_that_nothing_satisfies_makes_a_task_and_those_after_it_unreachable()
    {
        var (_, findings) = Compile.Yaml(
            Tasks("a:", "b: depends_on: [{task: a, on: []}]", "c: b", "d: depends_on: [{task: b, on: [skipped]}]",
                "e: d"));

        Assert.Equal(["/tasks/b/depends_on", "/tasks/c/depends_on"], findings.Select(finding => finding.Pointer));
        Assert.All(findings, finding => Assert.Equal(FindingCodes.UnreachableTask, finding.Code));
        Assert.Contains("'a'", findings[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_diamond_of_every_join_is_fine() => Compile.Accept(Tasks(
        "a:",
        "b: a",
        "c: a",
        "d: depends_on: [b, c], join: any_success",
        "e: depends_on: [b, {task: c, on: [failed]}]",
        "f: depends_on: [b, c, d, e], join: all_done",
        "g: depends_on: [b, f], join: one_failed"));

    [Fact]
    public void A_chain_of_ten_thousand_tasks_with_references_compiles()
    {
        var workflow = Compile.Accept(Compile.Chain(10_000));

        Assert.Equal(10_000, workflow.Tasks.Length);
        Assert.Equal([new Dependency(9_999, TaskEnds.Completed)], workflow.Tasks[9_998].Dependants);
    }
}
