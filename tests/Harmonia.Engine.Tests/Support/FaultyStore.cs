using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Engine.Tests.Support;

/// <summary>What goes wrong with an append.</summary>
internal enum AppendFault
{
    None,

    /// <summary>Nothing is written, and the caller is told of trouble.</summary>
    Before,

    /// <summary>It is written, and the caller is told of trouble all the same.</summary>
    After,

    /// <summary>Somebody else seems to have appended.</summary>
    Conflict,

    /// <summary>Nothing is written, because of a bug.</summary>
    Broken,

    /// <summary>Nothing is written, because there is no memory for it.</summary>
    NoMemory,
}

/// <summary>A store whose next appends go wrong as a test says.</summary>
internal sealed class FaultyStore(IExecutionStore inner) : IExecutionStore
{
    private readonly Queue<AppendFault> _faults = [];

    /// <summary>Executions whose history cannot be read.</summary>
    public HashSet<ExecutionId> Unreadable { get; } = [];

    /// <summary>Whether parking an execution breaks on a bug.</summary>
    public bool BreaksQuarantine { get; set; }

    /// <summary>Whether the next look for due executions finds no memory.</summary>
    public bool HasNoMemoryForDue { get; set; }

    public void FailNext(params AppendFault[] faults)
    {
        lock (_faults)
        {
            foreach (var fault in faults)
            {
                _faults.Enqueue(fault);
            }
        }
    }

    public async ValueTask<AppendOutcome> AppendAsync(Append append, CancellationToken cancellationToken)
    {
        AppendFault fault;
        lock (_faults)
        {
            _faults.TryDequeue(out fault);
        }

        switch (fault)
        {
            case AppendFault.Before:
                throw new StoreUnavailableException(StoreTrouble.Full, "The disk is full.");
            case AppendFault.Broken:
                throw new InvalidOperationException("A bug of the store.");
            case AppendFault.NoMemory:
                throw new InsufficientMemoryException("There is no memory for it.");
            case AppendFault.Conflict:
                return AppendOutcome.Conflict;
            case AppendFault.After:
                await inner.AppendAsync(append, cancellationToken);
                throw new StoreUnavailableException(StoreTrouble.Unavailable, "The connection was cut.");
            default:
                return await inner.AppendAsync(append, cancellationToken);
        }
    }

    public ValueTask<IReadOnlyList<RecordedEvent>> ReadAsync(
        ExecutionId id, long afterVersion, int limit, CancellationToken cancellationToken) =>
        Unreadable.Contains(id)
            ? throw new System.Text.Json.JsonException("The history is damaged.")
            : inner.ReadAsync(id, afterVersion, limit, cancellationToken);

    public ValueTask<int> ForgetAsync(
        ExecutionId id, IReadOnlyList<VersionRange> ranges, CancellationToken cancellationToken) =>
        inner.ForgetAsync(id, ranges, cancellationToken);

    public ValueTask QuarantineAsync(ExecutionId id, string? reason, CancellationToken cancellationToken) =>
        BreaksQuarantine
            ? throw new InvalidOperationException("A bug of the store.")
            : inner.QuarantineAsync(id, reason, cancellationToken);

    public ValueTask<ExecutionHead?> FindAsync(ExecutionId id, CancellationToken cancellationToken) =>
        inner.FindAsync(id, cancellationToken);

    public ValueTask<IReadOnlyList<RecordedEvent>> ReadFeedAsync(
        long afterPosition, int limit, CancellationToken cancellationToken) =>
        inner.ReadFeedAsync(afterPosition, limit, cancellationToken);

    public ValueTask<long> LastPositionAsync(CancellationToken cancellationToken) =>
        inner.LastPositionAsync(cancellationToken);

    public ValueTask<ExecutionPage> ListAsync(ExecutionQuery query, CancellationToken cancellationToken) =>
        inner.ListAsync(query, cancellationToken);

    public ValueTask<IReadOnlyList<DueExecution>> ReadDueAsync(
        DateTimeOffset until, DueExecution? after, int limit, CancellationToken cancellationToken)
    {
        if (HasNoMemoryForDue)
        {
            HasNoMemoryForDue = false;
            throw new InsufficientMemoryException("There is no memory for it.");
        }

        return inner.ReadDueAsync(until, after, limit, cancellationToken);
    }

    public ValueTask<IReadOnlyList<ChildEnd>> ReadEndsAsync(
        ExecutionId parent, int limit, CancellationToken cancellationToken) =>
        inner.ReadEndsAsync(parent, limit, cancellationToken);

    public ValueTask<IReadOnlyList<ExecutionId>> ReadListenersAsync(
        string signal, ExecutionId? after, int limit, CancellationToken cancellationToken) =>
        inner.ReadListenersAsync(signal, after, limit, cancellationToken);

    public ValueTask<IReadOnlyList<StoredApproval>> ReadApprovalsAsync(
        long after, int limit, CancellationToken cancellationToken) =>
        inner.ReadApprovalsAsync(after, limit, cancellationToken);

    public ValueTask<IReadOnlyDictionary<ExecutionStatus, long>> CountAsync(CancellationToken cancellationToken) =>
        inner.CountAsync(cancellationToken);
}
