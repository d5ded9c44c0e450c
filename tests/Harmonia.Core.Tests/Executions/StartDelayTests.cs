using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using TaskStatus = Harmonia.Core.Executions.TaskStatus;

namespace Harmonia.Core.Tests.Executions;

/// <summary>Tasks with a <c>schedule</c>.</summary>
public sealed class StartDelayTests
{
    private const string Lab = "component: lab, action: work";

    [Theory]
    [InlineData("", 60)]
    [InlineData(", reference: workflow_start", 60)]
    [InlineData(", reference: dependencies_done", 70)]
    public void A_task_is_held_back_from_its_reference_on(string reference, int seconds)
    {
        var scenario = Scenario.OfYaml(
            $"tasks: {{a: {{{Lab}}}, b: {{{Lab}, depends_on: a, schedule: {{delay: 1m{reference}}}}}}}").Start();

        scenario.Begin("a").After(10).Complete("a");
        var task = scenario.State.Find("b")!;
        Assert.Equal((TaskStatus.Waiting, WaitReason.Timer), (task.Status, task.Waiting));
        Assert.Empty(scenario.State.Plan().Ready);
        Assert.Equal(Scenario.Noon.AddSeconds(seconds), scenario.State.Plan().WakeAt);
        Assert.Equal(scenario.State.Plan().WakeAt, scenario.Refold().Plan().WakeAt);

        scenario.After(seconds - 10 - 1).Tick();
        Assert.Empty(scenario.State.Plan().Ready);
        scenario.After(1).Tick();
        Assert.Equal(["b"], scenario.State.Plan().Ready.Select(ready => ready.Path));
        Assert.Equal("workflow_started task_started:a task_completed:a", scenario.Story());

        scenario.Begin("b").Complete("b");
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
    }

    [Fact]
    public void A_delay_that_is_over_holds_nothing_back()
    {
        var scenario = Scenario.OfYaml(
            $"tasks: {{a: {{{Lab}}}, b: {{{Lab}, depends_on: a, schedule: {{delay: 5}}}}}}").Start();

        scenario.Begin("a").After(10).Complete("a");

        Assert.Equal(["b"], scenario.State.Plan().Ready.Select(ready => ready.Path));
    }

    [Fact]
    public void Time_limits_count_from_the_end_of_the_delay()
    {
        var scenario = Scenario.OfYaml(
            $"tasks: {{a: {{{Lab}, schedule: {{delay: 1h}}, queue_timeout: 5, total_timeout: 9}}}}").Start();

        scenario.After(3_600).Tick();
        Assert.Equal(["a"], scenario.State.Plan().Ready.Select(ready => ready.Path));
        Assert.Equal(Scenario.Noon.AddSeconds(3_605), scenario.State.Plan().WakeAt);

        scenario.After(4).Begin("a").After(5).Tick();
        Assert.Equal(FailureCodes.TotalTimeout, scenario.State.Find("a")!.Failure!.Code);
    }

    [Fact]
    public void A_condition_is_tested_when_the_delay_is_over()
    {
        var scenario = Scenario.OfYaml(
            "tasks: {a: {type: expression, result: 1, schedule: {delay: 1m}, condition: '${state.go == true}'}}")
            .Start();

        scenario.Do(at => new ChangeState(Scenario.Json("""{"go":true}""")) { At = at }).After(60).Tick();

        Assert.Equal(TaskStatus.Completed, scenario.StatusOf("a"));
    }

    [Fact]
    public void A_pause_does_not_stop_the_delay_and_a_cancel_ends_it()
    {
        const string Tasks = $"tasks: {{a: {{{Lab}, schedule: {{delay: 1m}}}}}}";
        var paused = Scenario.OfYaml(Tasks).Start().Do(at => new PauseExecution { At = at }).After(60).Tick();
        Assert.Empty(paused.State.Plan().Ready);
        paused.After(60).Do(at => new ResumeExecution { At = at });
        Assert.Single(paused.State.Plan().Ready);

        var canceled = Scenario.OfYaml(Tasks).Start().Do(at => new CancelExecution(null) { At = at });
        Assert.Equal((TaskStatus.Canceled, null), (canceled.StatusOf("a"), canceled.State.Plan().WakeAt));
    }

    [Fact]
    public void An_operators_retry_holds_back_by_the_dependencies_again_and_not_by_the_start()
    {
        var scenario = Scenario.OfYaml(
            "tasks:\n"
            + $"  a: {{{Lab}, schedule: {{delay: 1m}}}}\n"
            + $"  b: {{{Lab}, schedule: {{delay: 1m, reference: dependencies_done}}}}\n").Start();
        scenario.After(60).Tick().Begin("a", "b").Fail("a", retryable: false);

        scenario.After(10).Do(at => new RetryExecution { At = at });

        Assert.Equal(["a"], scenario.State.Plan().Ready.Select(ready => ready.Path));
        Assert.Equal(scenario.Now.AddSeconds(60), scenario.State.Plan().WakeAt);
    }

    [Fact]
    public void A_scheduled_wait_waits_twice()
    {
        var scenario = Scenario.OfYaml("tasks: {a: {type: wait, seconds: 5, schedule: {delay: 60}}}").Start();

        scenario.After(60).Tick();
        Assert.Equal(Scenario.Noon.AddSeconds(65), scenario.State.Plan().WakeAt);
        scenario.After(5).Tick();
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
    }

    [Fact]
    public void The_branches_of_a_parallel_task_are_held_back_with_it()
    {
        var scenario = Scenario.OfYaml(
            $"tasks: {{p: {{type: parallel, schedule: {{delay: 60}}, branches: {{x: [{{id: a, {Lab}}}]}}}}}}").Start();

        Assert.Empty(scenario.State.Plan().Ready);
        scenario.After(60).Tick();
        Assert.Equal(["a"], scenario.State.Plan().Ready.Select(ready => ready.Path));
    }
}
