namespace Harmonia.Components.Workers;

/// <summary>Where a worker takes attempts: a poll that waits, or a connection. Guarded by the broker's lock.</summary>
internal abstract class Seat(Worker worker) : Due
{
    private readonly List<(Lane Lane, LinkedListNode<Seat> Node)> _places = [];

    public Worker Worker => worker;

    /// <summary>Attempts that it would take beside those that are on their way.</summary>
    public int Free { get; set; }

    /// <summary>Places that the engine holds for attempts which it is about to start.</summary>
    public int Reserved { get; set; }

    public bool IsOpen { get; private set; }

    public abstract string Kind { get; }

    /// <summary>Takes an attempt. Must not block.</summary>
    public abstract void Take(LeasedAttempt attempt);

    /// <summary>A place that was reserved is free again.</summary>
    public abstract void ReturnPlace();

    /// <summary>It is there from now on, in these lanes.</summary>
    public void Open(IEnumerable<Lane> lanes)
    {
        IsOpen = true;
        foreach (var lane in lanes)
        {
            lane.Seats++;
            _places.Add((lane, new LinkedListNode<Seat>(this)));
        }
    }

    /// <summary>It takes nothing more.</summary>
    public void Close()
    {
        Free = 0;
        Show();
        IsOpen = false;
        foreach (var (lane, _) in _places)
        {
            lane.Seats--;
        }

        _places.Clear();
    }

    /// <summary>Stands among the free ones of its lanes while it has free places, and only then.</summary>
    public void Show()
    {
        foreach (var (lane, node) in _places)
        {
            if (Free > 0 && node.List is null)
            {
                lane.Free.AddLast(node);
            }
            else if (Free <= 0 && node.List is not null)
            {
                lane.Free.Remove(node);
            }
        }
    }
}
