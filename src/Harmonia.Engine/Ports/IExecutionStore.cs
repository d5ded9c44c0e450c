using Harmonia.Core.Executions;

namespace Harmonia.Engine.Ports;

/// <summary>Keeps the events of executions, and one head row for each that lists and timers are read from.</summary>
/// <remarks>
/// <para>Safe to call from many threads at once.</para>
/// <para>
/// An append is all or nothing: events, head, checkpoints and definition go into one transaction. The returned task
/// completes only when the append is on stable storage; from then on every read on any node sees it. Appends of
/// different executions may share a transaction; one that conflicts does not disturb the others.
/// </para>
/// <para>
/// Trouble outside (disk full, database gone) surfaces as <see cref="StoreUnavailableException"/>. After it, and after
/// a cancellation, whether the append happened is unknown: read the version to find out.
/// </para>
/// <para>Committed batches are told to the <see cref="ICommitListener"/> in the order of their positions.</para>
/// </remarks>
public interface IExecutionStore
{
    /// <summary>Appends when the execution is still at <see cref="Append.ExpectedVersion"/>.</summary>
    /// <returns>What became of it; a conflict wrote nothing and is not an exception.</returns>
    ValueTask<AppendOutcome> AppendAsync(Append append, CancellationToken cancellationToken);

    /// <summary>
    /// Changes the head's quarantine and wake-up without an event, for an execution that cannot be processed.
    /// </summary>
    /// <param name="id">The execution.</param>
    /// <param name="reason">Why it is parked; <see langword="null"/> releases it to be woken at once.</param>
    /// <param name="cancellationToken">Gives up waiting; the change may still happen.</param>
    ValueTask QuarantineAsync(ExecutionId id, string? reason, CancellationToken cancellationToken);

    /// <summary>
    /// Removes events that nobody needs any more: each append of which all events lie within one of the ranges.
    /// </summary>
    /// <param name="id">The execution.</param>
    /// <param name="ranges">Versions that may go, never the last one; rising and apart from each other.</param>
    /// <param name="cancellationToken">Gives up waiting; the removal may still happen.</param>
    /// <returns>How many events were removed; <see cref="ExecutionHead.Forgotten"/> grew by as many.</returns>
    ValueTask<int> ForgetAsync(
        ExecutionId id, IReadOnlyList<VersionRange> ranges, CancellationToken cancellationToken);

    /// <returns>The head, or <see langword="null"/> when the execution is unknown.</returns>
    ValueTask<ExecutionHead?> FindAsync(ExecutionId id, CancellationToken cancellationToken);

    /// <summary>
    /// Events with a version above <paramref name="afterVersion"/>, in order; whole batches, so slightly more than
    /// asked may come.
    /// </summary>
    /// <param name="id">The execution; an unknown one has no events.</param>
    /// <param name="afterVersion">0 for all.</param>
    /// <param name="limit">Stops after the batch in which this many is reached.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="System.Text.Json.JsonException">A stored event cannot be read.</exception>
    ValueTask<IReadOnlyList<RecordedEvent>> ReadAsync(
        ExecutionId id, long afterVersion, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Events of all executions with a position above <paramref name="afterPosition"/>, in commit order; whole
    /// batches.
    /// </summary>
    ValueTask<IReadOnlyList<RecordedEvent>> ReadFeedAsync(
        long afterPosition, int limit, CancellationToken cancellationToken);

    /// <summary>The position of the last committed event; 0 when there is none.</summary>
    ValueTask<long> LastPositionAsync(CancellationToken cancellationToken);

    /// <summary>Heads that match, newest first.</summary>
    ValueTask<ExecutionPage> ListAsync(ExecutionQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Executions to be woken until <paramref name="until"/>, ordered by (wake-up, id), not quarantined.
    /// </summary>
    /// <param name="until">Inclusive.</param>
    /// <param name="after">The last one of the page before; <see langword="null"/> for the first page.</param>
    /// <param name="limit">Rows at most.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    ValueTask<IReadOnlyList<DueExecution>> ReadDueAsync(
        DateTimeOffset until, DueExecution? after, int limit, CancellationToken cancellationToken);

    /// <summary>Children that ended and of which their parent has not heard, in no particular order.</summary>
    /// <param name="parent">Whose children.</param>
    /// <param name="limit">Rows at most.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    ValueTask<IReadOnlyList<ChildEnd>> ReadEndsAsync(
        ExecutionId parent, int limit, CancellationToken cancellationToken);

    /// <summary>Executions that wait for a signal of this name, ordered by id.</summary>
    /// <param name="signal">The name.</param>
    /// <param name="after">The last one of the page before; <see langword="null"/> for the first page.</param>
    /// <param name="limit">Rows at most.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    ValueTask<IReadOnlyList<ExecutionId>> ReadListenersAsync(
        string signal, ExecutionId? after, int limit, CancellationToken cancellationToken);

    /// <summary>Approvals that wait for an answer, the oldest first.</summary>
    /// <param name="after">The <see cref="StoredApproval.Ordinal"/> of the last one of the page before, or 0.</param>
    /// <param name="limit">Rows at most.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    ValueTask<IReadOnlyList<StoredApproval>> ReadApprovalsAsync(
        long after, int limit, CancellationToken cancellationToken);

    /// <summary>How many executions there are of each status.</summary>
    ValueTask<IReadOnlyDictionary<ExecutionStatus, long>> CountAsync(CancellationToken cancellationToken);
}

/// <summary>Facts to be stored together.</summary>
/// <param name="Id">Whose.</param>
/// <param name="ExpectedVersion">The version that was decided upon; 0 for a new execution.</param>
/// <param name="Events">They get the versions after <paramref name="ExpectedVersion"/>. At least one, unless all that
/// there is to say is <see cref="Heard"/>.</param>
public sealed record Append(ExecutionId Id, long ExpectedVersion, IReadOnlyList<ExecutionEvent> Events)
{
    /// <summary>
    /// The new head; required for a new execution, otherwise <see langword="null"/> when nothing in it changed.
    /// </summary>
    /// <remarks>Lists and timers need no more often: the version itself is kept with the events.</remarks>
    public ExecutionHead? Head { get; init; }

    /// <summary>Checkpoints that these events take, to be found through <see cref="ICheckpointStore"/>.</summary>
    public IReadOnlyList<StoredCheckpoint> Checkpoints { get; init; } = [];

    /// <summary>What the execution began to wait for, or does not wait for any more.</summary>
    public IReadOnlyList<WaitRow> Waits { get; init; } = [];

    /// <summary>A definition to keep under its hash, unless it is kept already.</summary>
    public StoredDefinition? Definition { get; init; }

    /// <summary>
    /// Says in the same transaction that this execution ended, and wakes the parent that waits for it.
    /// </summary>
    /// <remarks>
    /// Until the parent has heard of it, no head of the parent's takes its wake-up back: so nothing is lost, whatever
    /// is killed between the two.
    /// </remarks>
    public EndOfChild? EndOfChild { get; init; }

    /// <summary>Children of whose end this execution has heard.</summary>
    public IReadOnlyList<ExecutionId> Heard { get; init; } = [];
}

/// <summary>What a child leaves for its parent when it ends.</summary>
/// <param name="Parent">Whom it concerns.</param>
/// <param name="Version">The version of the child's last word.</param>
/// <param name="At">When; the parent is due from then on.</param>
public sealed record EndOfChild(ExecutionId Parent, long Version, DateTimeOffset At);

/// <summary>A child that ended.</summary>
/// <param name="Child">Which.</param>
/// <param name="Version">The version of its last word.</param>
public sealed record ChildEnd(ExecutionId Child, long Version);

/// <summary>Versions from one to another, both included.</summary>
public readonly record struct VersionRange(long First, long Last);

/// <summary>What became of an append.</summary>
public enum AppendOutcome
{
    /// <summary>It is on stable storage.</summary>
    Stored,

    /// <summary>Somebody else has appended since; nothing was written.</summary>
    Conflict,
}

/// <summary>The text of a definition under the hash of that text.</summary>
/// <param name="Hash">See <see cref="Core.Definitions.WorkflowDefinition.Hash"/>.</param>
/// <param name="Json">UTF-8.</param>
public sealed record StoredDefinition(string Hash, ReadOnlyMemory<byte> Json)
{
    /// <summary>What the author wrote, under its own hash, when that is another dialect's text.</summary>
    /// <remarks>It is kept with the workflow that is saved; an execution needs the definition only.</remarks>
    public StoredDefinition? Original { get; init; }
}

/// <summary>An event as it was stored.</summary>
/// <param name="ExecutionId">Whose.</param>
/// <param name="Version">1, 2, 3 … within the execution.</param>
/// <param name="Position">Rising over all executions in commit order, without holes as far as one store's writer
/// wrote.</param>
/// <param name="Event">The fact.</param>
public sealed record RecordedEvent(ExecutionId ExecutionId, long Version, long Position, ExecutionEvent Event);

/// <summary>An execution whose time has come.</summary>
/// <param name="Id">Which.</param>
/// <param name="WakeAt">Its stored wake-up.</param>
public sealed record DueExecution(ExecutionId Id, DateTimeOffset WakeAt);
