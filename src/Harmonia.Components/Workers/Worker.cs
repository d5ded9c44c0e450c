namespace Harmonia.Components.Workers;

/// <summary>What is known of a worker now. Guarded by the broker's lock.</summary>
internal sealed class Worker(WorkerProfile profile) : Due
{
    public WorkerProfile Profile { get; set; } = profile;

    public string Id => Profile.Id;

    /// <summary>Where it waits, or is connected; there is one at a time.</summary>
    public Seat? Seat { get; set; }

    /// <summary>Attempts that it has.</summary>
    public int Leases { get; set; }

    /// <summary>Whether it was asked to take no more.</summary>
    public bool IsDraining { get; set; }

    public TimeSpan SeenAt { get; set; }

    public DateTimeOffset SeenAtUtc { get; set; }
}

/// <summary>A worker, for those who look.</summary>
/// <param name="Profile">Who it is, and what it does.</param>
/// <param name="Connection"><c>poll</c> while a poll waits, <c>socket</c> while it is connected, otherwise
/// <see langword="null"/>.</param>
/// <param name="FreeSlots">Attempts that it would take now.</param>
/// <param name="Leases">Attempts that it has.</param>
/// <param name="IsDraining">Whether it gets no more.</param>
/// <param name="LastSeen">When it was last heard.</param>
public sealed record WorkerView(
    WorkerProfile Profile, string? Connection, int FreeSlots, int Leases, bool IsDraining, DateTimeOffset LastSeen);

/// <summary>Some of the workers, for those who look.</summary>
/// <param name="Workers">By their ids.</param>
/// <param name="Total">How many there are in all.</param>
/// <param name="Waiting">Attempts that have started and wait for a worker.</param>
/// <param name="Leased">Attempts that workers have.</param>
public sealed record WorkerPage(IReadOnlyList<WorkerView> Workers, int Total, int Waiting, int Leased);
