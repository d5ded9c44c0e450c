using Harmonia.Core.Executions;
using TaskStatus = Harmonia.Core.Executions.TaskStatus;

namespace Harmonia.Core.Tests.Executions;

public sealed class GroupTests
{
    private const string Grouped = """
        tasks:
          before: {type: expression, result: {n: 2}}
          g:
            type: group
            depends_on: before
            tasks:
              a: {component: c, action: x, input: {n: "${tasks.before.output.n}"}}
              b: {type: expression, depends_on: a, result: {sum: "${tasks.a.output.n + tasks.before.output.n}"}}
          after: {type: expression, depends_on: g, result: "${tasks.g.output.b.sum}"}
        """;

    [Fact]
    public void What_is_within_sees_what_is_around_and_the_group_completes_with_its_leaves()
    {
        var scenario = Scenario.OfYaml(Grouped).Start();
        scenario.Begin("g.a").Complete("g.a", "{\"n\": 5}");
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
        Assert.Equal("""{"after":7}""", scenario.State.Output!.Value.GetRawText());
    }

    [Fact]
    public void A_failure_within_fails_the_group_and_withdraws_the_rest()
    {
        var scenario = Scenario.OfYaml("""
            tasks:
              g:
                type: group
                on_error: continue
                tasks:
                  a: {component: c, action: x}
                  b: {component: c, action: x}
              after: {type: expression, depends_on: g, result: 1}
            """).Start();
        scenario.Begin("g.a", "g.b").Fail("g.a");
        Assert.Equal(TaskStatus.Failed, scenario.StatusOf("g"));
        Assert.Equal(TaskStatus.Canceled, scenario.State.Find("g.b")!.Status);
        Assert.Equal(0, scenario.State.RunningCalls);
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
        Assert.Equal(["g"], scenario.State.Warnings);
    }

    [Fact]
    public void A_retried_group_starts_again_and_late_reports_of_the_first_time_stay_late()
    {
        var scenario = Scenario.OfYaml("""
            tasks:
              g:
                type: group
                retry_policy: {max_retries: 1, initial_delay: 0, retry_on: ["*"]}
                tasks: {a: {component: c, action: x}, b: {component: c, action: x}}
            """).Start();
        scenario.Begin("g.a", "g.b").Fail("g.a").Tick();
        scenario.Begin("g.a", "g.b");
        Assert.Equal(3, scenario.State.Find("g.b")!.Attempt);
        scenario.Decide(new CompleteTask("g.b", 1, JsonText.EmptyObject));
        Assert.Equal(TaskStatus.Running, scenario.State.Find("g.b")!.Status);
        scenario.Complete("g.a").Complete("g.b");
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
    }

    [Fact]
    public void Cancelling_withdraws_what_is_within()
    {
        var scenario = Scenario.OfYaml(Grouped).Start();
        scenario.Begin("g.a");
        scenario.Decide(new CancelExecution(null));
        Assert.Equal((ExecutionStatus.Canceled, 0), (scenario.State.Status, scenario.State.RunningCalls));
    }

    [Fact]
    public void A_decision_takes_the_first_case_that_holds_and_the_others_are_skipped()
    {
        var scenario = Scenario.OfYaml("""
            tasks:
              d:
                type: decision
                cases:
                  - {when: "1 > 2", then: [a]}
                  - {when: "2 > 1", then: [b, both]}
                  - {when: "true", then: [c, both]}
                default: [e]
              a: {type: expression, result: a}
              b: {type: expression, result: b}
              both: {type: expression, result: both}
              c: {type: expression, result: c}
              e: {type: expression, result: e}
              merged: {type: join, sources: [a, b, c, e], join: any_success}
            """).Start();
        Assert.Equal(
            [TaskStatus.Skipped, TaskStatus.Completed, TaskStatus.Completed, TaskStatus.Skipped, TaskStatus.Skipped],
            new[] { "a", "b", "both", "c", "e" }.Select(scenario.StatusOf));
        Assert.Equal("""{"b":"b"}""", scenario.State.Find("merged")!.Output!.Value.GetRawText());
    }

    [Fact]
    public void Parallel_branches_run_side_by_side_and_are_joined()
    {
        var scenario = Scenario.OfYaml("""
            tasks:
              p:
                type: parallel
                branches:
                  left: [l]
                  right:
                    - {id: r1, component: c, action: x}
                    - {id: r2, depends_on: r1, type: expression, result: "${tasks.r1.output.n + 1}"}
              l: {component: c, action: x}
              after: {type: expression, depends_on: p, result: "${tasks.p.output.right.r2}"}
            """).Start();
        scenario.Begin("l", "r1").Complete("r1", "{\"n\": 1}");
        Assert.Equal(TaskStatus.Pending, scenario.StatusOf("p"));
        scenario.Complete("l", "{}");
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
        Assert.Equal("""{"after":2}""", scenario.State.Output!.Value.GetRawText());
    }
}
