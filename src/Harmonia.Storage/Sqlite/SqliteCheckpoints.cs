using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Storage.Sqlite;

/// <summary>Checkpoints in SQLite: rows that came with the appends of their events.</summary>
internal sealed class SqliteCheckpoints(ReaderPool readers) : ICheckpointStore
{
    private static readonly ListedTable<StoredCheckpoint> Checkpoints = new("checkpoints", CheckpointRow.Read);

    public ValueTask<StoredCheckpoint?> FindAsync(CheckpointId id, CancellationToken cancellationToken) =>
        readers.ReadAsync(
            connection => SqliteReads.Single(
                connection.Statement("find_checkpoint").Bind(id.Value), CheckpointRow.Read),
            cancellationToken);

    public ValueTask<CheckpointPage> ListAsync(CheckpointQuery query, CancellationToken cancellationToken)
    {
        StoreArguments.CheckPage(query.Limit, query.Offset);
        var all = SqlConditions.For(query);
        return readers.ReadAsync(
            connection =>
            {
                var rows = new PageOfRows(all, all, query.Limit, query.Offset);
                var (items, total) = SqliteReads.Page(connection, Checkpoints, rows, cancellationToken);
                return new CheckpointPage(items, total);
            },
            cancellationToken);
    }
}
