using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Storage.Memory;

/// <summary>Checkpoints in memory.</summary>
internal sealed class MemoryCheckpoints(MemoryTables tables) : ICheckpointStore
{
    private readonly Dictionary<CheckpointId, Row> _byId = [];
    private readonly Dictionary<ExecutionId, List<Row>> _byExecution = [];
    private long _lastOrdinal;

    public ValueTask<StoredCheckpoint?> FindAsync(CheckpointId id, CancellationToken cancellationToken)
    {
        lock (tables.Lock)
        {
            return new(_byId.GetValueOrDefault(id)?.Checkpoint);
        }
    }

    public ValueTask<CheckpointPage> ListAsync(CheckpointQuery query, CancellationToken cancellationToken)
    {
        StoreArguments.CheckPage(query.Limit, query.Offset);
        lock (tables.Lock)
        {
            IEnumerable<Row> all = query.ExecutionId is { } execution
                ? _byExecution.GetValueOrDefault(execution) ?? []
                : _byId.Values;
            var newestFirst = all.OrderByDescending(row => row.Ordinal).Select(row => row.Checkpoint).ToList();
            return new(new CheckpointPage(
                [.. newestFirst.Skip(query.Offset).Take(query.Limit)], newestFirst.Count));
        }
    }

    /// <summary>Adds one, unless it is there; whoever calls holds the lock.</summary>
    public void Add(StoredCheckpoint checkpoint)
    {
        var row = new Row(++_lastOrdinal, checkpoint);
        if (!_byId.TryAdd(checkpoint.Id, row))
        {
            return;
        }

        var siblings = _byExecution.TryGetValue(checkpoint.ExecutionId, out var rows)
            ? rows
            : _byExecution[checkpoint.ExecutionId] = [];
        siblings.Add(row);
        if (checkpoint.Kind == CheckpointKind.Manual)
        {
            return;
        }

        var alike = siblings.Where(other => other.Checkpoint.Kind == checkpoint.Kind).ToList();
        foreach (var old in alike.Take(alike.Count - StoredCheckpoint.MaxAutomatic))
        {
            siblings.Remove(old);
            _byId.Remove(old.Checkpoint.Id);
        }
    }

    private sealed record Row(long Ordinal, StoredCheckpoint Checkpoint);
}
