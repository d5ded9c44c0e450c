using Harmonia.Core.Executions;
using TaskStatus = Harmonia.Core.Executions.TaskStatus;

namespace Harmonia.Core.Tests.Executions;

/// <summary>What follows when a task has failed for good, and how a failed execution is opened again.</summary>
public class ErrorTests
{
    [Fact]
    public void An_unhandled_failure_ends_the_execution_and_withdraws_what_runs()
    {
        var scenario = Scenario.Of($"{Scenario.Call("a")},{Scenario.Call("b")},{Scenario.Call("c", ["a"])}").Start();
        scenario.Begin("a", "b").Fail("a");

        Assert.Equal("task_failed:a task_skipped:c task_canceled:b workflow_failed", scenario.Story(from: 3));
        Assert.Equal(["a"], scenario.State.FailedTasks);
        Assert.Equal("task_failed", scenario.State.StatusReason);
    }

    [Fact]
    public void A_covered_failure_counts_as_completed_and_leaves_a_warning()
    {
        var scenario = Scenario.Of(
            $"{Scenario.Call("a", null, ",\"on_error\":\"continue\"")},{Scenario.Call("b", ["a"])}").Start();
        scenario.Begin("a").Fail("a").Begin("b").Complete("b");

        Assert.Equal((ExecutionStatus.Completed, "warnings"), (scenario.State.Status, scenario.State.StatusReason));
        Assert.Equal(["a"], scenario.State.Warnings);
    }

    [Fact]
    public void A_dependant_that_is_skipped_after_all_handles_nothing()
    {
        var skipped = Scenario.Call("c", null, ",\"condition\":false");
        var handler = Scenario.Call("b", null, ",\"depends_on\":[{\"task\":\"a\",\"on\":[\"failed\"]},\"c\"]");
        var scenario = Scenario.Of($"{Scenario.Call("a")},{skipped},{handler}").Start();
        scenario.Begin("a").Fail("a");

        Assert.Equal((ExecutionStatus.Failed, TaskStatus.Skipped), (scenario.State.Status, scenario.StatusOf("b")));
        Assert.Equal(["a"], scenario.State.FailedTasks);
    }

    [Fact]
    public void A_handler_runs_on_failure_and_is_skipped_without_one()
    {
        var tasks = $"{Scenario.Call("a", null, ",\"on_error\":{\"goto\":\"h\"}")},{Scenario.Call("h")}";
        var failed = Scenario.Of(tasks).Start().Begin("a").Fail("a").Begin("h").Complete("h");
        Assert.Equal((ExecutionStatus.Completed, TaskStatus.Completed), (failed.State.Status, failed.StatusOf("h")));

        var fine = Scenario.Of(tasks).Start().Begin("a").Complete("a");
        Assert.Equal((ExecutionStatus.Completed, TaskStatus.Skipped), (fine.State.Status, fine.StatusOf("h")));
    }

    [Fact]
    public void A_failure_may_be_made_good_by_others()
    {
        var any = Scenario.Call("c", ["a", "b"], ",\"join\":\"any_success\"");
        var tasks = $"{Scenario.Call("a")},{Scenario.Call("b")},{any}";
        var scenario = Scenario.Of(tasks).Start().Begin("a", "b").Fail("a");
        Assert.Equal(ExecutionStatus.Running, scenario.State.Status);
        Assert.Equal(ExecutionStatus.Completed, scenario.Complete("b").Begin("c").Complete("c").State.Status);

        var lost = Scenario.Of(tasks).Start().Begin("a", "b").Fail("a").Fail("b");
        Assert.Equal((ExecutionStatus.Failed, TaskStatus.Skipped), (lost.State.Status, lost.StatusOf("c")));
        Assert.Equal(["a", "b"], lost.State.FailedTasks);
    }

    [Fact]
    public void A_condition_that_does_not_hold_skips_and_one_that_cannot_be_computed_fails()
    {
        var skipped = Scenario.Of(Scenario.Call("a", null, ",\"condition\":\"${input.n > 1}\"")).Start("""{"n":1}""");
        Assert.Equal((TaskStatus.Skipped, "condition"), (skipped.StatusOf("a"), skipped.State.Tasks[0].SkipReason));
        Assert.Equal(ExecutionStatus.Completed, skipped.State.Status);

        var failed = Scenario.Of(Scenario.Call("a", null, ",\"condition\":\"${input.n > 1}\"")).Start();
        Assert.Equal("expression_error", failed.State.Failure!.Code);
    }

    [Fact]
    public void A_result_of_the_wrong_shape_fails_the_execution()
    {
        var scenario = Scenario.Of(
            """{"id":"a","component":"harmonia","action":"noop"}""",
            """
            "result":{"x":1},"output":{"type":"object","properties":{"x":{"type":"string"}}},
            """).Start();
        Assert.Equal((ExecutionStatus.Failed, "invalid_output"), (scenario.State.Status, scenario.State.StatusReason));
    }

    [Fact]
    public void A_retry_reopens_what_failed_with_all_that_depends_on_it_and_keeps_the_rest()
    {
        var scenario = Scenario.Of(string.Join(
            ',', Scenario.Call("a"), Scenario.Call("b", ["a"]), Scenario.Call("c", ["b"]), Scenario.Call("d"))).Start();
        scenario.Begin("a", "d").Complete("a", """{"x":1}""").Begin("b").Fail("b");
        Assert.Equal(RefusalCodeOfPause, scenario.Refuse(new PauseExecution { At = Scenario.Noon }));

        scenario.Do(at => new RetryExecution { At = at });
        Assert.Equal(["b", "c", "d"], scenario.Last<WorkflowRetried>().Tasks);
        Assert.Equal([1, 3], scenario.State.Plan().Ready.Select(task => task.Definition.Index));
        scenario.Begin("b", "d");
        Assert.Equal((2, 2), (scenario.State.Find("b")!.Attempt, scenario.State.Find("d")!.Attempt));
        Assert.Empty(scenario.Accept(new CompleteTask("b", 1, Scenario.Json("{}"))));

        scenario.Complete("b").Begin("c").Complete("c").Complete("d");
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
        Invariants.Check(scenario);
    }

    [Fact]
    public void A_retry_gives_the_execution_its_whole_time_again()
    {
        var scenario = Scenario.Of(Scenario.Call("a"), "\"timeout\":10,").Start().After(10).Tick().After(50);
        scenario.Do(at => new RetryExecution { At = at });
        Assert.Equal(Scenario.Noon.AddSeconds(70), scenario.State.Plan().WakeAt);
        Assert.Equal([0], scenario.State.Plan().Ready.Select(task => task.Definition.Index));
    }

    private const string RefusalCodeOfPause = Failures.RefusalCodes.AlreadyEnded;
}
