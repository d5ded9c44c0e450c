using Harmonia.Components.Workers;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tests.Workers;

public sealed class WorkerBrokerTests : IDisposable
{
    private readonly BrokerHarness _harness = new();

    private WorkerBroker Broker => _harness.Broker;

    public void Dispose() => _harness.Dispose();

    [Fact]
    public async Task An_attempt_goes_to_the_poll_whose_place_was_taken_for_it()
    {
        var poll = _harness.PollAsync();
        var attempt = _harness.Start();

        var leased = Assert.Single((await poll)!.Attempts);
        Assert.Equal(
            ("t", 1, "w1", "shop"),
            (leased.Call.Task, leased.Call.Attempt, leased.WorkerId, leased.Component));
        Assert.Equal(_harness.Time.GetUtcNow() + TimeSpan.FromSeconds(30), leased.Until);
        Assert.Equal(TimeSpan.FromSeconds(10), leased.HeartbeatInterval);

        var outcome = await Broker.CompleteAsync(BrokerHarness.ClaimOf(leased), JsonText.Of("done"));

        Assert.Equal(new ClaimOutcome.Accepted(IsRepeated: false), outcome);
        Assert.Equal("done", Assert.IsType<TaskOutcome.Completed>(await attempt.Outcome).Output.GetString());
    }

    [Fact]
    public async Task A_poll_has_as_many_places_as_it_says_for_all_its_actions_together()
    {
        var poll = Broker.PollAsync(
            BrokerHarness.Profile("w1", "pack", "send"), 2, TimeSpan.FromSeconds(30), Calls.Token);

        Assert.True(_harness.Executor.GateOf("pack")!.TryEnter());
        Assert.True(_harness.Executor.GateOf("send")!.TryEnter());
        Assert.False(_harness.Executor.GateOf("pack")!.TryEnter());
        _harness.Executor.GateOf("send")!.Leave(wasUsed: false);
        Assert.True(_harness.Executor.GateOf("pack")!.TryEnter());

        var attempts = new[] { _harness.Begin(), _harness.Begin(BrokerHarness.Call("u")) };
        Assert.Equal(["t", "u"], (await poll)!.Attempts.Select(leased => leased.Call.Task));
        Assert.All(attempts, attempt => Assert.False(attempt.Outcome.IsCompleted));
    }

    [Fact]
    public async Task A_poll_without_work_is_answered_when_its_time_is_up()
    {
        var poll = _harness.PollAsync(wait: 5);
        Assert.False(poll.IsCompleted);

        _harness.Time.Advance(TimeSpan.FromSeconds(5));

        var answer = await poll;
        Assert.Empty(answer!.Attempts);
        Assert.False(answer.IsDraining);
        Assert.False(_harness.Gate.TryEnter());
    }

    [Fact]
    public async Task A_worker_that_takes_any_action_is_given_any()
    {
        Broker.Know(new KnownComponent("any", [], TakesAnyAction: true));
        var poll = Broker.PollAsync(
            new WorkerProfile("w1", [new WorkerOffer("any", null)]), 1, TimeSpan.FromSeconds(30), Calls.Token);
        var executor = Broker.Find("any")!;

        Assert.True(executor.Takes("whatever"));
        Assert.True(executor.GateOf("whatever")!.TryEnter());
        _ = new EngineAttempt(executor, BrokerHarness.Call(action: "whatever"));

        Assert.Equal("whatever", Assert.Single((await poll)!.Attempts).Call.Action);
    }

    [Fact]
    public async Task An_attempt_whose_poll_is_gone_is_first_for_the_next_one()
    {
        using var gone = new CancellationTokenSource();
        var poll = Broker.PollAsync(BrokerHarness.Profile(), 1, TimeSpan.FromSeconds(30), gone.Token);
        Assert.True(_harness.Gate.TryEnter());
        await gone.CancelAsync();
        Assert.Empty((await poll)!.Attempts);

        _harness.Begin();

        Assert.Equal("t", Assert.Single((await _harness.PollAsync("w2"))!.Attempts).Call.Task);
    }

    [Fact]
    public async Task A_gate_is_shut_until_a_worker_comes_and_after_the_last_one_was_not_heard()
    {
        Assert.Equal("No worker serves shop.pack.", _harness.Gate.ShutBecause);
        var changed = new List<string>();
        Broker.Changed += changed.Add;

        var poll = _harness.PollAsync(wait: 20);
        Assert.Null(_harness.Gate.ShutBecause);
        Assert.Equal(["shop"], changed);
        Assert.Equal("No worker serves shop.send.", _harness.Executor.GateOf("send")!.ShutBecause);

        _harness.Time.Advance(TimeSpan.FromSeconds(20));
        await poll;
        _harness.Time.Advance(TimeSpan.FromSeconds(29));
        Assert.Null(_harness.Gate.ShutBecause);
        _harness.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.NotNull(_harness.Gate.ShutBecause);
        _harness.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(0, Broker.List(10, 0).Total);
    }

    [Fact]
    public async Task A_lease_that_runs_out_hands_the_attempt_to_another_and_the_late_one_is_refused()
    {
        var attempt = await LeasedAsync("w1");
        var late = attempt.Leased;
        var next = _harness.PollAsync("w2", wait: 60);

        _harness.Time.Advance(TimeSpan.FromSeconds(30));

        var second = Assert.Single((await next)!.Attempts);
        Assert.True(second.Epoch > late.Epoch);
        Assert.Equal(late.Call.IdempotencyKey, second.Call.IdempotencyKey);
        var stale = Assert.IsType<ClaimOutcome.Stale>(
            await Broker.CompleteAsync(BrokerHarness.ClaimOf(late), JsonText.Of(1)));
        Assert.Equal(second.Epoch, stale.Epoch);
        Assert.IsType<ClaimOutcome.Stale>(Broker.Heartbeat(BrokerHarness.ClaimOf(late), null, null, null));
        Assert.IsType<ClaimOutcome.Accepted>(
            await Broker.CompleteAsync(BrokerHarness.ClaimOf(second), JsonText.Of(2)));
        Assert.Equal(2, Assert.IsType<TaskOutcome.Completed>(await attempt.Engine.Outcome).Output.GetInt32());
    }

    [Fact]
    public async Task A_heartbeat_keeps_the_attempt_and_its_details_reach_the_next_worker()
    {
        var attempt = await LeasedAsync("w1");
        _harness.Time.Advance(TimeSpan.FromSeconds(29));

        var renewed = Assert.IsType<ClaimOutcome.Renewed>(
            Broker.Heartbeat(BrokerHarness.ClaimOf(attempt.Leased), 0.5, "half", JsonText.Of("row 7")));

        Assert.Equal(_harness.Time.GetUtcNow() + TimeSpan.FromSeconds(30), renewed.Until);
        Assert.False(renewed.IsCanceled);
        var next = _harness.PollAsync("w2", wait: 60);
        _harness.Time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(next.IsCompleted);
        _harness.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("row 7", Assert.Single((await next)!.Attempts).LastDetails?.GetString());
    }

    [Fact]
    public async Task A_canceled_attempt_tells_its_worker_to_stop()
    {
        var attempt = await LeasedAsync("w1");

        attempt.Engine.Cancel();

        var claim = BrokerHarness.ClaimOf(attempt.Leased);
        Assert.True(Assert.IsType<ClaimOutcome.Renewed>(Broker.Heartbeat(claim, null, null, null)).IsCanceled);
        Assert.IsType<ClaimOutcome.Stale>(await Broker.CompleteAsync(claim, JsonText.Of(1)));
        Assert.Equal(0, Broker.List(10, 0).Leased);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => attempt.Engine.Outcome);
    }

    [Fact]
    public async Task Saying_the_same_twice_counts_once_and_something_else_is_refused()
    {
        var attempt = await LeasedAsync("w1");
        var claim = BrokerHarness.ClaimOf(attempt.Leased);

        Assert.Equal(new ClaimOutcome.Accepted(false), await Broker.CompleteAsync(claim, JsonText.Of(1)));
        Assert.Equal(new ClaimOutcome.Accepted(true), await Broker.CompleteAsync(claim, JsonText.Of(1)));
        Assert.IsType<ClaimOutcome.Stale>(await Broker.CompleteAsync(claim, JsonText.Of(2)));
        Assert.IsType<ClaimOutcome.Stale>(
            await Broker.CompleteAsync(claim with { WorkerId = "w2" }, JsonText.Of(1)));
        Assert.IsType<ClaimOutcome.Stale>(
            await Broker.FailAsync(claim, new TaskFailure("oops", "No.", Retryable: true)));
    }

    [Fact]
    public async Task A_failure_is_the_outcome_of_the_attempt()
    {
        var attempt = await LeasedAsync("w1");
        var failure = new TaskFailure("out_of_paper", "Nothing to pack with.", Retryable: false);

        Assert.IsType<ClaimOutcome.Accepted>(
            await Broker.FailAsync(BrokerHarness.ClaimOf(attempt.Leased), failure));

        Assert.Equal(failure, Assert.IsType<TaskOutcome.Failed>(await attempt.Engine.Outcome).Failure);
    }

    [Fact]
    public async Task What_is_given_back_goes_to_the_next_until_that_was_too_often()
    {
        var attempt = await LeasedAsync("w1");
        var leased = attempt.Leased;
        for (var released = 0; released < Broker.Options.MaxReleases; released++)
        {
            Assert.IsType<ClaimOutcome.Accepted>(Broker.Release(BrokerHarness.ClaimOf(leased)));
            Assert.False(attempt.Engine.Outcome.IsCompleted);
            leased = Assert.Single((await _harness.PollAsync("w2"))!.Attempts);
        }

        Broker.Release(BrokerHarness.ClaimOf(leased));

        var failed = Assert.IsType<TaskOutcome.Failed>(await attempt.Engine.Outcome);
        Assert.Equal(FailureCodes.ReleasedTooOften, failed.Failure.Code);
    }

    [Fact]
    public async Task A_completion_is_answered_when_it_is_stored_and_not_before()
    {
        var poll = _harness.PollAsync();
        Assert.True(_harness.Gate.TryEnter());
        using var stop = new CancellationTokenSource();
        var outcome = _harness.Executor.ExecuteAsync(BrokerHarness.Call(), stop.Token).AsTask();
        var claim = BrokerHarness.ClaimOf(Assert.Single((await poll)!.Attempts));

        var answer = Broker.CompleteAsync(claim, JsonText.Of(1));
        await outcome;
        Assert.False(answer.IsCompleted);
        await stop.CancelAsync();

        Assert.IsType<ClaimOutcome.Accepted>(await answer);
    }

    [Fact]
    public async Task A_completion_that_is_not_stored_in_time_is_to_be_said_again()
    {
        var poll = _harness.PollAsync();
        Assert.True(_harness.Gate.TryEnter());
        using var stop = new CancellationTokenSource();
        _ = _harness.Executor.ExecuteAsync(BrokerHarness.Call(), stop.Token).AsTask();
        var claim = BrokerHarness.ClaimOf(Assert.Single((await poll)!.Attempts));

        var answer = Broker.CompleteAsync(claim, JsonText.Of(1));
        _harness.Time.Advance(Broker.Options.StoreWait);

        Assert.IsType<ClaimOutcome.Later>(await answer);
        await stop.CancelAsync();
        Assert.Equal(new ClaimOutcome.Accepted(true), await Broker.CompleteAsync(claim, JsonText.Of(1)));
    }

    [Fact]
    public async Task A_drained_worker_gets_no_more_and_may_finish_what_it_has()
    {
        var attempt = await LeasedAsync("w1");
        var poll = _harness.PollAsync();

        Assert.True(Broker.Drain("w1"));
        Assert.False(Broker.Drain("nobody"));

        Assert.True((await poll)!.IsDraining);
        Assert.True((await _harness.PollAsync())!.IsDraining);
        Assert.False(_harness.Gate.TryEnter());
        Assert.IsType<ClaimOutcome.Accepted>(
            await Broker.CompleteAsync(BrokerHarness.ClaimOf(attempt.Leased), JsonText.Of(1)));
    }

    [Fact]
    public async Task A_server_that_stops_answers_polls_and_leaves_workers_what_they_have()
    {
        var attempt = await LeasedAsync("w1");
        var poll = _harness.PollAsync("w2");

        Broker.Drain();
        attempt.Engine.Cancel();

        Assert.True((await poll)!.IsDraining);
        Assert.IsType<ClaimOutcome.Later>(
            Broker.Heartbeat(BrokerHarness.ClaimOf(attempt.Leased), null, null, null));
        Assert.IsType<ClaimOutcome.Later>(
            await Broker.CompleteAsync(BrokerHarness.ClaimOf(attempt.Leased), JsonText.Of(1)));
    }

    [Fact]
    public async Task A_poll_takes_the_place_of_the_same_workers_earlier_one()
    {
        var first = _harness.PollAsync();
        var second = _harness.PollAsync();

        Assert.Empty((await first)!.Attempts);
        _harness.Start();
        Assert.Single((await second)!.Attempts);
    }

    [Fact]
    public async Task A_poll_waits_for_what_is_on_its_way_to_it()
    {
        var poll = _harness.PollAsync(slots: 3);
        Assert.True(_harness.Gate.TryEnter());
        Assert.True(_harness.Gate.TryEnter());
        _harness.Begin();
        Assert.False(poll.IsCompleted);

        _harness.Begin(BrokerHarness.Call("u"));

        Assert.Equal(2, (await poll)!.Attempts.Count);
    }

    [Fact]
    public async Task A_poll_does_not_wait_long_for_what_never_comes()
    {
        var poll = _harness.PollAsync(slots: 3);
        Assert.True(_harness.Gate.TryEnter());
        Assert.True(_harness.Gate.TryEnter());
        _harness.Begin();

        _harness.Time.Advance(Broker.Options.Linger);

        Assert.Single((await poll)!.Attempts);
        _harness.Gate.Leave(wasUsed: false);
        _harness.Begin(BrokerHarness.Call("u"));
        Assert.Equal("u", Assert.Single((await _harness.PollAsync())!.Attempts).Call.Task);
    }

    [Fact]
    public async Task There_are_no_more_workers_than_there_may_be()
    {
        using var harness = new BrokerHarness(new WorkerOptions { MaxWorkers = 1 });
        var first = harness.PollAsync("w1", wait: 1);

        Assert.Null(await harness.PollAsync("w2"));

        harness.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(await first);
    }

    private async Task<(LeasedAttempt Leased, EngineAttempt Engine)> LeasedAsync(string worker)
    {
        var poll = _harness.PollAsync(worker);
        var attempt = _harness.Start();
        return (Assert.Single((await poll)!.Attempts), attempt);
    }
}
