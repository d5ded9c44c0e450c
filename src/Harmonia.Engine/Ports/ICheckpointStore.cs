using Harmonia.Core.Executions;

namespace Harmonia.Engine.Ports;

/// <summary>Reads the checkpoints that appends brought along (<see cref="Append.Checkpoints"/>).</summary>
/// <remarks>
/// <para>Safe to call from many threads at once.</para>
/// <para>A checkpoint is readable as soon as its append is, and never changes.</para>
/// </remarks>
public interface ICheckpointStore
{
    /// <returns>The checkpoint, or <see langword="null"/> when there is none with this id.</returns>
    ValueTask<StoredCheckpoint?> FindAsync(CheckpointId id, CancellationToken cancellationToken);

    /// <summary>Checkpoints that match, newest first.</summary>
    ValueTask<CheckpointPage> ListAsync(CheckpointQuery query, CancellationToken cancellationToken);
}

/// <summary>A name for one version of an execution; what it was then is the fold of its events up to it.</summary>
public sealed record StoredCheckpoint
{
    /// <summary>
    /// Checkpoints of one execution and one kind that are kept, but for <see cref="CheckpointKind.Manual"/>: a store
    /// that adds one forgets the oldest beyond this. Their events stay in the history. An id that is there already is
    /// not added again.
    /// </summary>
    public const int MaxAutomatic = 10;

    /// <summary>Its id.</summary>
    public required CheckpointId Id { get; init; }

    /// <summary>Of which execution.</summary>
    public required ExecutionId ExecutionId { get; init; }

    /// <summary>The version that it names: that of its own event.</summary>
    public required long Version { get; init; }

    /// <summary>When it was taken.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Why it was taken.</summary>
    public required CheckpointKind Kind { get; init; }

    /// <summary>The execution's status at that version.</summary>
    public required ExecutionStatus Status { get; init; }

    /// <summary>What the caller calls it.</summary>
    public string? Name { get; init; }

    /// <summary>What the caller says of it.</summary>
    public string? Description { get; init; }
}

/// <summary>Which checkpoints to list.</summary>
public sealed record CheckpointQuery
{
    /// <summary>Only those of this execution.</summary>
    public ExecutionId? ExecutionId { get; init; }

    /// <summary>Rows at most.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>Rows to pass over.</summary>
    public int Offset { get; init; }
}

/// <summary>A page of checkpoints.</summary>
/// <param name="Items">Newest first.</param>
/// <param name="Total">How many match in all.</param>
public sealed record CheckpointPage(IReadOnlyList<StoredCheckpoint> Items, long Total);
