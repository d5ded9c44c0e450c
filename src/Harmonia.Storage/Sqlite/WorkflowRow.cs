using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Storage.Sqlite;

/// <summary>A workflow as a row of <c>workflows</c>.</summary>
internal static class WorkflowRow
{
    public static StoredWorkflow? Find(Connection connection, WorkflowId id) =>
        SqliteReads.Single(connection.Statement("find_workflow").Bind(id), Read);

    public static StoredWorkflow? FindByName(Connection connection, string name) =>
        SqliteReads.Single(connection.Statement("find_workflow_by_name").Bind(name), Read);

    public static StoredWorkflow? FindRevision(Connection connection, WorkflowId id, int? revision, string? version) =>
        SqliteReads.Single(
            connection.Statement("find_revision").Bind(id).Bind((long?)revision).Bind(version), Read);

    public static void Add(Connection connection, StoredWorkflow workflow) =>
        connection.Statement("add_workflow")
            .Bind(workflow.Id)
            .Bind(workflow.Name)
            .Bind(workflow.Description)
            .Bind(workflow.Version)
            .Bind(workflow.DefinitionHash)
            .Bind(workflow.CreatedAt)
            .Bind(workflow.UpdatedAt)
            .Bind(workflow.OriginalHash)
            .Execute();

    public static void Revise(Connection connection, StoredWorkflow workflow) =>
        connection.Statement("revise_workflow")
            .Bind(workflow.Name)
            .Bind(workflow.Description)
            .Bind(workflow.Version)
            .Bind(workflow.DefinitionHash)
            .Bind(workflow.UpdatedAt)
            .Bind(workflow.OriginalHash)
            .Bind(workflow.Id)
            .Execute();

    public static StoredWorkflow Read(Statement row) => new()
    {
        Ordinal = row.Int64(0),
        Id = new WorkflowId(row.Guid(1)),
        Name = row.Text(2),
        Description = row.OptionalText(3),
        Version = row.Text(4),
        Revision = checked((int)row.Int64(5)),
        DefinitionHash = row.Text(6),
        CreatedAt = row.Time(7),
        UpdatedAt = row.Time(8),
        OriginalHash = row.OptionalText(9),
    };
}
