namespace Harmonia.Components.Workers;

/// <summary>Something for which a time comes.</summary>
internal abstract class Due
{
    /// <summary>In the time of the queue that it is in.</summary>
    public TimeSpan DueAt { get; set; }

    /// <summary>Where it is in its queue; negative when it is in none.</summary>
    public int Place { get; set; } = -1;
}

/// <summary>
/// Many times with one timer: a heap in which each item knows its place. Guarded by its owner's lock.
/// </summary>
internal sealed class DueQueue : IDisposable
{
    private readonly List<Due> _heap = [];
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly long _begunAt;
    private TimeSpan _armedFor = TimeSpan.MaxValue;

    /// <param name="time">The clock.</param>
    /// <param name="onDue">Called when something may be due; not with the owner's lock held.</param>
    public DueQueue(TimeProvider time, Action onDue)
    {
        (_time, _begunAt) = (time, time.GetTimestamp());
        _timer = time.CreateTimer(_ => onDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Time since the queue was made; it never goes back.</summary>
    public TimeSpan Now => _time.GetElapsedTime(_begunAt);

    /// <summary>Puts an item in, or moves it.</summary>
    public void Set(Due item, TimeSpan dueAt)
    {
        item.DueAt = dueAt;
        if (item.Place < 0)
        {
            item.Place = _heap.Count;
            _heap.Add(item);
        }

        Rise(item);
        Sink(item);
        Arm();
    }

    public void Remove(Due item)
    {
        if (item.Place < 0)
        {
            return;
        }

        var last = _heap[^1];
        _heap.RemoveAt(_heap.Count - 1);
        if (last != item)
        {
            Put(last, item.Place);
            Rise(last);
            Sink(last);
        }

        item.Place = -1;
    }

    /// <summary>Takes the next item whose time has come; when there is none any more, the timer is set.</summary>
    public Due? TakeDue()
    {
        if (_heap.Count > 0 && _heap[0].DueAt <= Now)
        {
            var first = _heap[0];
            Remove(first);
            return first;
        }

        _armedFor = TimeSpan.MaxValue;
        Arm();
        return null;
    }

    public void Dispose() => _timer.Dispose();

    private void Arm()
    {
        if (_heap.Count == 0 || _heap[0].DueAt >= _armedFor)
        {
            return;
        }

        _armedFor = _heap[0].DueAt;
        var wait = _armedFor - Now;
        // Timers count whole milliseconds: rounded up, or it would wake too early and go round in circles.
        _timer.Change(
            TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling(wait.TotalMilliseconds))), Timeout.InfiniteTimeSpan);
    }

    private void Rise(Due item)
    {
        for (var parent = (item.Place - 1) / 2;
            item.Place > 0 && item.DueAt < _heap[parent].DueAt;
            parent = (item.Place - 1) / 2)
        {
            Swap(item, _heap[parent]);
        }
    }

    private void Sink(Due item)
    {
        while (true)
        {
            var child = (2 * item.Place) + 1;
            if (child + 1 < _heap.Count && _heap[child + 1].DueAt < _heap[child].DueAt)
            {
                child++;
            }

            if (child >= _heap.Count || _heap[child].DueAt >= item.DueAt)
            {
                return;
            }

            Swap(item, _heap[child]);
        }
    }

    private void Swap(Due left, Due right)
    {
        var place = left.Place;
        Put(left, right.Place);
        Put(right, place);
    }

    private void Put(Due item, int place) => (_heap[place], item.Place) = (item, place);
}
