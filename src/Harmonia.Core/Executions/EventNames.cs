using System.Diagnostics;

namespace Harmonia.Core.Executions;

/// <summary>The type of an event as it is stored and told to subscribers: its discriminator.</summary>
public static class EventNames
{
    public static string Of(ExecutionEvent fact) => fact switch
    {
        WorkflowStarted => "workflow_started",
        WorkflowPaused => "workflow_paused",
        WorkflowResumed => "workflow_resumed",
        WorkflowRetried => "workflow_retried",
        WorkflowCompleted => "workflow_completed",
        WorkflowFailed => "workflow_failed",
        WorkflowCanceled => "workflow_canceled",
        StateChanged => "state_changed",
        StateUpdated => "state_updated",
        CheckpointCreated => "checkpoint_created",
        WorkflowRestored => "workflow_restored",
        TaskStarted => "task_started",
        TaskCompleted => "task_completed",
        TaskFailed => "task_failed",
        TaskSkipped => "task_skipped",
        TaskCanceled => "task_canceled",
        TaskInterrupted => "task_interrupted",
        RetryAttempted => "retry_attempted",
        ChildStarted => "child_started",
        ChildTold => "child_told",
        CallbackAwaited => "callback_awaited",
        CallbackReceived => "callback_received",
        SignalReceived => "signal_received",
        SignalTaken => "signal_taken",
        ApprovalRequested => "approval_requested",
        ApprovalAnswered => "approval_answered",
        ApprovalReminded => "approval_reminded",
        ApprovalEscalated => "approval_escalated",
        ItemCompleted => "item_completed",
        ItemFailed => "item_failed",
        ItemsAdded => "items_added",
        TasksSpliced => "tasks_spliced",
        TaskChunk => "task_chunk",
        WorkflowClosing => "workflow_closing",
        ErrorOccurred => "error_occurred",
        TaskReleased => "task_released",
        WaitingForComponent => "waiting_for_component",
        AttemptReturned => "attempt_returned",
        TaskProgressed => "task_progress",
        IterationStarted => "iteration_started",
        IterationCompleted => "iteration_completed",
        TaskEntered => "task_entered",
        TransitionsTaken => "transitions_taken",
        TaskPostponed => "task_postponed",
        _ => throw new UnreachableException($"Event {fact.GetType().Name} has no name."),
    };
}
