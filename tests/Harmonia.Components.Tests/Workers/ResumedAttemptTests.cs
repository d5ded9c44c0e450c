using Harmonia.Components.Workers;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tests.Workers;

public sealed class ResumedAttemptTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task Whoever_had_an_attempt_before_the_restart_may_complete_it()
    {
        var leased = await LeasedBeforeAsync("w1");
        using var after = new BrokerHarness(time: _time);
        var resumed = after.Begin(BrokerHarness.Call() with { IsResumed = true });

        var other = after.PollAsync("w2", wait: 10);
        Assert.IsType<ClaimOutcome.Accepted>(
            await after.Broker.CompleteAsync(BrokerHarness.ClaimOf(leased), JsonText.Of(1)));

        Assert.IsType<TaskOutcome.Completed>(await resumed.Outcome);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Empty((await other)!.Attempts);
    }

    [Fact]
    public async Task An_attempt_nobody_speaks_of_within_a_lease_goes_to_another()
    {
        var leased = await LeasedBeforeAsync("w1");
        using var after = new BrokerHarness(time: _time);
        after.Begin(BrokerHarness.Call() with { IsResumed = true });
        var other = after.PollAsync("w2", wait: 60);

        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(other.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));

        var second = Assert.Single((await other)!.Attempts);
        Assert.True(second.Epoch > leased.Epoch);
        var stale = Assert.IsType<ClaimOutcome.Stale>(
            await after.Broker.CompleteAsync(BrokerHarness.ClaimOf(leased), JsonText.Of(1)));
        Assert.Equal(second.Epoch, stale.Epoch);
    }

    [Fact]
    public async Task A_heartbeat_after_the_restart_keeps_the_attempt()
    {
        var leased = await LeasedBeforeAsync("w1");
        using var after = new BrokerHarness(time: _time);
        after.Begin(BrokerHarness.Call() with { IsResumed = true });
        _time.Advance(TimeSpan.FromSeconds(20));

        Assert.IsType<ClaimOutcome.Renewed>(
            after.Broker.Heartbeat(BrokerHarness.ClaimOf(leased), null, null, null));

        var other = after.PollAsync("w2", wait: 25);
        _time.Advance(TimeSpan.FromSeconds(25));
        Assert.Empty((await other)!.Attempts);
    }

    [Fact]
    public async Task What_comes_before_the_attempt_is_offered_again_is_put_off_and_not_for_ever()
    {
        var claim = BrokerHarness.ClaimOf(await LeasedBeforeAsync("w1"));
        using var after = new BrokerHarness(time: _time);

        Assert.IsType<ClaimOutcome.Later>(await after.Broker.CompleteAsync(claim, JsonText.Of(1)));
        Assert.IsType<ClaimOutcome.Stale>(
            await after.Broker.CompleteAsync(claim with { Token = null }, JsonText.Of(1)));
        Assert.IsType<ClaimOutcome.Stale>(
            await after.Broker.CompleteAsync(claim with { Token = "signed:other" }, JsonText.Of(1)));
        _time.Advance(after.Broker.Options.ResumeWindow);

        Assert.IsType<ClaimOutcome.Stale>(await after.Broker.CompleteAsync(claim, JsonText.Of(1)));
    }

    [Fact]
    public async Task Of_two_earlier_holders_the_later_one_counts()
    {
        LeasedAttempt first, second;
        using (var before = new BrokerHarness(time: _time))
        {
            var poll = before.PollAsync("w1");
            before.Start();
            first = Assert.Single((await poll)!.Attempts);
            var next = before.PollAsync("w2", wait: 60);
            _time.Advance(TimeSpan.FromSeconds(30));
            second = Assert.Single((await next)!.Attempts);
        }

        _time.Advance(TimeSpan.FromSeconds(1));
        using var after = new BrokerHarness(time: _time);
        after.Begin(BrokerHarness.Call() with { IsResumed = true });

        Assert.IsType<ClaimOutcome.Renewed>(
            after.Broker.Heartbeat(BrokerHarness.ClaimOf(first), null, null, null));
        Assert.IsType<ClaimOutcome.Renewed>(
            after.Broker.Heartbeat(BrokerHarness.ClaimOf(second), null, null, null));
        Assert.IsType<ClaimOutcome.Stale>(
            await after.Broker.CompleteAsync(BrokerHarness.ClaimOf(first), JsonText.Of(1)));
        Assert.IsType<ClaimOutcome.Accepted>(
            await after.Broker.CompleteAsync(BrokerHarness.ClaimOf(second), JsonText.Of(2)));
    }

    private async Task<LeasedAttempt> LeasedBeforeAsync(string worker)
    {
        using var before = new BrokerHarness(time: _time);
        var poll = before.PollAsync(worker);
        before.Start();
        var leased = Assert.Single((await poll)!.Attempts);
        before.Broker.Drain();
        _time.Advance(TimeSpan.FromSeconds(5));
        return leased;
    }
}
