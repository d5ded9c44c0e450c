using Harmonia.Engine.Ports;

namespace Harmonia.Storage.Sqlite;

/// <summary>Components in SQLite: changes share the writer with everything else.</summary>
internal sealed class SqliteComponents(SqliteWriter writer, ReaderPool readers) : IComponentStore
{
    public ValueTask<SaveComponentOutcome> SaveAsync(
        StoredComponent component, SaveCondition condition, CancellationToken cancellationToken)
    {
        StoreArguments.Check(component);
        return ChangeAsync(connection => ComponentRow.Save(connection, component, condition), cancellationToken);
    }

    public ValueTask<bool> RemoveAsync(string name, CancellationToken cancellationToken) =>
        ChangeAsync(connection => ComponentRow.Remove(connection, name), cancellationToken);

    public ValueTask<StoredComponent?> FindAsync(string name, CancellationToken cancellationToken) =>
        readers.ReadAsync(connection => ComponentRow.Find(connection, name), cancellationToken);

    public ValueTask<ComponentPage> ListAsync(int limit, int offset, CancellationToken cancellationToken)
    {
        StoreArguments.CheckPage(limit, offset);
        return readers.ReadAsync(
            connection => new ComponentPage(
                SqliteReads.All(
                    connection.Statement("list_components").Bind(limit).Bind(offset),
                    ComponentRow.Read,
                    cancellationToken),
                ComponentRow.Count(connection)),
            cancellationToken);
    }

    private async ValueTask<T> ChangeAsync<T>(Func<Connection, T> change, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var request = new WriteRequest<T>(session => change(session.Connection));
        writer.Add(request);
        return await request.Answer.WaitAsync(cancellationToken);
    }
}
