namespace Harmonia.Components.Tests.Workers;

/// <summary>A clock that stands still until a test moves it, with timers that fire as it passes them.</summary>
internal sealed class ManualTime : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private TimeSpan _passed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        lock (_lock)
        {
            return _passed.Ticks;
        }
    }

    public override DateTimeOffset GetUtcNow() => Start + TimeSpan.FromTicks(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock and fires what came due, in order, on the calling thread.</summary>
    public void Advance(TimeSpan by)
    {
        var target = TimeSpan.FromTicks(GetTimestamp()) + by;
        while (TakeDue(target) is { } timer)
        {
            timer.Fire();
        }

        lock (_lock)
        {
            _passed = target;
        }
    }

    private ManualTimer? TakeDue(TimeSpan until)
    {
        lock (_lock)
        {
            var next = _timers.Where(timer => timer.DueAt <= until).MinBy(timer => timer.DueAt);
            if (next is not null)
            {
                _passed = next.DueAt > _passed ? next.DueAt : _passed;
                _timers.Remove(next);
            }

            return next;
        }
    }

    private sealed class ManualTimer(ManualTime time, Action fire) : ITimer
    {
        public TimeSpan DueAt { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                time._timers.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    DueAt = time._passed + dueTime;
                    time._timers.Add(this);
                }
            }

            return true;
        }

        public void Fire() => fire();

        public void Dispose()
        {
            lock (time._lock)
            {
                time._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
