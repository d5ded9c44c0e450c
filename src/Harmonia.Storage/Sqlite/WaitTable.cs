using System.Text.Json;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Storage.Sqlite;

/// <summary>What executions wait for as rows of <c>waits</c>.</summary>
internal static class WaitTable
{
    public static void Write(Connection connection, ExecutionId id, IReadOnlyList<WaitRow> rows)
    {
        foreach (var row in rows)
        {
            var statement = connection.Statement(row.IsOpen ? "add_wait" : "remove_wait")
                .Bind(row.Kind == WaitKind.Signal ? "signal" : "approval")
                .Bind(row.Name)
                .Bind(id);
            (row.IsOpen ? statement.Bind(row.Detail?.GetRawText()) : statement).Execute();
        }
    }

    public static StoredApproval ReadApproval(Statement row) => new(
        row.Int64(0), new ExecutionId(row.Guid(1)), row.Text(2), JsonElement.Parse(row.Text(3)));
}
