using Harmonia.Core.Failures;

namespace Harmonia.Core.Executions.Deciding;

/// <summary>The ways to say no.</summary>
internal static class Refusals
{
    public static Decision.Rejected NotStarted { get; } =
        new(RefusalCodes.NotStarted, "The execution has not started.");

    public static Decision.Rejected AlreadyEnded(ExecutionState state) =>
        new(RefusalCodes.AlreadyEnded, $"The execution has already ended: it is {state.Status.Word}.");

    public static Decision.Rejected Closing(WorkflowClosing closing) =>
        new(RefusalCodes.AlreadyEnded, $"It is decided how the execution ends: {closing.Status}. It only cleans up.");

    public static Decision.Rejected NotAsked(string task) => new(
        RefusalCodes.NotAsked,
        $"Nobody asks what became of task '{task}': only a task that waits for an operator can be resolved.");

    public static Decision.Rejected NotRunning(ExecutionState state) =>
        new(RefusalCodes.NotRunning, $"Only a running execution can be paused; this one is {state.Status.Word}.");

    public static Decision.Rejected NotPaused(ExecutionState state) =>
        new(RefusalCodes.NotPaused, $"Only a paused execution can be resumed; this one is {state.Status.Word}.");

    public static Decision.Rejected NotFailed(ExecutionState state) => new(
        RefusalCodes.NotFailed,
        state.Status == ExecutionStatus.Completed
            ? "Only a failed execution, or a completed one with warnings, can be retried; this one has none."
            : $"Only a failed execution can be retried; this one is {state.Status.Word}.");

    public static Decision.Rejected TaskNotFound(string path) =>
        new(RefusalCodes.TaskNotFound, $"The execution has no task '{path}' now.");

    public static Decision.Rejected TaskNotOpen(TaskState task) => new(
        RefusalCodes.TaskNotOpen,
        task.Definition.Map is { IsOpen: true }
            ? $"The map '{task.Path}' takes no items now: it is {task.Status.Word}."
            : $"The task '{task.Path}' takes no items. Give a map `open: true`.");

    public static Decision.Rejected CallbackLate { get; } = new(
        RefusalCodes.CallbackLate, "Nobody waits for this callback any more: the task has ended, or has called again.");

    public static Decision.Rejected CallbackReceived { get; } = new(
        RefusalCodes.CallbackReceived, "Another callback with this address was accepted before.");

    public static Decision.Rejected EndedBeforeCheckpoint(ExecutionState state) => new(
        RefusalCodes.NotRunning,
        $"A checkpoint is taken of an execution that goes on; this one is {state.Status.Word}.");

    public static Decision.Rejected CheckpointLimit(ExecutionState state) => new(
        RefusalCodes.CheckpointLimit,
        $"The execution has the {state.Settings.MaxCheckpoints} checkpoints that callers may take of one.");

    public static Decision.Rejected NotWhole { get; } = new(
        RefusalCodes.NotRestorable,
        "Not all events up to that version are kept: iterations of a loop that are long past were removed.");

    public static Decision.Rejected NoRoomToRestore(ExecutionState state) => new(
        RefusalCodes.NotRestorable,
        $"That version leaves no room below the {state.Settings.MaxEvents} events that an execution may have.");

    public static Decision.Rejected TooManySignals(ExecutionState state) => new(
        RefusalCodes.TooManySignals,
        $"{state.Signals.Count} signals of {state.Signals.Bytes} bytes are kept already and no task has taken them; "
            + $"{state.Settings.MaxKeptSignals} signals of {state.Settings.MaxKeptSignalBytes} bytes may be.");

    public static Decision.Rejected NoApproval(string task) => new(
        RefusalCodes.ApprovalNotFound, $"There is no approval '{Definitions.Shown.Text(task)}' in this execution.");

    public static Decision.Rejected NotOpen(TaskState task) => new(
        RefusalCodes.ApprovalNotOpen,
        $"The approval '{task.Path}' cannot be answered now: it is {task.Status.Word}."
            + (task.SkipDetail is { } detail ? $" {detail}" : ""));

    public static Decision.Rejected NotAsked(TaskState task, int attempt) => new(
        RefusalCodes.ApprovalNotOpen,
        $"The approval '{task.Path}' was asked anew since: this answer is for attempt {attempt}, and now it is "
            + $"{task.Attempt}.");

    public static Decision.Rejected AlreadyAnswered(TaskState task, ApprovalAnswer winner) => new(
        RefusalCodes.ApprovalAlreadyAnswered,
        $"The approval '{task.Path}' has been answered: {winner.Actor ?? "somebody"} said {winner.Word} at "
            + $"{winner.At.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}.")
    {
        Winner = winner,
    };

    public static Decision.Rejected NotAssigned(TaskState task, string? actor) => new(
        RefusalCodes.ApprovalNotAssigned,
        actor is null
            ? $"Only those whom the approval '{task.Path}' is assigned to may answer it. Say who answers (`actor`)."
            : $"The approval '{task.Path}' is not assigned to '{Definitions.Shown.Text(actor)}'.");

    public static Decision.Rejected KeyReused { get; } = new(
        RefusalCodes.IdempotencyKeyReused,
        "This idempotency key was used for a start with other content. Use a new key for a new execution.");

    public static Decision.Rejected AlreadyStarted { get; } =
        new(RefusalCodes.AlreadyStarted, "An execution with this id has already started.");
}
