using Harmonia.Core.Executions;

namespace Harmonia.Engine.Timers;

/// <summary>
/// When executions in memory, or soon due in the store, must be looked at. Only a hint: the rows are the truth.
/// </summary>
/// <remarks>
/// Safe to use from many threads. An execution has one entry: the earliest that was set and has not fired.
/// </remarks>
internal sealed class WakeQueue : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SortedSet<(long Due, ExecutionId Id)> _byTime = [];
    private readonly Dictionary<ExecutionId, long> _byId = [];
    private readonly TimeProvider _time;
    private readonly Action<ExecutionId> _wake;
    private readonly ITimer _timer;
    private long _armedFor = long.MaxValue;

    public WakeQueue(TimeProvider time, Action<ExecutionId> wake)
    {
        (_time, _wake) = (time, wake);
        _timer = time.CreateTimer(_ => Fire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Set(ExecutionId id, DateTimeOffset dueAt)
    {
        var due = dueAt.UtcTicks;
        lock (_lock)
        {
            if (_byId.TryGetValue(id, out var earlier))
            {
                if (earlier <= due)
                {
                    return; // It looks then, finds nothing due, and sets the later time itself.
                }

                _byTime.Remove((earlier, id));
            }

            _byId[id] = due;
            _byTime.Add((due, id));
            Arm();
        }
    }

    public void Remove(ExecutionId id)
    {
        lock (_lock)
        {
            if (_byId.Remove(id, out var due))
            {
                _byTime.Remove((due, id));
            }
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Fire()
    {
        while (TryTakeDue(out var id))
        {
            _wake(id);
        }
    }

    private bool TryTakeDue(out ExecutionId id)
    {
        lock (_lock)
        {
            _armedFor = long.MaxValue;
            if (_byTime.Count > 0 && _byTime.Min is var first && first.Due <= _time.GetUtcNow().UtcTicks)
            {
                _byTime.Remove(first);
                _byId.Remove(first.Id);
                id = first.Id;
                return true;
            }

            Arm();
            id = default;
            return false;
        }
    }

    /// <summary>Sets the one timer to the first entry, unless it is set to fire before that.</summary>
    private void Arm()
    {
        if (_byTime.Count == 0 || _byTime.Min.Due is var due && due >= _armedFor)
        {
            return;
        }

        _armedFor = _byTime.Min.Due;
        var delay = TimeSpan.FromTicks(Math.Max(0, _armedFor - _time.GetUtcNow().UtcTicks));
        // A timer may fire a moment early; rounding up to the next millisecond saves a look for nothing.
        _timer.Change(TimeSpan.FromMilliseconds(Math.Min(Math.Ceiling(delay.TotalMilliseconds), int.MaxValue)),
            Timeout.InfiniteTimeSpan);
    }
}
