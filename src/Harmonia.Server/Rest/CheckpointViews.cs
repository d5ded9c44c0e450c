using Harmonia.Client;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;
using TaskStatus = Harmonia.Core.Executions.TaskStatus;

namespace Harmonia.Server.Rest;

/// <summary>Checkpoints as they are told.</summary>
internal static class CheckpointViews
{
    public static CheckpointSummary Summary(StoredCheckpoint checkpoint) => new(
        checkpoint.Id.Value, checkpoint.ExecutionId.Value, checkpoint.CreatedAt, checkpoint.Status.Word)
    {
        Version = checkpoint.Version,
        Kind = checkpoint.Kind.Word,
        Name = checkpoint.Name,
        Description = checkpoint.Description,
    };

    public static CheckpointTaken Taken(StoredCheckpoint checkpoint, ExecutionState state) => new(
        checkpoint.Id.Value,
        checkpoint.ExecutionId.Value,
        checkpoint.CreatedAt,
        checkpoint.Status.Word,
        Completed(state))
    {
        Version = checkpoint.Version,
        Name = checkpoint.Name,
        Description = checkpoint.Description,
    };

    public static CheckpointDetail Detail(StoredCheckpoint checkpoint, ExecutionState state) => new()
    {
        Id = checkpoint.Id.Value,
        CheckpointId = checkpoint.Id.Value,
        ExecutionId = checkpoint.ExecutionId.Value,
        WorkflowId = state.WorkflowId.Value,
        CreatedAt = checkpoint.CreatedAt,
        Timestamp = checkpoint.CreatedAt,
        Version = checkpoint.Version,
        Kind = checkpoint.Kind.Word,
        Name = checkpoint.Name,
        Description = checkpoint.Description,
        WorkflowStatus = checkpoint.Status.Word,
        TaskStatuses = ExecutionViews.Shown(state).ToDictionary(task => task.Path, task => task.Status.Word),
        CompletedTasks = Completed(state),
        StateData = new CheckpointData(
            state.Input,
            state.Output,
            state.Metadata,
            state.CustomState,
            ExecutionViews.Shown(state)
                .Where(task => task is { Status: TaskStatus.Completed, Output: not null })
                .ToDictionary(task => task.Path, task => task.Output!.Value)),
    };

    public static StateCheckpoint OfState(StoredCheckpoint checkpoint, ExecutionState state) => new(
        checkpoint.Id.Value,
        checkpoint.ExecutionId.Value,
        state.WorkflowId.Value,
        checkpoint.Name,
        checkpoint.Description,
        checkpoint.CreatedAt,
        ExecutionViews.Shown(state).ToDictionary(
            task => task.Path, task => new StateCheckpointTask(task.Status.Word, task.Output)));

    private static IReadOnlyList<string> Completed(ExecutionState state) =>
        [.. ExecutionViews.Shown(state).Where(task => task.Status == TaskStatus.Completed).Select(task => task.Path)];
}
