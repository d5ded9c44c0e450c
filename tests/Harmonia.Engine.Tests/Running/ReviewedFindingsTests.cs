using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;
using Harmonia.Engine.Running;
using Harmonia.Engine.Tests.Support;

namespace Harmonia.Engine.Tests.Running;

/// <summary>What a hostile reading of the shell found wrong once.</summary>
public sealed class ReviewedFindingsTests
{
    private const string Held =
        """
        name: held
        defaults: { timeout: 10000000 } # The tests move the clock, and not to see calls time out.
        tasks:
          a: { component: test, action: hold }
        """;

    private const string Sleeper =
        "name: sleeper\ntasks:\n  rest: { component: harmonia, action: sleep, input: { seconds: 3600 } }";

    [Fact]
    public async Task Places_of_starts_that_could_not_be_stored_are_given_back_when_the_batch_is_given_up()
    {
        await using var harness = new Harness(new EngineOptions { MaxConcurrentCalls = 1 });
        harness.Store.FailNext(AppendFault.Broken, AppendFault.Broken, AppendFault.Broken);
        await Assert.ThrowsAsync<InvalidOperationException>(() => harness.TryStartAsync(Held));

        var id = await harness.StartAsync(Held);
        harness.Executor.Release("a");

        Assert.IsType<WorkflowCompleted>((await harness.EndAsync(id))[^1]);
    }

    [Fact]
    public async Task A_timer_that_fires_while_the_node_stops_does_no_harm()
    {
        var harness = new Harness();
        var id = await harness.StartAsync(Sleeper);
        await harness.DisposeAsync();

        var trouble = Record.Exception(() => ((ExecutionRouter)harness.Engine.Router).Wake(id));

        Assert.Null(trouble);
    }

    [Fact]
    public async Task Whoever_resumes_what_was_parked_is_answered_though_somebody_appends_meanwhile()
    {
        await using var harness = new Harness();
        var id = await harness.StartAsync(Sleeper);
        harness.Store.Unreadable.Add(id);
        Assert.IsType<CommandReply.Quarantined>(await harness.SendAsync(id, new PauseExecution()));
        harness.Store.Unreadable.Clear();

        harness.Time.Set(harness.Time.GetUtcNow().AddHours(2)); // So that resuming it has something to append.
        harness.Store.FailNext(AppendFault.Conflict);
        var resumed = Assert.IsType<CommandReply.Decided>(await harness.SendAsync(id, new ResumeExecution()));

        Assert.Equal(ExecutionStatus.Completed, resumed.Status);
    }

    [Fact]
    public async Task A_call_is_asked_to_stop_though_nobody_heard_that_its_end_was_stored()
    {
        await using var harness = new Harness(new EngineOptions { MaxConcurrentCalls = 1 });
        var id = await harness.StartAsync(Held);
        await harness.Executor.CallOf("a");

        harness.Store.FailNext(AppendFault.After);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => harness.SendAsync(id, new CancelExecution(null)));
        await harness.StartAsync(Held.Replace(" a:", " b:", StringComparison.Ordinal));

        await AdvanceUntilAsync(harness, harness.Executor.CallOf("b")); // There is a place for one call only.
    }

    [Fact]
    public async Task An_execution_that_cannot_even_be_parked_answers_and_goes_on_answering()
    {
        await using var harness = new Harness();
        var id = await harness.StartAsync(Sleeper);
        harness.Store.Unreadable.Add(id);
        harness.Store.BreaksQuarantine = true;
        Assert.IsType<CommandReply.Quarantined>(await harness.SendAsync(id, new PauseExecution()));

        harness.Store.Unreadable.Clear();
        var paused = Assert.IsType<CommandReply.Decided>(await harness.SendAsync(id, new PauseExecution()));

        Assert.Equal(ExecutionStatus.Paused, paused.Status);
    }

    [Fact]
    public async Task A_report_outlives_a_lack_of_memory()
    {
        await using var harness = new Harness();
        var id = await harness.StartAsync(Held);
        await harness.Executor.CallOf("a");

        harness.Store.FailNext(AppendFault.NoMemory);
        harness.Executor.Release("a");

        var events = await AdvanceUntilAsync(harness, harness.EndAsync(id));
        Assert.IsType<WorkflowCompleted>(events[^1]);
    }

    [Fact]
    public async Task A_call_that_finds_no_memory_fails_and_gives_its_place_back()
    {
        await using var harness = new Harness(new EngineOptions { MaxConcurrentCalls = 1 });
        var id = await harness.StartAsync(Held.Replace("hold", "exhaust", StringComparison.Ordinal));

        var events = await harness.EndAsync(id);

        Assert.Equal(FailureCodes.ComponentError, Assert.Single(events.OfType<TaskFailed>()).Failure.Code);
        await harness.StartAsync(Held.Replace(" a:", " b:", StringComparison.Ordinal));
        await harness.Executor.CallOf("b");
    }

    [Fact]
    public async Task A_call_that_breaks_when_it_is_asked_to_stop_does_not_spoil_the_answer()
    {
        await using var harness = new Harness();
        var id = await harness.StartAsync(Held.Replace("hold", "stubborn", StringComparison.Ordinal));
        await harness.Executor.CallOf("a");

        var reply = Assert.IsType<CommandReply.Decided>(await harness.SendAsync(id, new CancelExecution(null)));
        harness.Executor.Release("a");

        Assert.IsType<Decision.Accepted>(reply.Decision);
        Assert.Equal(ExecutionStatus.Canceled, reply.Status);
    }

    [Fact]
    public async Task The_sweeper_outlives_a_lack_of_memory()
    {
        await using var harness = new Harness();
        harness.Store.HasNoMemoryForDue = true;
        harness.Engine.Start();

        var isReady = SpinWait.SpinUntil(
            () =>
            {
                harness.Time.Advance(TimeSpan.FromMilliseconds(100));
                return harness.Engine.IsReady;
            },
            TimeSpan.FromSeconds(20));

        Assert.True(isReady, "The first sweep failed, and no other followed.");
    }

    /// <summary>Moves the clock, which the runner's back-off waits for, until something has happened.</summary>
    private static async Task<T> AdvanceUntilAsync<T>(Harness harness, Task<T> awaited)
    {
        for (var round = 0; round < 1_000_000 && !awaited.IsCompleted; round++)
        {
            harness.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        return await awaited.WaitAsync(TimeSpan.FromSeconds(20));
    }
}
