using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;
using Harmonia.Engine.Tests.Support;

namespace Harmonia.Engine.Tests.Running;

public sealed class RecoveryTests
{
    private const string Held =
        """
        name: held
        defaults: { timeout: 10000000 } # The tests move the clock far, and not to see calls time out.
        tasks:
          a: { component: test, action: hold }
          b: { component: test, action: ok, depends_on: a }
        """;

    private const string Sleeper =
        """
        name: sleeper
        tasks:
          rest: { component: harmonia, action: sleep, input: { seconds: 3600 } }
        """;

    [Fact]
    public async Task What_ran_when_the_process_died_runs_again_with_the_same_key_and_costs_no_retry()
    {
        await using var harness = new Harness();
        var id = await harness.StartAsync(Held);
        var first = await harness.Executor.CallOf("a");

        harness.Restart();
        harness.Engine.Start();
        var second = await harness.Executor.CallOf("a", attempt: 2);
        harness.Executor.Release("a", attempt: 2);

        Assert.IsType<WorkflowCompleted>((await harness.EndAsync(id))[^1]);
        Assert.Equal(first.IdempotencyKey, second.IdempotencyKey);
        Assert.Equal(0, (await harness.LoadAsync(id)).Find("a")!.Retries);
    }

    [Fact]
    public async Task A_waiting_execution_is_not_held_in_memory_and_wakes_when_it_is_time()
    {
        await using var harness = new Harness();
        harness.Engine.Start();
        var id = await harness.StartAsync(Sleeper);
        var head = await harness.Store.FindAsync(id, CancellationToken.None);
        Assert.Equal(harness.Time.GetUtcNow().AddSeconds(3600), head!.WakeAt);

        Assert.True(SpinWait.SpinUntil(() => harness.Engine.WarmExecutions == 0, TimeSpan.FromSeconds(20)));
        var events = await AdvanceUntilAsync(harness, () => harness.EndAsync(id));

        Assert.IsType<WorkflowCompleted>(events[^1]);
        Assert.True(events[^1].At - events[0].At >= TimeSpan.FromSeconds(3600), "A timer must not fire early.");
    }

    [Fact]
    public async Task A_timer_that_came_due_while_the_process_was_down_fires_after_the_restart()
    {
        await using var harness = new Harness();
        var id = await harness.StartAsync(Sleeper);

        harness.Time.Set(harness.Time.GetUtcNow().AddDays(2));
        harness.Restart();
        harness.Engine.Start();

        Assert.IsType<WorkflowCompleted>((await harness.EndAsync(id))[^1]);
    }

    [Fact]
    public async Task What_may_not_start_yet_is_waited_for_across_a_restart_and_never_starts_early()
    {
        await using var harness = new Harness();
        var id = await harness.StartAsync(
            """
            name: held_back
            execution_window: { hours_start: 13, hours_end: 18 }
            tasks:
              window: { component: test, action: ok }
              delay: { component: test, action: ok, schedule: { delay: 2h } }
              cron: { type: wait, cron: "30 16 * * *", timezone: Europe/Berlin }
            """);
        var start = harness.Time.GetUtcNow();
        Assert.Equal(start.AddHours(1), (await harness.Store.FindAsync(id, CancellationToken.None))!.WakeAt);

        harness.Restart();
        harness.Engine.Start();
        var events = await AdvanceUntilAsync(harness, () => harness.EndAsync(id));

        Assert.IsType<WorkflowCompleted>(events[^1]);
        AssertNotBefore(1, "window");
        AssertNotBefore(2, "delay");
        AssertNotBefore(1, "cron");
        var cron = events.OfType<TaskStarted>().Single(fact => fact.Task == "cron");
        Assert.Equal(new TimeSpan(15, 30, 0), cron.WakeAt!.Value.UtcDateTime.TimeOfDay);
        Assert.True(events.OfType<TaskCompleted>().Single(fact => fact.Task == "cron").At >= cron.WakeAt);

        void AssertNotBefore(int hours, string task) =>
            Assert.True(events.OfType<TaskStarted>().Single(fact => fact.Task == task).At >= start.AddHours(hours));
    }

    [Fact]
    public async Task A_start_that_was_stored_though_the_caller_heard_of_trouble_runs_all_the_same()
    {
        await using var harness = new Harness();
        harness.Engine.Start();
        harness.Store.FailNext(AppendFault.After);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => harness.TryStartAsync(Held, key: "k"));

        var again = await AdvanceUntilAsync(harness, () => harness.TryStartAsync(Held, key: "k"));
        await harness.Executor.CallOf("a", attempt: 2);
        harness.Executor.Release("a", attempt: 2);

        Assert.IsType<WorkflowCompleted>((await harness.EndAsync(again.Id))[^1]);
    }

    [Theory]
    [InlineData(AppendFault.Before)]
    [InlineData(AppendFault.After)]
    [InlineData(AppendFault.Conflict)]
    public async Task A_report_is_kept_until_the_store_has_it(object fault)
    {
        await using var harness = new Harness();
        var id = await harness.StartAsync(Held);
        await harness.Executor.CallOf("a");

        harness.Store.FailNext((AppendFault)fault);
        harness.Executor.Release("a");
        var events = await AdvanceUntilAsync(harness, () => harness.EndAsync(id));

        Assert.IsType<WorkflowCompleted>(events[^1]);
        Assert.Single(events.OfType<TaskCompleted>(), completed => completed.Task == "a");
    }

    [Fact]
    public async Task What_cannot_be_processed_is_parked_and_can_be_resumed()
    {
        await using var harness = new Harness();
        var id = await harness.StartAsync(Sleeper);
        harness.Store.Unreadable.Add(id);

        var parked = Assert.IsType<CommandReply.Quarantined>(await harness.SendAsync(id, new PauseExecution()));
        Assert.Contains("damaged", parked.Reason, StringComparison.Ordinal);
        Assert.NotNull((await harness.Store.FindAsync(id, CancellationToken.None))!.Quarantine);
        harness.Store.Unreadable.Clear();
        var resumed = Assert.IsType<CommandReply.Decided>(await harness.SendAsync(id, new ResumeExecution()));

        Assert.Equal(ExecutionStatus.Running, resumed.Status);
        Assert.Null((await harness.Store.FindAsync(id, CancellationToken.None))!.Quarantine);
    }

    [Fact]
    public async Task A_clean_stop_costs_no_retry_either()
    {
        var harness = new Harness();
        var id = await harness.StartAsync(Held);
        await harness.Executor.CallOf("a");
        await harness.DisposeAsync();

        harness.Restart();
        harness.Engine.Start();
        await harness.Executor.CallOf("a", attempt: 2);
        harness.Executor.Release("a", attempt: 2);

        Assert.IsType<WorkflowCompleted>((await harness.EndAsync(id))[^1]);
        Assert.Equal(0, (await harness.LoadAsync(id)).Find("a")!.Retries);
        await harness.DisposeAsync();
    }

    /// <summary>Moves the clock, which the runner's back-off waits for, until the work is done.</summary>
    internal static async Task<T> AdvanceUntilAsync<T>(Harness harness, Func<Task<T>> work)
    {
        var result = work();
        for (var round = 0; round < 1_000_000 && !result.IsCompleted; round++)
        {
            harness.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        return await result.WaitAsync(TimeSpan.FromSeconds(20));
    }
}
