using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Simulation.Checks;
using TaskStatus = Harmonia.Core.Executions.TaskStatus;

namespace Harmonia.Core.Tests.Executions;

public sealed class SignalTests
{
    private const string Late = """
        tasks:
          before: {component: c, action: x}
          paid: {type: event, signal: paid, depends_on: before, match: "${signal.payload.n > 1}"}
        """;

    [Fact]
    public void A_signal_completes_the_task_that_waits_for_it_with_what_it_says()
    {
        var scenario = Scenario.OfYaml("""
            tasks:
              paid: {type: event, signal: "order.${input.id}.paid"}
              after: {type: expression, depends_on: paid, result: "${tasks.paid.output.n + 1}"}
            """).Start("""{"id": 7}""");
        Assert.Equal(WaitReason.Signal, scenario.State.Find("paid")!.Waiting);
        Send(scenario, "order.8.paid", """{"n": 1}""");
        Assert.Equal(TaskStatus.Waiting, scenario.StatusOf("paid"));
        Send(scenario, "order.7.paid", """{"n": 1}""");
        Assert.Equal("""{"after":2}""", scenario.State.Output!.Value.GetRawText());
        Assert.Equal("paid", scenario.Last<SignalReceived>().TakenBy);
        AssertRefolds(scenario);
    }

    [Fact]
    public void Early_signals_are_kept_and_the_first_that_fits_is_used()
    {
        var scenario = Scenario.OfYaml(Late).Start().Begin("before");
        Send(scenario, "paid", """{"n": 1}""");
        Send(scenario, "paid", """{"n": 2}""");
        Send(scenario, "paid", """{"n": 3}""");
        scenario.Complete("before");
        Assert.Equal("""{"n":2}""", scenario.State.Find("paid")!.Output!.Value.GetRawText());
        Assert.Equal(2, scenario.State.Signals.Count);
        AssertRefolds(scenario);
    }

    [Fact]
    public void A_transient_signal_is_lost_when_nobody_waits_and_taken_when_somebody_does()
    {
        var scenario = Scenario.OfYaml(Late).Start().Begin("before");
        scenario.Do(at => new SendSignal("paid", Scenario.Json("""{"n": 5}"""), null, Keep: false) { At = at });
        Assert.Equal(0, scenario.State.Signals.Count);
        scenario.Complete("before");
        Assert.Equal(TaskStatus.Waiting, scenario.StatusOf("paid"));
        scenario.Do(at => new SendSignal("paid", Scenario.Json("""{"n": 5}"""), null, Keep: false) { At = at });
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
    }

    [Fact]
    public void A_task_that_loses_early_signals_waits_for_one_that_comes_later()
    {
        var scenario = Scenario.OfYaml("""
            tasks:
              before: {component: c, action: x}
              paid: {type: event, signal: paid, depends_on: before, early: lose}
            """).Start().Begin("before");
        Send(scenario, "paid", "1");
        scenario.Complete("before");
        Assert.Equal(TaskStatus.Waiting, scenario.StatusOf("paid"));
        Send(scenario, "paid", "2");
        Assert.Equal("2", scenario.State.Find("paid")!.Output!.Value.GetRawText());
    }

    [Fact]
    public void The_same_signal_twice_counts_once_whatever_became_of_it()
    {
        var scenario = Scenario.OfYaml("""
            tasks:
              a: {type: event, signal: go}
              b: {type: event, signal: go, depends_on: a}
            """).Start();
        Send(scenario, "go", "1", id: "one");
        Assert.Empty(scenario.Accept(new SendSignal("go", Scenario.Json("1"), "one") { At = scenario.Now }));
        Assert.Equal(TaskStatus.Waiting, scenario.StatusOf("b"));
        Assert.Equal(scenario.State.Version, scenario.Refold().Version);
        Send(scenario, "go", "1", id: "two");
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
    }

    [Fact]
    public void Who_has_waited_longest_gets_the_signal()
    {
        var scenario = Scenario.OfYaml("""
            tasks:
              hold: {component: c, action: x}
              first: {type: event, signal: go, depends_on: hold}
              second: {type: event, signal: go}
            """).Start().Begin("hold").Complete("hold");
        Send(scenario, "go", "1");
        Assert.Equal("second", scenario.Last<SignalReceived>().TakenBy);
        Send(scenario, "go", "2");
        Assert.Equal("first", scenario.Last<SignalReceived>().TakenBy);
    }

    [Theory]
    [InlineData("fail", ExecutionStatus.Failed, TaskStatus.Failed)]
    [InlineData("continue", ExecutionStatus.Completed, TaskStatus.Completed)]
    [InlineData("skip", ExecutionStatus.Completed, TaskStatus.Skipped)]
    public void A_wait_ends_in_time_as_it_says(string mode, ExecutionStatus end, TaskStatus task)
    {
        var scenario = Scenario.OfYaml($$"""
            tasks:
              paid: {type: event, signal: paid, timeout: 1m, on_timeout: {{mode}}}
            """).Start();
        Assert.Equal(Scenario.Noon.AddMinutes(1), scenario.Refold().Plan().WakeAt);
        scenario.After(59.9).Tick();
        Assert.Equal(TaskStatus.Waiting, scenario.StatusOf("paid"));
        scenario.After(0.1).Tick();
        Assert.Equal((end, task), (scenario.State.Status, scenario.StatusOf("paid")));
        Assert.Equal(RefusalCodes.AlreadyEnded, scenario.Refuse(Signal("paid", "1")));
        AssertRefolds(scenario);
    }

    [Fact]
    public void The_first_of_several_wins_and_the_others_are_not_waited_for_any_more()
    {
        var scenario = Scenario.OfYaml("""
            tasks:
              reply:
                type: event
                any_of: [{name: accepted, then: [go]}, {name: refused, then: [stop]}]
                timeout: 60
                on_timeout: {then: [remind]}
              go: {type: expression, result: "${tasks.reply.output.chosen}"}
              stop: {type: expression, result: 1}
              remind: {type: expression, result: 1}
              hold: {component: c, action: x}
            """).Start();
        Send(scenario, "accepted", "1");
        Assert.Equal(
            (TaskStatus.Completed, TaskStatus.Skipped, TaskStatus.Skipped),
            (scenario.StatusOf("go"), scenario.StatusOf("stop"), scenario.StatusOf("remind")));
        Assert.Equal("\"accepted\"", scenario.State.Find("go")!.Output!.Value.GetRawText());
        Assert.Empty(scenario.State.Listeners("refused"));
        Send(scenario, "refused", "1");
        Assert.Equal(1, scenario.State.Signals.Count);
        AssertRefolds(scenario);
    }

    [Fact]
    public void After_a_timeout_what_was_meant_for_it_runs_and_nothing_else()
    {
        var scenario = Scenario.OfYaml("""
            tasks:
              reply: {type: event, any_of: [{name: a, then: [go]}], timeout: 60, on_timeout: {then: [remind]}}
              go: {type: expression, result: 1}
              remind: {type: expression, result: 1}
            """).Start().After(60).Tick();
        Assert.Equal(
            (TaskStatus.Skipped, TaskStatus.Completed), (scenario.StatusOf("go"), scenario.StatusOf("remind")));
    }

    [Fact]
    public void All_of_several_are_collected_kept_ones_too()
    {
        var scenario = Scenario.OfYaml("""
            tasks:
              hold: {component: c, action: x}
              both:
                type: event
                depends_on: hold
                all_of: [a, b, {name: b, as: second}]
            """).Start().Begin("hold");
        Send(scenario, "b", "1");
        scenario.Complete("hold");
        Send(scenario, "b", "2");
        Send(scenario, "b", "3");
        Assert.Equal(TaskStatus.Waiting, scenario.StatusOf("both"));
        Send(scenario, "a", "0");
        Assert.Equal("""{"a":0,"b":1,"second":2}""", scenario.State.Find("both")!.Output!.Value.GetRawText());
        Assert.Equal(1, scenario.State.Signals.Count);
        AssertRefolds(scenario);
    }

    [Fact]
    public void Listening_to_events_of_components_is_the_same_wait()
    {
        var scenario = Scenario.OfYaml("""
            tasks:
              heard: {component: event_listener, action: listen, input: {event_type: file.ready, timeout: 60}}
            """).Start();
        Assert.Equal(Scenario.Noon.AddMinutes(1), scenario.State.Plan().WakeAt);
        Send(scenario, "file.ready", """{"path":"/a"}""");
        Assert.Equal("""{"heard":{"path":"/a"}}""", scenario.State.Output!.Value.GetRawText());
    }

    [Fact]
    public void A_full_mailbox_refuses_what_nobody_waits_for()
    {
        var settings = new ExecutionSettings { MaxKeptSignals = 2, MaxKeptSignalBytes = 10 };
        var scenario = Scenario.Of(Scenario.Call("a"), settings: settings).Start();
        Send(scenario, "x", "1");
        Assert.Equal(RefusalCodes.TooManySignals, scenario.Refuse(Signal("x", "\"0123456789\"")));
        Send(scenario, "x", "1");
        Assert.Equal(RefusalCodes.TooManySignals, scenario.Refuse(Signal("x", "1")));
    }

    [Fact]
    public void A_signal_that_lacks_what_is_asked_about_is_not_the_one()
    {
        var scenario = Scenario.OfYaml(Late).Start().Begin("before").Complete("before");
        Send(scenario, "paid", """{"other": true}""");
        Assert.Equal(TaskStatus.Waiting, scenario.StatusOf("paid"));
        Assert.Equal(1, scenario.State.Signals.Count);
    }

    [Fact]
    public void A_paused_execution_takes_signals_and_goes_on_when_it_is_resumed()
    {
        var scenario = Scenario.OfYaml("""
            tasks:
              go: {type: event, signal: go}
              next: {type: event, signal: go, depends_on: go}
            """).Start().Do(at => new PauseExecution { At = at });
        Send(scenario, "go", "1");
        Send(scenario, "go", "2");
        Assert.Equal(
            (TaskStatus.Completed, ExecutionStatus.Paused), (scenario.StatusOf("go"), scenario.State.Status));
        scenario.Do(at => new ResumeExecution { At = at });
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
    }

    [Fact]
    public void A_signal_survives_a_failure_and_is_used_after_the_retry()
    {
        var scenario = Scenario.OfYaml("""
            tasks:
              bad: {component: c, action: x}
              go: {type: event, signal: go, depends_on: bad}
            """).Start().Begin("bad");
        Send(scenario, "go", "1");
        scenario.Fail("bad", retryable: false).Do(at => new RetryExecution { At = at });
        scenario.Begin("bad").Complete("bad");
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
        AssertRefolds(scenario);
    }

    [Fact]
    public void What_is_waited_for_is_told_as_it_changes()
    {
        var scenario = Scenario.OfYaml("""
            tasks:
              a: {type: event, signal: go}
              b: {type: event, signal: go}
              c: {type: event, signal: other}
            """).Start();
        Assert.Equal(["go+", "other+"], Waits(scenario));
        Send(scenario, "go", "1");
        Assert.Empty(Waits(scenario));
        Send(scenario, "go", "1");
        Assert.Equal(["go-"], Waits(scenario));
        scenario.Do(at => new CancelExecution(null) { At = at });
        Assert.Equal(["other-"], Waits(scenario));
    }

    private static string[] Waits(Scenario scenario) =>
        [.. scenario.State.TakeWaitChanges().Select(wait => wait.Name + (wait.IsOpen ? "+" : "-"))];

    private static SendSignal Signal(string name, string payload, string? id = null) =>
        new(name, Scenario.Json(payload), id) { At = Scenario.Noon.AddHours(1) };

    private static void Send(Scenario scenario, string name, string payload, string? id = null) =>
        Assert.NotEmpty(scenario.Accept(Signal(name, payload, id) with { At = scenario.Now }));

    private static void AssertRefolds(Scenario scenario) =>
        Assert.Equal(StateDump.Text(scenario.State), StateDump.Text(scenario.Refold()));
}
