using Harmonia.Core.Executions;
using Harmonia.Engine.Tests.Support;
using Harmonia.Engine.Timers;

namespace Harmonia.Engine.Tests.Timers;

public sealed class WakeQueueTests
{
    private static readonly ExecutionId One = new(DerivedId.From("one"));
    private static readonly ExecutionId Two = new(DerivedId.From("two"));

    private readonly FakeTime _time = new();
    private readonly List<ExecutionId> _woken = [];

    [Fact]
    public void Each_fires_at_its_time_in_order()
    {
        using var queue = NewQueue();
        queue.Set(Two, _time.GetUtcNow().AddSeconds(2));
        queue.Set(One, _time.GetUtcNow().AddSeconds(1));

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([One], _woken);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal([One, Two], _woken);
    }

    [Fact]
    public void The_earlier_of_two_times_holds()
    {
        using var queue = NewQueue();
        queue.Set(One, _time.GetUtcNow().AddSeconds(1));
        queue.Set(One, _time.GetUtcNow().AddSeconds(5));

        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal([One], _woken);
    }

    [Fact]
    public void What_was_removed_does_not_fire()
    {
        using var queue = NewQueue();
        queue.Set(One, _time.GetUtcNow().AddSeconds(1));
        queue.Remove(One);

        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Empty(_woken);
    }

    [Fact]
    public void What_is_due_already_fires_at_once()
    {
        using var queue = NewQueue();
        queue.Set(One, _time.GetUtcNow().AddSeconds(-1));

        _time.Advance(TimeSpan.Zero);

        Assert.Equal([One], _woken);
    }

    [Fact]
    public void A_clock_that_is_set_back_delays_and_loses_nothing()
    {
        using var queue = NewQueue();
        queue.Set(One, _time.GetUtcNow().AddSeconds(1));
        _time.Set(_time.GetUtcNow().AddHours(-1));

        _time.Advance(TimeSpan.FromHours(2));

        Assert.Equal([One], _woken);
    }

    private WakeQueue NewQueue() => new(_time, _woken.Add);
}
