using System.Collections.Frozen;
using System.Text.Json;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Storage.Sqlite;

/// <summary>A checkpoint as a row of <c>checkpoints</c>.</summary>
internal static class CheckpointRow
{
    private static readonly FrozenDictionary<string, CheckpointKind> Kinds =
        Enum.GetValues<CheckpointKind>().ToFrozenDictionary(kind => kind.Word, StringComparer.Ordinal);

    /// <summary>Adds one; the store keeps no more than it must of those that nobody asked for.</summary>
    public static void Add(Connection connection, StoredCheckpoint checkpoint)
    {
        connection.Statement("add_checkpoint")
            .Bind(checkpoint.Id.Value)
            .Bind(checkpoint.ExecutionId)
            .Bind(checkpoint.Version)
            .Bind(checkpoint.CreatedAt)
            .Bind(checkpoint.Kind.Word)
            .Bind(checkpoint.Status.Word)
            .Bind(checkpoint.Name)
            .Bind(checkpoint.Description)
            .Execute();
        if (checkpoint.Kind != CheckpointKind.Manual)
        {
            connection.Statement("trim_checkpoints")
                .Bind(checkpoint.ExecutionId)
                .Bind(checkpoint.Kind.Word)
                .Bind(StoredCheckpoint.MaxAutomatic)
                .Execute();
        }
    }

    public static StoredCheckpoint Read(Statement row) => new()
    {
        Id = new CheckpointId(row.Guid(0)),
        ExecutionId = new ExecutionId(row.Guid(1)),
        Version = row.Int64(2),
        CreatedAt = row.Time(3),
        Kind = Kinds.TryGetValue(row.Text(4), out var kind)
            ? kind
            : throw new JsonException($"The store holds a checkpoint of the unknown kind '{row.Text(4)}'."),
        Status = HeadRow.Status(row.Text(5)),
        Name = row.OptionalText(6),
        Description = row.OptionalText(7),
    };
}
