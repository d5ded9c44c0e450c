using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Storage.Sqlite;

/// <summary>Executions in SQLite: changes go to the one writer, reads to the pool.</summary>
internal sealed class SqliteExecutions(SqliteWriter writer, ReaderPool readers, TimeProvider time) : IExecutionStore
{
    private static readonly ListedTable<ExecutionHead> Heads = new("executions", HeadRow.Read);

    public ValueTask<AppendOutcome> AppendAsync(Append append, CancellationToken cancellationToken)
    {
        StoreArguments.Check(append);
        cancellationToken.ThrowIfCancellationRequested();
        var request = new AppendRequest(append);
        writer.Add(request);
        return new(request.Answer.WaitAsync(cancellationToken));
    }

    public async ValueTask QuarantineAsync(ExecutionId id, string? reason, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var request = new WriteRequest<bool>(session => Quarantine(session.Connection, id, reason));
        writer.Add(request);
        if (!await request.Answer.WaitAsync(cancellationToken))
        {
            throw StoreArguments.UnknownExecution(id);
        }
    }

    public ValueTask<int> ForgetAsync(
        ExecutionId id, IReadOnlyList<VersionRange> ranges, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var request = new WriteRequest<int>(session => Forget(session.Connection, id, ranges));
        writer.Add(request);
        return new(request.Answer.WaitAsync(cancellationToken));
    }

    public ValueTask<ExecutionHead?> FindAsync(ExecutionId id, CancellationToken cancellationToken) =>
        readers.ReadAsync(
            connection => SqliteReads.Single(connection.Statement("find_execution").Bind(id), HeadRow.Read),
            cancellationToken);

    public ValueTask<IReadOnlyList<RecordedEvent>> ReadAsync(
        ExecutionId id, long afterVersion, int limit, CancellationToken cancellationToken)
    {
        StoreArguments.CheckPage(limit);
        return readers.ReadAsync<IReadOnlyList<RecordedEvent>>(
            connection => SqliteReads.Batches(
                connection.Statement("read_events").Bind(id).Bind(afterVersion),
                limit,
                _ => afterVersion,
                cancellationToken),
            cancellationToken);
    }

    public ValueTask<IReadOnlyList<RecordedEvent>> ReadFeedAsync(
        long afterPosition, int limit, CancellationToken cancellationToken)
    {
        StoreArguments.CheckPage(limit);
        return readers.ReadAsync<IReadOnlyList<RecordedEvent>>(
            connection => SqliteReads.Batches(
                connection.Statement("read_feed").Bind(afterPosition),
                limit,
                place => place.Version + afterPosition - place.Position,
                cancellationToken),
            cancellationToken);
    }

    public ValueTask<long> LastPositionAsync(CancellationToken cancellationToken) =>
        readers.ReadAsync(SqliteReads.LastPosition, cancellationToken);

    public ValueTask<ExecutionPage> ListAsync(ExecutionQuery query, CancellationToken cancellationToken)
    {
        StoreArguments.CheckPage(query.Limit, query.Offset);
        var all = SqlConditions.For(query);
        var page = query.BeforeOrdinal is { } before ? all.And("ordinal < ?", before) : all;
        return readers.ReadAsync(
            connection =>
            {
                var rows = new PageOfRows(all, page, query.Limit, query.Offset);
                var (items, total) = SqliteReads.Page(connection, Heads, rows, cancellationToken);
                return new ExecutionPage(items, total);
            },
            cancellationToken);
    }

    public ValueTask<IReadOnlyList<DueExecution>> ReadDueAsync(
        DateTimeOffset until, DueExecution? after, int limit, CancellationToken cancellationToken)
    {
        StoreArguments.CheckPage(limit);
        return readers.ReadAsync<IReadOnlyList<DueExecution>>(
            connection => SqliteReads.All(
                connection.Statement("read_due")
                    .Bind(until)
                    .Bind(after?.WakeAt.UtcTicks ?? -1)
                    .Bind(after?.Id ?? default)
                    .Bind(limit),
                static row => new DueExecution(new ExecutionId(row.Guid(0)), row.Time(1)),
                cancellationToken),
            cancellationToken);
    }

    public ValueTask<IReadOnlyList<ChildEnd>> ReadEndsAsync(
        ExecutionId parent, int limit, CancellationToken cancellationToken)
    {
        StoreArguments.CheckPage(limit);
        return readers.ReadAsync<IReadOnlyList<ChildEnd>>(
            connection => SqliteReads.All(
                connection.Statement("read_child_ends").Bind(parent).Bind(limit),
                static row => new ChildEnd(new ExecutionId(row.Guid(0)), row.Int64(1)),
                cancellationToken),
            cancellationToken);
    }

    public ValueTask<IReadOnlyList<ExecutionId>> ReadListenersAsync(
        string signal, ExecutionId? after, int limit, CancellationToken cancellationToken)
    {
        StoreArguments.CheckPage(limit);
        return readers.ReadAsync<IReadOnlyList<ExecutionId>>(
            connection => SqliteReads.All(
                connection.Statement("read_listeners").Bind(signal).Bind(after ?? default).Bind(limit),
                static row => new ExecutionId(row.Guid(0)),
                cancellationToken),
            cancellationToken);
    }

    public ValueTask<IReadOnlyList<StoredApproval>> ReadApprovalsAsync(
        long after, int limit, CancellationToken cancellationToken)
    {
        StoreArguments.CheckPage(limit);
        return readers.ReadAsync<IReadOnlyList<StoredApproval>>(
            connection => SqliteReads.All(
                connection.Statement("read_approvals").Bind(after).Bind(limit),
                WaitTable.ReadApproval,
                cancellationToken),
            cancellationToken);
    }

    public ValueTask<IReadOnlyDictionary<ExecutionStatus, long>> CountAsync(CancellationToken cancellationToken) =>
        readers.ReadAsync<IReadOnlyDictionary<ExecutionStatus, long>>(
            connection => SqliteReads
                .All(
                    connection.Statement("count_executions"),
                    static row => (Status: HeadRow.Status(row.Text(0)), Count: row.Int64(1)),
                    cancellationToken)
                .ToDictionary(row => row.Status, row => row.Count),
            cancellationToken);

    private static int Forget(Connection connection, ExecutionId id, IReadOnlyList<VersionRange> ranges)
    {
        var events = 0;
        foreach (var range in ranges)
        {
            var removed = connection.Statement("forget_events").Bind(id).Bind(range.First).Bind(range.Last);
            events += SqliteReads.All(removed, static row => (int)row.Int64(0), CancellationToken.None).Sum();
        }

        connection.Statement("count_forgotten").Bind(events).Bind(id).Execute();
        return events;
    }

    private bool Quarantine(Connection connection, ExecutionId id, string? reason)
    {
        if (!SqliteReads.Single(connection.Statement("has_execution").Bind(id), static _ => true))
        {
            return false;
        }

        var change = reason is null
            ? connection.Statement("release_execution").Bind(time.GetUtcNow())
            : connection.Statement("park_execution").Bind(reason);
        change.Bind(id).Execute();
        return true;
    }
}
