namespace Harmonia.Components.Workers;

/// <summary>Those who do one action, or whatever action of a component. Guarded by the broker's lock.</summary>
internal sealed class Lane
{
    /// <summary>Seats with free places, the longest waiting first.</summary>
    public LinkedList<Seat> Free { get; } = [];

    /// <summary>Seats, with and without free places.</summary>
    public int Seats { get; set; }

    /// <summary>Somebody is there until then, in the broker's time.</summary>
    public TimeSpan PresentUntil { get; set; }

    public bool IsServed(TimeSpan now) => Seats > 0 || PresentUntil > now;
}
