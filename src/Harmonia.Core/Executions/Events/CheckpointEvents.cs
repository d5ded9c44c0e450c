using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Harmonia.Core.Executions;

/// <summary>The version of another execution that one began with.</summary>
/// <param name="Execution">The original.</param>
/// <param name="Version">The last of its events that was taken over.</param>
/// <param name="Checkpoint">The checkpoint that named it; <see langword="null"/> when a version was asked for.</param>
public sealed record RestoredFrom(
    [property: JsonPropertyName("execution_id")] ExecutionId Execution,
    [property: JsonPropertyName("version")] long Version,
    [property: JsonPropertyName("checkpoint_id")] CheckpointId? Checkpoint);

/// <summary>The version of this event was given a name: what is known up to here can be restored.</summary>
/// <param name="Checkpoint">Its id.</param>
/// <param name="Kind">Why it was taken.</param>
/// <param name="Status">The execution's status at that moment.</param>
public sealed record CheckpointCreated(
    [property: JsonPropertyName("checkpoint_id")] CheckpointId Checkpoint,
    [property: JsonPropertyName("kind"), JsonConverter(typeof(WordConverter<CheckpointKind>))] CheckpointKind Kind,
    [property: JsonPropertyName("status"), JsonConverter(typeof(WordConverter<ExecutionStatus>))]
    ExecutionStatus Status) : ExecutionEvent
{
    /// <summary>What the caller calls it.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>What the caller says of it.</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }
}

/// <summary>The execution goes on from where another one was; the events before this one are that one's.</summary>
/// <param name="Original">The other one, its version, and the checkpoint that named it.</param>
/// <param name="Tasks">Ids of tasks that are as if they had not run: the end of the original had taken them.</param>
public sealed record WorkflowRestored(
    [property: JsonPropertyName("restored_from")] RestoredFrom Original,
    [property: JsonPropertyName("tasks")] ImmutableArray<string> Tasks) : ExecutionEvent;
