using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Engine.Tests.Support;

/// <summary>
/// A store whose process is killed at one of its appends: before it is stored or after. From then on nothing that
/// this process does reaches the store, and nothing comes back.
/// </summary>
internal sealed class CrashStore(IExecutionStore inner, int crashAt = int.MaxValue, bool after = false)
    : IExecutionStore
{
    private readonly TaskCompletionSource _dead = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _appends;

    /// <summary>Completes when the process is killed.</summary>
    public Task Dead => _dead.Task;

    public async ValueTask<AppendOutcome> AppendAsync(Append append, CancellationToken cancellationToken)
    {
        await LiveAsync();
        if (Interlocked.Increment(ref _appends) == crashAt)
        {
            if (after)
            {
                await inner.AppendAsync(append, cancellationToken);
            }

            _dead.TrySetResult();
        }

        await LiveAsync();
        return await inner.AppendAsync(append, cancellationToken);
    }

    public async ValueTask QuarantineAsync(ExecutionId id, string? reason, CancellationToken cancellationToken)
    {
        await LiveAsync();
        await inner.QuarantineAsync(id, reason, cancellationToken);
    }

    public async ValueTask<int> ForgetAsync(
        ExecutionId id, IReadOnlyList<VersionRange> ranges, CancellationToken cancellationToken)
    {
        await LiveAsync();
        return await inner.ForgetAsync(id, ranges, cancellationToken);
    }

    public async ValueTask<ExecutionHead?> FindAsync(ExecutionId id, CancellationToken cancellationToken)
    {
        await LiveAsync();
        return await inner.FindAsync(id, cancellationToken);
    }

    public async ValueTask<IReadOnlyList<RecordedEvent>> ReadAsync(
        ExecutionId id, long afterVersion, int limit, CancellationToken cancellationToken)
    {
        await LiveAsync();
        return await inner.ReadAsync(id, afterVersion, limit, cancellationToken);
    }

    public ValueTask<IReadOnlyList<RecordedEvent>> ReadFeedAsync(
        long afterPosition, int limit, CancellationToken cancellationToken) =>
        inner.ReadFeedAsync(afterPosition, limit, cancellationToken);

    public ValueTask<long> LastPositionAsync(CancellationToken cancellationToken) =>
        inner.LastPositionAsync(cancellationToken);

    public ValueTask<ExecutionPage> ListAsync(ExecutionQuery query, CancellationToken cancellationToken) =>
        inner.ListAsync(query, cancellationToken);

    public async ValueTask<IReadOnlyList<DueExecution>> ReadDueAsync(
        DateTimeOffset until, DueExecution? after, int limit, CancellationToken cancellationToken)
    {
        await LiveAsync();
        return await inner.ReadDueAsync(until, after, limit, cancellationToken);
    }

    public async ValueTask<IReadOnlyList<ChildEnd>> ReadEndsAsync(
        ExecutionId parent, int limit, CancellationToken cancellationToken)
    {
        await LiveAsync();
        return await inner.ReadEndsAsync(parent, limit, cancellationToken);
    }

    public ValueTask<IReadOnlyList<ExecutionId>> ReadListenersAsync(
        string signal, ExecutionId? after, int limit, CancellationToken cancellationToken) =>
        inner.ReadListenersAsync(signal, after, limit, cancellationToken);

    public ValueTask<IReadOnlyList<StoredApproval>> ReadApprovalsAsync(
        long after, int limit, CancellationToken cancellationToken) =>
        inner.ReadApprovalsAsync(after, limit, cancellationToken);

    public ValueTask<IReadOnlyDictionary<ExecutionStatus, long>> CountAsync(CancellationToken cancellationToken) =>
        inner.CountAsync(cancellationToken);

    private Task LiveAsync() =>
        _dead.Task.IsCompleted ? Task.Delay(Timeout.Infinite, CancellationToken.None) : Task.CompletedTask;
}
