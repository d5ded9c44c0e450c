namespace Harmonia.Server.Tests.Documents;

/// <summary>A clock that goes like any other and can be put forward, with timers that notice.</summary>
internal sealed class JumpingTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly HashSet<JumpingTimer> _timers = [];
    private readonly long _begin = System.GetTimestamp();
    private TimeSpan _jumped;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return start + System.GetElapsedTime(_begin) + _jumped;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new JumpingTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    public void Jump(TimeSpan by)
    {
        lock (_lock)
        {
            _jumped += by;
            foreach (var timer in _timers)
            {
                timer.Hasten(by);
            }
        }
    }

    private sealed class JumpingTimer : ITimer
    {
        private readonly JumpingTime _time;
        private readonly ITimer _real;
        private DateTimeOffset _dueAt = DateTimeOffset.MaxValue;
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        public JumpingTimer(JumpingTime time, TimerCallback callback, object? state) => (_time, _real) = (
            time, System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (_time._lock)
            {
                _time._timers.Add(this);
                _period = period;
                _dueAt = dueTime == Timeout.InfiniteTimeSpan
                    ? DateTimeOffset.MaxValue
                    : System.GetUtcNow() + dueTime;
                return _real.Change(dueTime, period);
            }
        }

        /// <summary>Called under the lock of the clock.</summary>
        public void Hasten(TimeSpan by)
        {
            if (_dueAt == DateTimeOffset.MaxValue)
            {
                return;
            }

            _dueAt -= by;
            var left = _dueAt - System.GetUtcNow();
            _real.Change(left > TimeSpan.Zero ? left : TimeSpan.Zero, _period);
        }

        public void Dispose()
        {
            lock (_time._lock)
            {
                _time._timers.Remove(this);
            }

            _real.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
