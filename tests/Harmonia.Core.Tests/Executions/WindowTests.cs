using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using TaskStatus = Harmonia.Core.Executions.TaskStatus;

namespace Harmonia.Core.Tests.Executions;

/// <summary>Execution windows. Noon of the scenarios is that of a Tuesday, in UTC.</summary>
public sealed class WindowTests
{
    private const int Hour = 3_600;
    private const string Lab = "component: lab, action: work";
    private const string Afternoon = "execution_window: {hours_start: 13, hours_end: 18}";
    private const string Midday = "execution_window: {hours_start: 12, hours_end: 13}";

    [Fact]
    public void A_task_waits_until_its_window_opens()
    {
        var scenario = Scenario.OfYaml($"{Afternoon}\ntasks: {{a: {{{Lab}}}}}").Start();
        var task = scenario.State.Find("a")!;

        Assert.Equal("workflow_started task_postponed:a", scenario.Story());
        Assert.Equal((TaskStatus.Waiting, WaitReason.Window), (task.Status, task.Waiting));
        Assert.Equal(Scenario.Noon.AddHours(1), scenario.State.Plan().WakeAt);
        Assert.Equal(Scenario.Noon.AddHours(1), scenario.Refold().Plan().WakeAt);
        Assert.Empty(scenario.State.Plan().Ready);

        scenario.After(Hour).Tick();
        Assert.Single(scenario.State.Plan().Ready);
        scenario.Begin("a").After(9 * Hour).Complete("a");
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
    }

    [Fact]
    public void A_window_that_closes_before_there_is_a_place_is_waited_for_again()
    {
        var scenario = Scenario.OfYaml($"{Midday}\ntasks: {{a: {{{Lab}}}}}").Start();
        Assert.Single(scenario.State.Plan().Ready);

        scenario.After(Hour).Begin("a");

        Assert.Equal(WaitReason.Window, scenario.State.Find("a")!.Waiting);
        Assert.Equal(Scenario.Noon.AddDays(1), scenario.State.Plan().WakeAt);
        Assert.Empty(scenario.State.Plan().Ready);
        scenario.After(23 * Hour).Tick().Begin("a");
        Assert.Equal(TaskStatus.Running, scenario.StatusOf("a"));
    }

    [Fact]
    public void A_clock_that_wakes_late_finds_the_window_closed_again()
    {
        var scenario = Scenario.OfYaml($"{Afternoon}\ntasks: {{a: {{{Lab}}}}}").Start();

        scenario.After(8 * Hour).Tick();

        Assert.Equal("workflow_started task_postponed:a task_postponed:a", scenario.Story());
        Assert.Equal(Scenario.Noon.AddHours(25), scenario.State.Plan().WakeAt);
    }

    [Fact]
    public void Retries_start_in_the_window_and_running_attempts_are_left_alone()
    {
        var scenario = Scenario.OfYaml(
            $"{Midday}\ntasks: {{a: {{{Lab}, retry_policy: {{max_retries: 1, initial_delay: 60, jitter: none}}}}}}")
            .Start().Begin("a");

        scenario.After(2 * Hour).Fail("a").After(60).Tick();

        Assert.Equal(WaitReason.Window, scenario.State.Find("a")!.Waiting);
        Assert.Equal(Scenario.Noon.AddDays(1), scenario.State.Plan().WakeAt);
        scenario.After((22 * Hour) - 60).Tick().Begin("a").Complete("a");
        Assert.Equal((ExecutionStatus.Completed, 2), (scenario.State.Status, scenario.State.Find("a")!.Attempt));
    }

    [Fact]
    public void What_was_interrupted_starts_again_in_the_window()
    {
        var scenario = Scenario.OfYaml($"{Midday}\ntasks: {{a: {{{Lab}}}}}").Start().Begin("a");

        scenario.After(2 * Hour).Do(at => new InterruptTasks([]) { At = at });

        Assert.Equal(WaitReason.Window, scenario.State.Find("a")!.Waiting);
    }

    [Fact]
    public void A_window_of_a_task_counts_instead_of_that_of_the_workflow()
    {
        var scenario = Scenario.OfYaml(
            $"{Afternoon}\ntasks: {{a: {{{Lab}, {Midday}}}, b: {{type: group, {Midday}, tasks: {{c: {{{Lab}}}}}}}}}")
            .Start();

        Assert.Equal(["a", "b.c"], scenario.State.Plan().Ready.Select(task => task.Path));
    }

    [Fact]
    public void Cleaning_up_does_not_wait_for_the_window_of_the_workflow()
    {
        var scenario = Scenario.OfYaml(
            $$"""
            {{Midday}}
            finally: [last]
            tasks:
              a: { {{Lab}}, compensate: { component: lab, action: undo } }
              b: { {{Lab}}, depends_on: a }
              last: { {{Lab}} }
            """).Start().Begin("a").Complete("a").Begin("b");

        scenario.After(2 * Hour).Fail("b", retryable: false);

        Assert.Equal(["a~compensate"], scenario.State.Plan().Ready.Select(task => task.Path));
        scenario.Begin("a~compensate").Complete("a~compensate");
        Assert.Equal(["last"], scenario.State.Plan().Ready.Select(task => task.Path));
    }

    [Fact]
    public void Who_waits_for_a_window_holds_no_mutex_against_others()
    {
        var scenario = Scenario.OfYaml(
            $"tasks: {{a: {{{Lab}, mutex: m, {Afternoon}}}, b: {{{Lab}, mutex: m}}}}").Start();
        Assert.Equal(["b"], scenario.State.Plan().Ready.Select(task => task.Path));

        scenario.Begin("b").After(60).Complete("b");
        Assert.Equal(WaitReason.Window, scenario.State.Find("a")!.Waiting);
        scenario.After(Hour - 60).Tick();

        Assert.Equal(["a"], scenario.State.Plan().Ready.Select(task => task.Path));
    }

    [Fact]
    public void Computed_tasks_and_waits_begin_in_the_window_too()
    {
        var scenario = Scenario.OfYaml(
            $"{Afternoon}\ntasks: {{a: {{type: expression, result: 1}}, b: {{type: wait, seconds: 60}}}}").Start();

        Assert.Equal(Scenario.Noon.AddHours(1), scenario.State.Plan().WakeAt);
        scenario.After(Hour).Tick();
        Assert.Equal(TaskStatus.Completed, scenario.StatusOf("a"));
        Assert.Equal(Scenario.Noon.AddSeconds(Hour + 60), scenario.State.Plan().WakeAt);
    }

    [Fact]
    public void A_condition_is_tested_when_the_window_opens()
    {
        var scenario = Scenario.OfYaml(
            $"{Afternoon}\ntasks: {{a: {{{Lab}, condition: '${{state.go == true}}'}}}}").Start();

        scenario.After(Hour).Tick();

        Assert.Equal(TaskStatus.Failed, scenario.StatusOf("a"));
        Assert.Contains("state", scenario.State.Find("a")!.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pause_outlasts_an_opening_and_the_resume_asks_the_window()
    {
        var scenario = Scenario.OfYaml($"{Afternoon}\ntasks: {{a: {{{Lab}}}}}").Start();

        scenario.Do(at => new PauseExecution { At = at }).After(Hour).Tick();
        Assert.Null(scenario.State.Plan().WakeAt);
        scenario.After(6 * Hour).Do(at => new ResumeExecution { At = at });

        Assert.Equal(Scenario.Noon.AddHours(25), scenario.State.Plan().WakeAt);
        Assert.Equal(scenario.State.Plan().WakeAt, scenario.Refold().Plan().WakeAt);
    }

    [Fact]
    public void A_wait_for_a_place_counts_from_the_opening_and_a_total_from_the_join()
    {
        var queued = Scenario.OfYaml($"{Afternoon}\ntasks: {{a: {{{Lab}, queue_timeout: 60}}}}").Start();
        queued.After(Hour).Tick();
        Assert.Equal(Scenario.Noon.AddSeconds(Hour + 60), queued.State.Plan().WakeAt);
        queued.After(60).Tick();
        Assert.Equal(FailureCodes.QueueTimeout, queued.State.Find("a")!.Failure!.Code);

        var limited = Scenario.OfYaml($"{Afternoon}\ntasks: {{a: {{{Lab}, total_timeout: 60}}}}").Start();
        limited.After(60).Tick();
        Assert.Equal(FailureCodes.TotalTimeout, limited.State.Find("a")!.Failure!.Code);
    }

    [Fact]
    public void A_delay_that_ends_outside_of_the_window_is_followed_by_the_wait_for_it()
    {
        var scenario = Scenario.OfYaml($"{Midday}\ntasks: {{a: {{{Lab}, schedule: {{delay: 2h}}}}}}").Start();

        Assert.Equal(WaitReason.Timer, scenario.State.Find("a")!.Waiting);
        scenario.After(2 * Hour).Tick();
        Assert.Equal(WaitReason.Window, scenario.State.Find("a")!.Waiting);
        Assert.Equal(Scenario.Noon.AddDays(1), scenario.State.Plan().WakeAt);
    }
}
