using System.Text.Json;

namespace Harmonia.Client;

/// <summary>Workers that are there, by their ids.</summary>
/// <param name="Workers">So many of them as were asked for.</param>
/// <param name="Total">How many there are in all.</param>
/// <param name="WaitingAttempts">Attempts that have started and wait for a worker.</param>
/// <param name="LeasedAttempts">Attempts that workers have.</param>
public sealed record WorkerList(
    IReadOnlyList<WorkerDetail> Workers, int Total, int WaitingAttempts, int LeasedAttempts);

/// <summary>A worker that is there.</summary>
/// <param name="WorkerId">Who.</param>
/// <param name="Components">What it does: the actions of each component, <see langword="null"/> for any.</param>
/// <param name="Connection"><c>poll</c> while a poll waits, <c>socket</c> while it is connected.</param>
/// <param name="FreeSlots">Attempts that it would take now.</param>
/// <param name="Leases">Attempts that it has.</param>
/// <param name="Draining">Whether it gets no more.</param>
/// <param name="LastSeen">When it was last heard.</param>
/// <param name="Metadata">What it says of itself.</param>
public sealed record WorkerDetail(
    string WorkerId,
    IReadOnlyDictionary<string, IReadOnlyList<string>?> Components,
    string? Connection,
    int FreeSlots,
    int Leases,
    bool Draining,
    DateTimeOffset LastSeen,
    JsonElement? Metadata);

/// <summary>A worker gets no more attempts.</summary>
public sealed record WorkerDrained(string WorkerId, bool Draining);
