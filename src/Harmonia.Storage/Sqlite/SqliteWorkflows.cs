using System.Text.Json;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Storage.Sqlite;

/// <summary>
/// Workflows in SQLite: changes share the writer, and its transactions, with the appends of executions.
/// </summary>
internal sealed class SqliteWorkflows(SqliteWriter writer, ReaderPool readers) : IWorkflowStore
{
    private static readonly ListedTable<StoredWorkflow> Workflows = new("workflows", WorkflowRow.Read);

    public ValueTask<StoredWorkflow?> AddAsync(
        StoredWorkflow workflow, StoredDefinition definition, CancellationToken cancellationToken)
    {
        StoreArguments.Check(workflow, definition);
        return ChangeAsync(session => Add(session, workflow, definition), cancellationToken);
    }

    public ValueTask<ReviseOutcome> ReviseAsync(
        StoredWorkflow workflow, StoredDefinition definition, CancellationToken cancellationToken)
    {
        StoreArguments.Check(workflow, definition);
        return ChangeAsync(session => Revise(session, workflow, definition), cancellationToken);
    }

    public ValueTask<RemoveOutcome> RemoveAsync(WorkflowId id, CancellationToken cancellationToken) =>
        ChangeAsync(session => Remove(session.Connection, id), cancellationToken);

    public ValueTask<StoredWorkflow?> FindAsync(WorkflowId id, CancellationToken cancellationToken) =>
        readers.ReadAsync(connection => WorkflowRow.Find(connection, id), cancellationToken);

    public ValueTask<StoredWorkflow?> FindByNameAsync(string name, CancellationToken cancellationToken) =>
        readers.ReadAsync(connection => WorkflowRow.FindByName(connection, name), cancellationToken);

    public ValueTask<StoredWorkflow?> FindRevisionAsync(
        WorkflowId id, int? revision, string? version, CancellationToken cancellationToken) =>
        readers.ReadAsync(
            connection => WorkflowRow.FindRevision(connection, id, revision, version), cancellationToken);

    public ValueTask<WorkflowPage> ListAsync(WorkflowQuery query, CancellationToken cancellationToken)
    {
        StoreArguments.CheckPage(query.Limit, query.Offset);
        var all = SqlConditions.For(query);
        return readers.ReadAsync(
            connection =>
            {
                var rows = new PageOfRows(all, all, query.Limit, query.Offset);
                var (items, total) = SqliteReads.Page(connection, Workflows, rows, cancellationToken);
                return new WorkflowPage(items, total);
            },
            cancellationToken);
    }

    public ValueTask<ReadOnlyMemory<byte>?> FindDefinitionAsync(string hash, CancellationToken cancellationToken) =>
        readers.ReadAsync(
            connection => SqliteReads.Single(
                connection.Statement("find_definition").Bind(hash), row => ReadDefinition(row, hash)),
            cancellationToken);

    private async ValueTask<T> ChangeAsync<T>(Func<WriterSession, T> change, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var request = new WriteRequest<T>(change);
        writer.Add(request);
        return await request.Answer.WaitAsync(cancellationToken);
    }

    private static StoredWorkflow? Add(WriterSession session, StoredWorkflow workflow, StoredDefinition definition)
    {
        if (WorkflowRow.Find(session.Connection, workflow.Id) is { } stored)
        {
            return stored.DefinitionHash == workflow.DefinitionHash ? stored : null;
        }

        if (WorkflowRow.FindByName(session.Connection, workflow.Name) is not null)
        {
            return null;
        }

        Keep(session, definition);
        WorkflowRow.Add(session.Connection, workflow);
        session.Connection.Statement("keep_revision").Bind(workflow.Id).Execute();
        return WorkflowRow.Find(session.Connection, workflow.Id);
    }

    private static ReviseOutcome Revise(WriterSession session, StoredWorkflow workflow, StoredDefinition definition)
    {
        if (WorkflowRow.Find(session.Connection, workflow.Id) is null)
        {
            return ReviseOutcome.NotFound;
        }

        if (WorkflowRow.FindByName(session.Connection, workflow.Name) is { } named && named.Id != workflow.Id)
        {
            return ReviseOutcome.NameTaken;
        }

        Keep(session, definition);
        WorkflowRow.Revise(session.Connection, workflow);
        session.Connection.Statement("keep_revision").Bind(workflow.Id).Execute();
        return ReviseOutcome.Stored;
    }

    private static RemoveOutcome Remove(Connection connection, WorkflowId id)
    {
        if (WorkflowRow.Find(connection, id) is null)
        {
            return RemoveOutcome.NotFound;
        }

        if (SqliteReads.Single(connection.Statement("has_active_executions").Bind(id), static _ => true))
        {
            return RemoveOutcome.HasActiveExecutions;
        }

        connection.Statement("remove_workflow").Bind(id).Execute();
        connection.Statement("remove_revisions").Bind(id).Execute();
        return RemoveOutcome.Removed;
    }

    private static void Keep(WriterSession session, StoredDefinition definition)
    {
        session.KeepDefinition(definition);
        if (definition.Original is { } original)
        {
            session.KeepDefinition(original);
        }
    }

    private static ReadOnlyMemory<byte>? ReadDefinition(Statement row, string hash)
    {
        var data = row.Blob(0).ToArray();
        return EventBatch.Checksum(data) == row.Int64(1)
            ? data
            : throw new JsonException($"The stored definition {hash} is damaged. Restore a backup.");
    }
}
