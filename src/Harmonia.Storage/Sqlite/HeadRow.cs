using System.Collections.Frozen;
using System.Text.Json;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Storage.Sqlite;

/// <summary>A head as a row of <c>executions</c>.</summary>
internal static class HeadRow
{
    private static readonly FrozenDictionary<string, ExecutionStatus> Statuses =
        Enum.GetValues<ExecutionStatus>().ToFrozenDictionary(status => status.Word, StringComparer.Ordinal);

    public static void Add(Connection connection, ExecutionHead head, string? metadata) =>
        connection.Statement("add_head")
            .Bind(head.Id)
            .Bind(head.WorkflowId)
            .Bind(head.WorkflowName)
            .Bind(head.DefinitionHash)
            .Bind(head.Status.Word)
            .Bind(head.StatusReason)
            .Bind(head.CreatedAt)
            .Bind(head.EndedAt)
            .Bind(head.WakeAt)
            .Bind(metadata)
            .Bind(head.ParentId)
            .Bind(head.ParentTask)
            .Execute();

    /// <summary>Writes what can change; the rest is as it was when the execution was accepted.</summary>
    public static void Update(Connection connection, ExecutionHead head) =>
        connection.Statement("update_head")
            .Bind(head.Status.Word)
            .Bind(head.StatusReason)
            .Bind(head.EndedAt)
            .Bind(head.WakeAt)
            .Bind(head.Id)
            .Execute();

    public static ExecutionHead Read(Statement row) => new()
    {
        Ordinal = row.Int64(0),
        Id = new ExecutionId(row.Guid(1)),
        WorkflowId = new WorkflowId(row.Guid(2)),
        WorkflowName = row.Text(3),
        DefinitionHash = row.Text(4),
        Status = Status(row.Text(5)),
        StatusReason = row.OptionalText(6),
        CreatedAt = row.Time(7),
        EndedAt = row.OptionalTime(8),
        WakeAt = row.OptionalTime(9),
        Metadata = row.OptionalText(10) is { } json ? JsonElement.Parse(json) : null,
        Quarantine = row.OptionalText(11),
        Forgotten = row.Int64(12),
        ParentId = row.OptionalGuid(13) is { } parent ? new ExecutionId(parent) : null,
        ParentTask = row.OptionalText(14),
    };

    public static ExecutionStatus Status(string word) => Statuses.TryGetValue(word, out var status)
        ? status
        : throw new JsonException($"The store holds an execution of the unknown status '{word}'.");
}
