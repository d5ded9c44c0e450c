using System.Text.Json;

namespace Harmonia.Client;

/// <summary>A checkpoint as <c>/api/state/checkpoints</c> tells it.</summary>
/// <param name="CheckpointId">Its id.</param>
/// <param name="ExecutionId">Of which execution.</param>
/// <param name="WorkflowId">Of which workflow.</param>
/// <param name="Name">What the caller calls it.</param>
/// <param name="Description">What the caller says of it.</param>
/// <param name="CreatedAt">When it was taken.</param>
/// <param name="TaskStates">Its tasks by id.</param>
public sealed record StateCheckpoint(
    Guid CheckpointId,
    Guid ExecutionId,
    Guid WorkflowId,
    string? Name,
    string? Description,
    DateTimeOffset CreatedAt,
    IReadOnlyDictionary<string, StateCheckpointTask> TaskStates);

/// <summary>A task at a checkpoint.</summary>
/// <param name="Status">pending, waiting, running, completed, failed, skipped or canceled.</param>
/// <param name="Output">What it gave.</param>
public sealed record StateCheckpointTask(string Status, JsonElement? Output);

/// <summary>Which checkpoint to restore.</summary>
/// <param name="CheckpointId">The checkpoint.</param>
public sealed record StateRestoreBody(string CheckpointId)
{
    /// <summary>How; the only option is <c>async</c>, which is always <see langword="true"/>.</summary>
    public JsonElement? ExecutionOptions { get; init; }
}

/// <summary>A restored execution as <c>/api/state/restore</c> tells it.</summary>
/// <param name="ExecutionId">The new one.</param>
/// <param name="OriginalExecutionId">The one that the checkpoint is of.</param>
/// <param name="CheckpointId">The checkpoint.</param>
/// <param name="WorkflowId">Of which workflow.</param>
/// <param name="Status">Its status now.</param>
/// <param name="CreatedAt">When it was restored.</param>
/// <param name="TaskStatus">Its tasks by id.</param>
public sealed record StateRestored(
    Guid ExecutionId,
    Guid OriginalExecutionId,
    Guid CheckpointId,
    Guid WorkflowId,
    string Status,
    DateTimeOffset CreatedAt,
    IReadOnlyDictionary<string, TaskSummary> TaskStatus);
