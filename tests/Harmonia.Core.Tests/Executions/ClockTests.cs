using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using TaskStatus = Harmonia.Core.Executions.TaskStatus;

namespace Harmonia.Core.Tests.Executions;

/// <summary>What time brings about.</summary>
public class ClockTests
{
    [Theory]
    [InlineData("12:00")]
    [InlineData("01/02/2030")]
    [InlineData("2030-01-01T13:00:00")]
    public void A_sleep_until_what_is_no_instant_with_an_offset_fails_also_when_it_is_computed(string until)
    {
        var scenario = Scenario.Of(
            """{"id":"a","component":"harmonia","action":"sleep","input":{"until":"${input.until}"}}""");

        scenario.Start($$"""{"until":"{{until}}"}""");

        Assert.Equal(FailureCodes.InvalidInput, scenario.State.Find("a")!.Failure?.Code);
    }

    [Fact]
    public void Nothing_fires_before_it_is_due()
    {
        var scenario = Scenario.Of(Scenario.Call("a", null, ",\"timeout\":5")).Start().Begin("a");
        Assert.Equal(Scenario.Noon.AddSeconds(5), scenario.State.Plan().WakeAt);
        Assert.Empty(scenario.Accept(new Tick { At = Scenario.Noon.AddSeconds(4.999) }));
    }

    [Fact]
    public void An_attempt_that_takes_too_long_is_retried_by_its_policy()
    {
        var scenario = Scenario.Of(Scenario.Call("a", null, ",\"timeout\":5,\"retry\":1")).Start();
        scenario.Begin("a").After(5).Tick();
        Assert.Equal(FailureCodes.Timeout, scenario.Last<RetryAttempted>().Failure.Code);
        Assert.Empty(scenario.Accept(new CompleteTask("a", 1, Scenario.Json("{}"))));
    }

    [Fact]
    public void A_wait_for_a_place_ends_at_its_limit_whatever_the_policy()
    {
        var scenario = Scenario.Of(Scenario.Call("a", null, ",\"queue_timeout\":5,\"retry\":9")).Start();
        scenario.After(5).Tick();
        Assert.Equal(FailureCodes.QueueTimeout, scenario.State.Tasks[0].Failure!.Code);
        Assert.Equal(ExecutionStatus.Failed, scenario.State.Status);
    }

    [Fact]
    public void A_pause_is_no_wait_for_a_place()
    {
        var scenario = Scenario.Of(Scenario.Call("a", null, ",\"queue_timeout\":5")).Start();
        scenario.Do(at => new PauseExecution { At = at }).After(60).Tick();
        Assert.Equal(TaskStatus.Waiting, scenario.StatusOf("a"));

        scenario.Do(at => new ResumeExecution { At = at });
        Assert.Equal(Scenario.Noon.AddSeconds(65), scenario.State.Plan().WakeAt);
        Assert.Equal(TaskStatus.Failed, scenario.After(5).Tick().StatusOf("a"));
    }

    [Fact]
    public void All_attempts_of_a_task_share_its_total_time()
    {
        const string Policy = ",\"total_timeout\":8,\"retry_policy\":{\"max_retries\":9,\"initial_delay\":0}";
        var scenario = Scenario.Of(Scenario.Call("a", null, Policy)).Start();
        scenario.Begin("a").After(5).Fail("a").Tick().Begin("a").After(3).Tick();
        Assert.Equal(FailureCodes.TotalTimeout, scenario.State.Tasks[0].Failure!.Code);
    }

    [Fact]
    public void A_whole_execution_has_its_time()
    {
        var scenario = Scenario.Of(Scenario.Call("a"), "\"timeout\":10,").Start().Begin("a").After(10).Tick();
        Assert.Equal((ExecutionStatus.Failed, "timeout"), (scenario.State.Status, scenario.State.StatusReason));
        Assert.Equal(FailureCodes.ExecutionTimeout, scenario.State.Failure!.Code);
        Assert.Equal(TaskStatus.Canceled, scenario.StatusOf("a"));
    }

    [Fact]
    public void A_sleeper_wakes_by_itself_and_not_before()
    {
        const string Sleep = """{"id":"s","component":"harmonia","action":"sleep","input":{"seconds":90}}""";
        var scenario = Scenario.Of(Sleep).Start();
        Assert.Equal(Scenario.Noon.AddSeconds(90), scenario.State.Plan().WakeAt);
        Assert.Equal(0, scenario.State.RunningCalls);

        scenario.After(89).Tick();
        Assert.Equal((TaskStatus.Waiting, WaitReason.Timer), (scenario.StatusOf("s"), scenario.State.Tasks[0].Waiting));
        Assert.Equal(ExecutionStatus.Completed, scenario.After(1).Tick().State.Status);
    }

    [Fact]
    public void A_sleep_of_a_computed_length_that_is_no_length_fails() => Assert.Equal(
        FailureCodes.InvalidInput,
        Scenario.Of("""{"id":"s","component":"harmonia","action":"sleep","input":{"seconds":"${input.n}"}}""")
            .Start("""{"n":-1}""").State.Failure!.Code);

    [Fact]
    public void A_terminal_execution_has_no_plan()
    {
        var scenario = Scenario.Of(
            $$"""{{Scenario.Call("a", null, ",\"timeout\":5")}},{{Scenario.Call("b", null, ",\"queue_timeout\":9")}}""",
            "\"timeout\":100,").Start().Begin("a").Do(at => new CancelExecution(null) { At = at });
        var plan = scenario.State.Plan();
        Assert.Empty(plan.Ready);
        Assert.False(plan.MoreReady);
        Assert.Null(plan.WakeAt);
        Assert.Empty(scenario.Accept(new Tick { At = Scenario.Noon.AddDays(9) }));
    }
}
