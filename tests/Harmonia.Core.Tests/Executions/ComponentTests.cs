using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using TaskStatus = Harmonia.Core.Executions.TaskStatus;

namespace Harmonia.Core.Tests.Executions;

/// <summary>Components that are not there, and attempts that reach nobody.</summary>
public sealed class ComponentTests
{
    private const string Lab = "component: lab, action: work";
    private const string Mill = "component: mill, action: grind";

    [Fact]
    public void A_task_waits_for_its_component_and_costs_no_attempt()
    {
        var scenario = Scenario.OfYaml($"tasks: {{a: {{{Lab}}}}}").Start();

        scenario.Do(at => new HoldTask("a", "The lab is closed.") { At = at });

        var task = scenario.State.Find("a")!;
        Assert.Equal("workflow_started waiting_for_component:a", scenario.Story());
        Assert.Equal((TaskStatus.Waiting, WaitReason.Component, 0), (task.Status, task.Waiting, task.Attempt));
        Assert.Equal("The lab is closed.", scenario.State.WhyShut(task));
        Assert.Empty(scenario.State.Plan().Ready);
        Assert.Equal(["a"], scenario.State.Plan().Held.Select(held => held.Path));
        scenario.RequireFold();

        scenario.After(60).Begin("a").Complete("a");
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
        Assert.Equal((1, 0), (task.Attempt, task.Retries));
    }

    [Fact]
    public void Others_for_the_same_action_wait_without_an_event_each_and_other_components_go_on()
    {
        var scenario = Scenario
            .OfYaml($"tasks: {{a: {{{Lab}}}, b: {{{Lab}}}, m: {{{Mill}}}, c: {{{Lab}, depends_on: [m]}}}}")
            .Start()
            .Do(at => new HoldTask("b", "closed") { At = at });

        Assert.Equal(["m"], Ready(scenario));
        Assert.Equal(["a", "b"], Held(scenario));
        scenario.Begin("m").Complete("m");
        Assert.Equal(["a", "b", "c"], Held(scenario));

        scenario.Begin("c");
        Assert.Equal(["a", "b"], Ready(scenario));
        Assert.Empty(Held(scenario));
        Assert.Equal(
            "workflow_started waiting_for_component:b task_started:m task_completed:m task_started:c",
            scenario.Story());
        scenario.RequireFold();
    }

    [Fact]
    public void What_is_held_is_not_held_again_and_what_is_not_ready_is_not_held()
    {
        var scenario = Scenario.OfYaml($"tasks: {{a: {{{Lab}}}, b: {{{Lab}, depends_on: [a]}}}}").Start();

        Assert.Empty(scenario.Accept(new HoldTask("b", "closed") { At = scenario.Now }));
        Assert.Single(scenario.Accept(new HoldTask("a", "closed") { At = scenario.Now }));
        Assert.Empty(scenario.Accept(new HoldTask("a", "closed") { At = scenario.Now }));
        Assert.Empty(scenario.Accept(new HoldTask("nobody", "closed") { At = scenario.Now }));
    }

    [Fact]
    public void The_wait_for_a_component_ends_with_the_queue_timeout()
    {
        var scenario = Scenario.OfYaml($"tasks: {{a: {{{Lab}, queue_timeout: 30}}}}").Start()
            .Do(at => new HoldTask("a", "closed") { At = at });
        Assert.Equal(Scenario.Noon.AddSeconds(30), scenario.State.Plan().WakeAt);

        scenario.After(30).Tick();

        Assert.Equal(FailureCodes.QueueTimeout, scenario.State.Find("a")!.Failure!.Code);
        Assert.Equal(
            "The wait for component 'lab' took longer than 30 s.", scenario.State.Find("a")!.Failure!.Message);
        Assert.Equal(ExecutionStatus.Failed, scenario.State.Status);
        Assert.Empty(Held(scenario));
    }

    [Fact]
    public void An_attempt_that_reached_nobody_is_taken_back_and_the_next_one_bears_its_number()
    {
        var scenario = Scenario.OfYaml($"tasks: {{a: {{{Lab}, retry: 0}}}}").Start().Begin("a");

        scenario.Do(at => new ReturnTask("a", 1, "Connection refused.") { At = at });

        var task = scenario.State.Find("a")!;
        Assert.Equal((TaskStatus.Waiting, WaitReason.Component, 0), (task.Status, task.Waiting, task.Attempt));
        Assert.Equal((0, "Connection refused."), (scenario.State.RunningCalls, scenario.State.WhyShut(task)));
        Assert.Equal(Scenario.Noon.AddSeconds(0.1), scenario.State.Plan().WakeAt);
        Assert.Empty(Ready(scenario));

        scenario.After(0.1).Tick();
        Assert.Equal(["a"], Ready(scenario));
        scenario.Begin("a").Complete("a");
        Assert.Equal((ExecutionStatus.Completed, 1, 0), (scenario.State.Status, task.Attempt, task.Retries));
        scenario.RequireFold();
    }

    [Fact]
    public void A_component_that_only_seems_to_be_there_is_asked_less_and_less_often()
    {
        var scenario = Scenario.OfYaml($"tasks: {{a: {{{Lab}}}}}").Start();
        var pauses = new List<double>();
        for (var round = 0; round < 12; round++)
        {
            scenario.Begin("a").Do(at => new ReturnTask("a", 1, "refused") { At = at });
            var due = scenario.Last<AttemptReturned>().DueAt;
            pauses.Add((due - scenario.Now).TotalSeconds);
            scenario.After(pauses[^1]).Tick();
        }

        Assert.Equal([0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 30, 30, 30], pauses.Select(p => Math.Round(p, 3)));
    }

    [Fact]
    public void Being_taken_back_again_and_again_does_not_put_off_the_queue_timeout()
    {
        var scenario = Scenario.OfYaml($"tasks: {{a: {{{Lab}, queue_timeout: 1}}}}").Start();
        for (var round = 0; round < 3; round++)
        {
            scenario.Begin("a").Do(at => new ReturnTask("a", 1, "refused") { At = at });
            scenario.After(0.4).Tick();
        }

        Assert.Equal(FailureCodes.QueueTimeout, scenario.State.Find("a")!.Failure!.Code);
    }

    [Fact]
    public void A_late_report_that_nobody_was_reached_changes_nothing()
    {
        var scenario = Scenario.OfYaml($"tasks: {{a: {{{Lab}}}}}").Start().Begin("a").Complete("a");

        Assert.Empty(scenario.Accept(new ReturnTask("a", 1, "late") { At = scenario.Now }));
        Assert.Empty(scenario.Accept(new ReportProgress("a", 1, 0.5, null, null) { At = scenario.Now }));
    }

    [Fact]
    public void While_it_is_paused_nothing_is_held_and_the_wait_begins_anew_with_its_resumption()
    {
        var scenario = Scenario.OfYaml($"tasks: {{a: {{{Lab}, queue_timeout: 30}}}}").Start()
            .Do(at => new HoldTask("a", "closed") { At = at })
            .Do(at => new PauseExecution { At = at });
        Assert.Empty(Held(scenario));

        scenario.After(100).Tick().Do(at => new ResumeExecution { At = at });

        Assert.Equal(["a"], Held(scenario));
        Assert.Equal(scenario.Now.AddSeconds(30), scenario.State.Plan().WakeAt);
    }

    [Fact]
    public void Progress_is_kept_and_its_details_stay_for_the_next_attempt()
    {
        var scenario = Scenario.OfYaml($"tasks: {{a: {{{Lab}, retry: 1}}}}").Start().Begin("a")
            .Do(at => new ReportProgress("a", 1, 0.25, "a quarter", Scenario.Json("""{"page":3}""")) { At = at })
            .Do(at => new ReportProgress("a", 1, 0.5, null, null) { At = at })
            .Fail("a");
        var task = scenario.State.Find("a")!;

        Assert.Equal((0.5, null), (task.Progress, task.ProgressMessage));
        Assert.Equal("""{"page":3}""", task.ProgressDetails?.GetRawText());
        scenario.RequireFold();
    }

    private static IEnumerable<string> Ready(Scenario scenario) =>
        scenario.State.Plan().Ready.Select(task => task.Path);

    private static IEnumerable<string> Held(Scenario scenario) =>
        scenario.State.Plan().Held.Select(task => task.Path);
}
