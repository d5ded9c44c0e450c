using System.Text.Json;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;
using Harmonia.Engine.Tests.Support;
using TaskStatus = Harmonia.Core.Executions.TaskStatus;

namespace Harmonia.Engine.Tests.Running;

/// <summary>Components that come, go, are down, and say how far they are.</summary>
public sealed class ComponentTests
{
    private const string Down = "It is down.";

    private const string One =
        """
        name: one
        tasks: { a: { component: test, action: hold, retry: 0 } }
        """;

    private const string Patient =
        """
        name: patient
        defaults: { timeout: 100000 }
        tasks: { a: { component: test, action: hold, retry_policy: { max_retries: 1, initial_delay: 1 } } }
        """;

    [Fact]
    public async Task A_component_that_is_down_costs_no_attempt()
    {
        var gate = new TestGate { ShutBecause = Down };
        await using var harness = new Harness(executor: new TestExecutor { Gate = gate });
        var id = await harness.StartAsync(One);
        await harness.UntilAsync(id, fact => fact is WaitingForComponent { Reason: Down });
        Assert.Empty(harness.Executor.Calls);

        harness.Time.Advance(TimeSpan.FromSeconds(60));
        gate.ShutBecause = null;
        harness.Directory.Say("test");
        await harness.Executor.CallOf("a");
        harness.Executor.Release("a");

        Assert.IsType<WorkflowCompleted>((await harness.EndAsync(id))[^1]);
        var task = (await harness.LoadAsync(id)).Find("a")!;
        Assert.Equal((TaskStatus.Completed, 1, 0), (task.Status, task.Attempt, task.Retries));
        Assert.True(SpinWait.SpinUntil(() => gate.Entered == 0, TimeSpan.FromSeconds(20)));
        Assert.Equal(1, gate.Used);
    }

    [Fact]
    public async Task An_attempt_that_finds_nobody_is_handed_back_and_made_when_the_component_is_there()
    {
        var gate = new TestGate();
        await using var harness = new Harness(executor: new TestExecutor { Gate = gate });
        var id = await harness.StartAsync(One);
        await harness.Executor.CallOf("a");

        gate.ShutBecause = Down;
        harness.Executor.Release("a", 1, new TaskOutcome.Unavailable("Connection refused."));
        await harness.UntilAsync(id, fact => fact is AttemptReturned { Reason: "Connection refused." });
        harness.Restart(new TestExecutor { Gate = gate });
        harness.Engine.Start();
        var events = await AdvanceUntilAsync(
            harness, () => harness.UntilAsync(id, fact => fact is WaitingForComponent));
        Assert.DoesNotContain(events, fact => fact is TaskFailed or RetryAttempted or TaskInterrupted);

        gate.ShutBecause = null;
        harness.Directory.Say("test");
        await harness.Executor.CallOf("a", attempt: 1);
        harness.Executor.Release("a");
        Assert.IsType<WorkflowCompleted>((await harness.EndAsync(id))[^1]);
        Assert.Equal(1, (await harness.LoadAsync(id)).Find("a")!.Attempt);
    }

    [Fact]
    public async Task A_component_that_is_taken_away_fails_those_who_wait_for_it()
    {
        var gate = new TestGate { ShutBecause = Down };
        await using var harness = new Harness(executor: new TestExecutor { Gate = gate });
        var id = await harness.StartAsync(One);
        await harness.UntilAsync(id, fact => fact is WaitingForComponent);

        harness.Directory.Remove("test");

        var failed = Assert.IsType<WorkflowFailed>((await harness.EndAsync(id))[^1]);
        Assert.Equal(FailureCodes.ComponentNotFound, failed.Failure.Code);
    }

    [Fact]
    public async Task Progress_is_stored_at_growing_intervals_and_the_last_of_it_before_the_outcome()
    {
        await using var harness = new Harness();
        var id = await harness.StartAsync(Patient);
        var call = await harness.Executor.CallOf("a");

        call.Progress.Report(0.1, "first", null);
        await harness.UntilAsync(id, fact => fact is TaskProgressed { Message: "first" });
        call.Progress.Report(0.2, "second", null);
        call.Progress.Report(0.3, "third", null);
        harness.Time.Advance(TimeSpan.FromSeconds(1));
        await harness.UntilAsync(id, fact => fact is TaskProgressed { Message: "third" });
        call.Progress.Report(7, "last", JsonElement.Parse("""{"page":9}"""));
        harness.Executor.Release("a", 1, new TaskOutcome.Failed(new TaskFailure("busy", "No.", Retryable: true)));

        var events = await harness.UntilAsync(id, fact => fact is RetryAttempted);
        Assert.Equal(["first", "third", "last"], events.OfType<TaskProgressed>().Select(fact => fact.Message));
        Assert.Equal(1, events.OfType<TaskProgressed>().Last().Progress);
        harness.Engine.Start();
        var next = await AdvanceUntilAsync(harness, () => harness.Executor.CallOf("a", attempt: 2));
        Assert.Equal("""{"page":9}""", next.LastDetails?.GetRawText());
    }

    [Fact]
    public async Task An_attempt_that_is_silent_for_too_long_fails()
    {
        await using var harness = new Harness();
        var id = await harness.StartAsync(
            "name: s\ntasks: {a: {component: test, action: hold, heartbeat_timeout: 10, timeout: 1000}}");
        var call = await harness.Executor.CallOf("a");

        harness.Time.Advance(TimeSpan.FromSeconds(9));
        call.Progress.Report(null, "alive", null);
        harness.Time.Advance(TimeSpan.FromSeconds(9));
        Assert.DoesNotContain(
            await harness.UntilAsync(id, fact => fact is TaskProgressed), fact => fact is TaskFailed);
        harness.Time.Advance(TimeSpan.FromSeconds(1));

        var failed = Assert.IsType<WorkflowFailed>((await harness.EndAsync(id))[^1]);
        Assert.Equal((FailureCodes.HeartbeatTimeout, true), (failed.Failure.Code, failed.Failure.Retryable));
    }

    [Fact]
    public async Task What_goes_on_elsewhere_survives_a_restart_as_the_same_attempt()
    {
        await using var harness = new Harness(executor: new TestExecutor { SurvivesRestart = true });
        var id = await harness.StartAsync(Patient);
        Assert.False((await harness.Executor.CallOf("a")).IsResumed);

        harness.Restart(new TestExecutor { SurvivesRestart = true });
        harness.Engine.Start();
        var again = await harness.Executor.CallOf("a", attempt: 1);
        Assert.True(again.IsResumed);
        harness.Executor.Release("a");

        var events = await harness.EndAsync(id);
        Assert.IsType<WorkflowCompleted>(events[^1]);
        Assert.DoesNotContain(events, fact => fact is TaskInterrupted);
    }

    [Fact]
    public async Task Usage_and_what_is_left_of_the_budget_reach_the_history_and_the_next_call()
    {
        await using var harness = new Harness();
        var id = await harness.StartAsync(
            """
            name: b
            budget: { tokens: 100 }
            tasks:
              a: { component: test, action: hold }
              b: { component: test, action: hold, depends_on: a }
            """);
        Assert.Equal(100, (await harness.Executor.CallOf("a")).Budget.Tokens);
        harness.Executor.Release("a", 1, new TaskOutcome.Completed(JsonText.Of("x"))
        {
            Usage = new TaskUsage(30, 10, 0.5m, 1),
        });

        Assert.Equal(60, (await harness.Executor.CallOf("b")).Budget.Tokens);
        harness.Executor.Release("b");
        var events = await harness.EndAsync(id);
        Assert.Equal(new TaskUsage(30, 10, 0.5m, 1), events.OfType<TaskCompleted>().First().Usage);
    }

    [Fact]
    public void Every_repetition_of_a_call_carries_the_same_trace_context_and_another_attempt_another_span()
    {
        var id = new ExecutionId(Guid.Parse("8d0f2c1e-5f43-8c6a-9a51-0a6b6d2b7c11"));
        var call = new TaskCall(id, "a", 1, "do", JsonText.EmptyObject, DateTimeOffset.UnixEpoch);

        Assert.Matches("^00-8d0f2c1e5f438c6a9a510a6b6d2b7c11-[0-9a-f]{16}-01$", call.TraceParent);
        Assert.Equal(call.TraceParent, (call with { IsResumed = true }).TraceParent);
        Assert.NotEqual(call.TraceParent, (call with { Attempt = 2 }).TraceParent);
    }

    private static async Task<T> AdvanceUntilAsync<T>(Harness harness, Func<Task<T>> act)
    {
        var result = act();
        while (!result.IsCompleted)
        {
            harness.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        return await result;
    }
}
