using System.Text.Json;
using System.Text.Json.Serialization;

namespace Harmonia.Client;

/// <summary>A checkpoint to be taken.</summary>
public sealed record CheckpointBody
{
    /// <summary>The execution's id; not where the path has it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ExecutionId { get; init; }

    /// <summary>What you call it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }

    /// <summary>What you say of it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Description { get; init; }
}

/// <summary>A checkpoint was taken.</summary>
/// <param name="CheckpointId">Its id.</param>
/// <param name="ExecutionId">Of which execution.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="WorkflowStatus">The execution's status at that moment.</param>
/// <param name="CompletedTasks">Ids of the tasks that were completed.</param>
public sealed record CheckpointTaken(
    Guid CheckpointId,
    Guid ExecutionId,
    DateTimeOffset CreatedAt,
    string WorkflowStatus,
    IReadOnlyList<string> CompletedTasks)
{
    /// <summary>The version of the execution that it names.</summary>
    public required long Version { get; init; }

    /// <summary>What the caller calls it.</summary>
    public string? Name { get; init; }

    /// <summary>What the caller says of it.</summary>
    public string? Description { get; init; }
}

/// <summary>A checkpoint in a list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ExecutionId">Of which execution.</param>
/// <param name="CreatedAt">When it was taken.</param>
/// <param name="WorkflowStatus">The execution's status at that moment.</param>
public sealed record CheckpointSummary(Guid Id, Guid ExecutionId, DateTimeOffset CreatedAt, string WorkflowStatus)
{
    /// <summary>The version of the execution that it names.</summary>
    public required long Version { get; init; }

    /// <summary>manual, periodic, before_pause or before_cancel.</summary>
    public required string Kind { get; init; }

    /// <summary>What the caller calls it.</summary>
    public string? Name { get; init; }

    /// <summary>What the caller says of it.</summary>
    public string? Description { get; init; }
}

/// <summary>A page of checkpoints, newest first.</summary>
/// <param name="Checkpoints">The page.</param>
/// <param name="Total">How many there are in all.</param>
/// <param name="Limit">Rows at most.</param>
/// <param name="Offset">Rows passed over.</param>
public sealed record CheckpointList(IReadOnlyList<CheckpointSummary> Checkpoints, long Total, int Limit, int Offset);

/// <summary>A checkpoint with what the execution was at that moment.</summary>
public sealed record CheckpointDetail
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The same id.</summary>
    public required Guid CheckpointId { get; init; }

    /// <summary>Of which execution.</summary>
    public required Guid ExecutionId { get; init; }

    /// <summary>Of which workflow.</summary>
    public required Guid WorkflowId { get; init; }

    /// <summary>When it was taken.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The same time.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The version of the execution that it names.</summary>
    public required long Version { get; init; }

    /// <summary>manual, periodic, before_pause or before_cancel.</summary>
    public required string Kind { get; init; }

    /// <summary>What the caller calls it.</summary>
    public string? Name { get; init; }

    /// <summary>What the caller says of it.</summary>
    public string? Description { get; init; }

    /// <summary>The execution's status at that moment.</summary>
    public required string WorkflowStatus { get; init; }

    /// <summary>Statuses of its tasks by id.</summary>
    public required IReadOnlyDictionary<string, string> TaskStatuses { get; init; }

    /// <summary>Ids of the tasks that were completed.</summary>
    public required IReadOnlyList<string> CompletedTasks { get; init; }

    /// <summary>Its values.</summary>
    public required CheckpointData StateData { get; init; }
}

/// <summary>The values that an execution had at a checkpoint.</summary>
/// <param name="Input">What it was started with.</param>
/// <param name="Output">What it returned, if it had ended.</param>
/// <param name="Metadata">What was attached at the start.</param>
/// <param name="State">The free-form state kept with it.</param>
/// <param name="TaskResults">What its completed tasks gave, by id.</param>
public sealed record CheckpointData(
    JsonElement Input,
    JsonElement? Output,
    JsonElement? Metadata,
    JsonElement State,
    IReadOnlyDictionary<string, JsonElement> TaskResults);

/// <summary>Whether a checkpoint could be restored now.</summary>
/// <param name="Valid">Whether nothing stands against it.</param>
/// <param name="CheckpointId">The checkpoint.</param>
/// <param name="ExecutionId">Of which execution.</param>
/// <param name="Problems">What stands against it.</param>
public sealed record CheckpointValidation(
    bool Valid, Guid CheckpointId, Guid ExecutionId, IReadOnlyList<FailureDetail> Problems);
