using Harmonia.Core.Definitions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Tests.Definitions.Checking;

public sealed class DependencyTests
{
    /// <summary>Tasks a, b and c, and a task d with the given fields.</summary>
    private static string With(string fields) =>
        $$"""
        name: n
        defaults: {timeout: 5}
        tasks:
          a: {component: harmonia, action: noop}
          b: {component: harmonia, action: noop}
          c: {component: harmonia, action: noop}
          d: {component: harmonia, action: noop, {{fields}} }
        """;

    private static TaskDefinition TaskD(string fields) => Compile.Accept(With(fields)).Tasks[3];

    [Fact]
    public void Every_form_of_a_dependency_is_read()
    {
        Assert.Equal([new Dependency(1, TaskEnds.Completed)], TaskD("depends_on: b").DependsOn);
        Assert.Empty(TaskD("depends_on: []").DependsOn);
        Assert.Equal(
            [
                new Dependency(2, TaskEnds.Completed),
                new Dependency(0, TaskEnds.Failed | TaskEnds.Skipped),
                new Dependency(1, TaskEnds.Canceled | TaskEnds.Completed),
            ],
            TaskD("depends_on: [c, {task: a, on: [failed, skipped]}, {task: b, on: [canceled, cancelled, completed]}]")
                .DependsOn);
    }

    [Theory]
    [InlineData("all_success", JoinKind.AllSuccess, 0)]
    [InlineData("all_done", JoinKind.AllDone, 0)]
    [InlineData("any_success", JoinKind.AnySuccess, 0)]
    [InlineData("none_failed", JoinKind.NoneFailed, 0)]
    [InlineData("one_failed", JoinKind.OneFailed, 0)]
    [InlineData("{count: 2}", JoinKind.Count, 2)]
    public void Every_join_is_read(string join, JoinKind kind, int count) =>
        Assert.Equal(new JoinRule(kind, count), TaskD($"depends_on: [a, b], join: {join}").Join);

    [Theory]
    [InlineData("depends_on: 5", FindingCodes.WrongType, "/tasks/d/depends_on", null)]
    [InlineData("depends_on: [a, 5]", FindingCodes.WrongType, "/tasks/d/depends_on/1", null)]
    [InlineData("depends_on: [a, x1]", FindingCodes.UnknownTask, "/tasks/d/depends_on/1", null)]
    [InlineData("depends_on: [A]", FindingCodes.UnknownTask, "/tasks/d/depends_on/0", "a")]
    [InlineData("depends_on: D", FindingCodes.UnknownTask, "/tasks/d/depends_on", "d")]
    [InlineData("depends_on: d", FindingCodes.Cycle, "/tasks/d/depends_on", null)]
    [InlineData("depends_on: [a, {task: a, on: [failed]}]", FindingCodes.DuplicateTask, "/tasks/d/depends_on/1", null)]
    [InlineData("depends_on: [{on: [failed]}]", FindingCodes.MissingField, "/tasks/d/depends_on/0", null)]
    [InlineData("depends_on: [{task: a, onn: []}]", FindingCodes.UnknownField, "/tasks/d/depends_on/0/onn", "on")]
    [InlineData("depends_on: [{task: a, on: failed}]", FindingCodes.WrongType, "/tasks/d/depends_on/0/on", null)]
    [InlineData("depends_on: [{task: a, on: [faild]}]", FindingCodes.InvalidValue, "/tasks/d/depends_on/0/on/0",
        "failed")]
    [InlineData("depends_on: [a], join: all", FindingCodes.InvalidValue, "/tasks/d/join", null)]
    [InlineData("depends_on: [a], join: any_succes", FindingCodes.InvalidValue, "/tasks/d/join", "any_success")]
    [InlineData("depends_on: [a], join: {count: 2}", FindingCodes.InvalidValue, "/tasks/d/join/count", null)]
    [InlineData("depends_on: [a], join: {count: 0}", FindingCodes.InvalidValue, "/tasks/d/join/count", null)]
    [InlineData("depends_on: [a], join: {}", FindingCodes.MissingField, "/tasks/d/join", null)]
    [InlineData("join: any_success", FindingCodes.InvalidValue, "/tasks/d/join", null)]
    public void A_wrong_dependency_or_join_is_named(string fields, string code, string pointer, string? suggestion)
    {
        var findings = Compile.Yaml(With(fields)).Findings;

        Assert.Contains(findings, finding =>
            (finding.Code, finding.Pointer, finding.Suggestion) == (code, pointer, suggestion) && finding.IsError);
        Assert.All(findings, finding => Assert.StartsWith("/tasks/d", finding.Pointer, StringComparison.Ordinal));
    }

    [Fact]
    public void A_handler_waits_for_the_failure_of_its_source()
    {
        var workflow = Compile.Accept(
            """
            name: n
            tasks:
              handler: {component: harmonia, action: noop, input: "${tasks.a.error.message}"}
              a: {component: harmonia, action: noop, on_error: {goto: handler}}
            """);

        Assert.Equal([new Dependency(1, TaskEnds.Failed)], workflow.Tasks[0].DependsOn);
        Assert.Equal(new JoinRule(JoinKind.AllSuccess), workflow.Tasks[0].Join);
        Assert.Equal(ErrorMode.Goto, workflow.Tasks[1].OnError);
        Assert.Equal([new Dependency(0, TaskEnds.Failed)], workflow.Tasks[1].Dependants);
    }

    [Fact]
    public void A_handler_of_several_runs_at_the_first_failure()
    {
        var workflow = Compile.Accept(
            """
            name: n
            tasks:
              a: {component: harmonia, action: noop, on_error: {goto: handler}}
              b: {component: harmonia, action: noop, on_error: {goto: handler}}
              handler: {component: harmonia, action: noop, depends_on: []}
            """);

        Assert.Equal([new Dependency(0, TaskEnds.Failed), new Dependency(1, TaskEnds.Failed)],
            workflow.Tasks[2].DependsOn);
        Assert.Equal(new JoinRule(JoinKind.OneFailed), workflow.Tasks[2].Join);
    }

    [Theory]
    [InlineData("on_error: {goto: x1}", FindingCodes.UnknownTask, "/tasks/d/on_error/goto", null)]
    [InlineData("on_error: {goto: A}", FindingCodes.UnknownTask, "/tasks/d/on_error/goto", "a")]
    [InlineData("on_error: {goto: d}", FindingCodes.UnknownTask, "/tasks/d/on_error/goto", null)]
    public void A_handler_is_another_task(string fields, string code, string pointer, string? suggestion) =>
        Compile.Refuse(With(fields), code, pointer, suggestion);

    [Theory]
    [InlineData("depends_on: [b]", "/tasks/handler/depends_on")]
    [InlineData("join: all_done", "/tasks/handler/join")]
    public void A_handler_waits_for_nothing_else(string fields, string pointer) => Compile.Refuse(
        $$"""
        name: n
        tasks:
          a: {component: harmonia, action: noop, on_error: {goto: handler} }
          b: {component: harmonia, action: noop}
          handler: {component: harmonia, action: noop, {{fields}} }
        """,
        FindingCodes.InvalidValue,
        pointer,
        words: "'a' fails");
}
