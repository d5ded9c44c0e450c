using System.Text.Json;
using Harmonia.Core.Executions;

namespace Harmonia.Simulation.Shell;

/// <summary>What the store keeps of one execution beside its events.</summary>
internal sealed record SimHead(ExecutionStatus Status, DateTimeOffset? WakeAt);

/// <summary>One execution in the store.</summary>
internal sealed class SimRow(int workflow)
{
    public int Workflow { get; } = workflow;

    /// <summary>Each event as the text that was stored.</summary>
    public List<byte[]> Events { get; } = [];

    public required SimHead Head { get; set; }
}

/// <summary>Facts to be stored together.</summary>
internal sealed record SimAppend(
    ExecutionId Id, int Workflow, long ExpectedVersion, IReadOnlyList<ExecutionEvent> Events, SimHead? Head);

/// <summary>
/// The store: versions, compare-and-swap, one transaction for events and head, and a feed in commit order.
/// </summary>
internal sealed class SimStore(Action<SimAppend, IReadOnlyList<ExecutionEvent>> committed)
{
    private readonly Dictionary<ExecutionId, SimRow> _rows = [];

    /// <summary>Every event that was ever committed, in order: position 1 is the first.</summary>
    public List<(ExecutionId Id, long Version)> Feed { get; } = [];

    public Mutant Mutant { get; init; }

    public IEnumerable<KeyValuePair<ExecutionId, SimRow>> Rows => _rows;

    public SimRow? Find(ExecutionId id) => _rows.GetValueOrDefault(id);

    public long VersionOf(ExecutionId id) => Find(id)?.Events.Count ?? 0;

    /// <returns><see langword="false"/> when somebody else appended first; nothing was written.</returns>
    public bool TryAppend(SimAppend append)
    {
        if (VersionOf(append.Id) != append.ExpectedVersion)
        {
            return false;
        }

        if (Find(append.Id) is not { } row)
        {
            row = new SimRow(append.Workflow) { Head = append.Head! };
            _rows.Add(append.Id, row);
        }

        var stored = new List<ExecutionEvent>(append.Events.Count);
        foreach (var fact in Mutations.Tamper(Mutant, append.Events))
        {
            var text = JsonSerializer.SerializeToUtf8Bytes(fact, StorageJson.Default.ExecutionEvent);
            row.Events.Add(text);
            Feed.Add((append.Id, row.Events.Count));
            stored.Add(Decode(text));
        }

        row.Head = append.Head ?? row.Head;
        if (Mutant == Mutant.WakeRowLost)
        {
            row.Head = row.Head with { WakeAt = null };
        }

        committed(append, stored);
        return true;
    }

    public IEnumerable<ExecutionEvent> Read(ExecutionId id) => _rows[id].Events.Select(Decode);

    private static ExecutionEvent Decode(byte[] text) =>
        JsonSerializer.Deserialize(text, StorageJson.Default.ExecutionEvent)!;
}
