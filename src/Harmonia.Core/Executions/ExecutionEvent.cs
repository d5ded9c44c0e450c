using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Executions;

/// <summary>A fact about one execution, kept for as long as the execution is kept.</summary>
/// <remarks>
/// Events of one execution are numbered 1, 2, 3 …: that number is its version. Add cases freely; never rename a
/// discriminator and never change what a stored field means.
/// </remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(WorkflowStarted), "workflow_started")]
[JsonDerivedType(typeof(WorkflowPaused), "workflow_paused")]
[JsonDerivedType(typeof(WorkflowResumed), "workflow_resumed")]
[JsonDerivedType(typeof(WorkflowRetried), "workflow_retried")]
[JsonDerivedType(typeof(WorkflowCompleted), "workflow_completed")]
[JsonDerivedType(typeof(WorkflowFailed), "workflow_failed")]
[JsonDerivedType(typeof(WorkflowCanceled), "workflow_canceled")]
[JsonDerivedType(typeof(StateChanged), "state_changed")]
[JsonDerivedType(typeof(StateUpdated), "state_updated")]
[JsonDerivedType(typeof(CheckpointCreated), "checkpoint_created")]
[JsonDerivedType(typeof(WorkflowRestored), "workflow_restored")]
[JsonDerivedType(typeof(TaskStarted), "task_started")]
[JsonDerivedType(typeof(TaskCompleted), "task_completed")]
[JsonDerivedType(typeof(TaskFailed), "task_failed")]
[JsonDerivedType(typeof(TaskSkipped), "task_skipped")]
[JsonDerivedType(typeof(TaskCanceled), "task_canceled")]
[JsonDerivedType(typeof(TaskInterrupted), "task_interrupted")]
[JsonDerivedType(typeof(RetryAttempted), "retry_attempted")]
[JsonDerivedType(typeof(ChildStarted), "child_started")]
[JsonDerivedType(typeof(ChildTold), "child_told")]
[JsonDerivedType(typeof(CallbackAwaited), "callback_awaited")]
[JsonDerivedType(typeof(CallbackReceived), "callback_received")]
[JsonDerivedType(typeof(SignalReceived), "signal_received")]
[JsonDerivedType(typeof(SignalTaken), "signal_taken")]
[JsonDerivedType(typeof(ApprovalRequested), "approval_requested")]
[JsonDerivedType(typeof(ApprovalAnswered), "approval_answered")]
[JsonDerivedType(typeof(ApprovalReminded), "approval_reminded")]
[JsonDerivedType(typeof(ApprovalEscalated), "approval_escalated")]
[JsonDerivedType(typeof(ItemCompleted), "item_completed")]
[JsonDerivedType(typeof(ItemFailed), "item_failed")]
[JsonDerivedType(typeof(ItemsAdded), "items_added")]
[JsonDerivedType(typeof(TasksSpliced), "tasks_spliced")]
[JsonDerivedType(typeof(TaskChunk), "task_chunk")]
[JsonDerivedType(typeof(WorkflowClosing), "workflow_closing")]
[JsonDerivedType(typeof(ErrorOccurred), "error_occurred")]
[JsonDerivedType(typeof(TaskReleased), "task_released")]
[JsonDerivedType(typeof(IterationStarted), "iteration_started")]
[JsonDerivedType(typeof(IterationCompleted), "iteration_completed")]
[JsonDerivedType(typeof(TaskEntered), "task_entered")]
[JsonDerivedType(typeof(TransitionsTaken), "transitions_taken")]
[JsonDerivedType(typeof(TaskPostponed), "task_postponed")]
[JsonDerivedType(typeof(WaitingForComponent), "waiting_for_component")]
[JsonDerivedType(typeof(AttemptReturned), "attempt_returned")]
[JsonDerivedType(typeof(TaskProgressed), "task_progress")]
public abstract record ExecutionEvent
{
    private protected ExecutionEvent()
    {
    }

    /// <summary>When it was decided: the time of the command.</summary>
    [JsonPropertyName("at")]
    public required DateTimeOffset At { get; init; }

    /// <summary>The idempotency key of the request that caused it; <see langword="null"/> when none did.</summary>
    [JsonPropertyName("request")]
    public string? Request { get; init; }
}

/// <summary>Version 1 of every execution.</summary>
public sealed record WorkflowStarted(
    [property: JsonPropertyName("workflow_id")] WorkflowId WorkflowId,
    [property: JsonPropertyName("workflow_name")] string WorkflowName,
    [property: JsonPropertyName("definition")] string DefinitionHash,
    [property: JsonPropertyName("input")] JsonElement Input,
    [property: JsonPropertyName("metadata")] JsonElement? Metadata) : ExecutionEvent
{
    /// <summary>
    /// Hash of what was asked, so that a repeated start with the same key can be told from a different one.
    /// </summary>
    [JsonPropertyName("request_hash")]
    public string? RequestHash { get; init; }

    /// <summary>Who started it, if an execution did.</summary>
    [JsonPropertyName("parent")]
    public ParentExecution? Parent { get; init; }
    /// <summary>Whose first events these are, when it was restored; <see langword="null"/> otherwise.</summary>
    [JsonPropertyName("restored_from")]
    public RestoredFrom? RestoredFrom { get; init; }
}

/// <summary>No further attempt starts until it is resumed; running ones go on.</summary>
public sealed record WorkflowPaused([property: JsonPropertyName("reason")] string Reason) : ExecutionEvent;

public sealed record WorkflowResumed : ExecutionEvent;

/// <summary>Somebody reopened an execution: these tasks are as if they had not run.</summary>
public sealed record WorkflowRetried(
    [property: JsonPropertyName("tasks")] ImmutableArray<string> Tasks) : ExecutionEvent
{
    /// <summary>Maps among them that keep the items that completed; <see langword="null"/> for none.</summary>
    [JsonPropertyName("kept")]
    public ImmutableArray<string>? Kept { get; init; }
}

/// <param name="Output">What it returns.</param>
/// <param name="Warnings">Ids of tasks that failed and were covered by <c>on_error: continue</c>.</param>
public sealed record WorkflowCompleted(
    [property: JsonPropertyName("output")] JsonElement Output,
    [property: JsonPropertyName("warnings")] ImmutableArray<string> Warnings) : ExecutionEvent;

/// <param name="Reason">A stable code: <c>task_failed</c>, <c>timeout</c>, <c>invalid_output</c>,
/// <c>history_limit</c> …</param>
/// <param name="Failure">The failure that nobody handled.</param>
/// <param name="FailedTasks">Ids of the tasks that failed unhandled; empty when it was not a task.</param>
public sealed record WorkflowFailed(
    [property: JsonPropertyName("reason")] string Reason,
    [property: JsonPropertyName("failure")] TaskFailure Failure,
    [property: JsonPropertyName("failed_tasks")] ImmutableArray<string> FailedTasks) : ExecutionEvent
{
    /// <summary>Paths of compensations that failed; <see langword="null"/> when none did.</summary>
    [JsonPropertyName("compensations_failed")]
    public ImmutableArray<string>? CompensationsFailed { get; init; }
}

public sealed record WorkflowCanceled([property: JsonPropertyName("reason")] string? Reason) : ExecutionEvent
{
    /// <summary>Paths of compensations that failed; <see langword="null"/> when none did.</summary>
    [JsonPropertyName("compensations_failed")]
    public ImmutableArray<string>? CompensationsFailed { get; init; }
}

/// <summary>The free-form state of the execution was replaced.</summary>
public sealed record StateChanged([property: JsonPropertyName("state")] JsonElement State) : ExecutionEvent;

/// <summary>Members of the free-form state were set; the others stay as they were.</summary>
public sealed record StateUpdated([property: JsonPropertyName("values")] JsonElement Values) : ExecutionEvent;

/// <summary>An event of one task.</summary>
public abstract record TaskEvent : ExecutionEvent
{
    private protected TaskEvent()
    {
    }

    [JsonPropertyName("task")]
    public required string Task { get; init; }

    /// <summary>What the attempt that it tells of used up; <see langword="null"/> when nothing is counted.</summary>
    [JsonPropertyName("usage")]
    public TaskUsage? Usage { get; init; }
}

/// <summary>An event of one frame: an item of a map, an iteration of a loop. Its task is the frame's path.</summary>
public abstract record ScopeEvent : TaskEvent
{
    private protected ScopeEvent()
    {
    }
}

/// <summary>An attempt began; stored before the call is made.</summary>
/// <param name="Attempt">1, 2, 3 … over everything that was ever started for this task: the fencing token of its
/// reports.</param>
/// <param name="Input">The rendered input; <see langword="null"/> when it is that of the attempt before.</param>
public sealed record TaskStarted(
    [property: JsonPropertyName("attempt")] int Attempt,
    [property: JsonPropertyName("input")] JsonElement? Input) : TaskEvent
{
    /// <summary>When a sleeping task wakes, or a wait is given up; <see langword="null"/> for any other.</summary>
    [JsonPropertyName("wake_at")]
    public DateTimeOffset? WakeAt { get; init; }

    /// <summary>Which callback address a webhook is about to tell; <see langword="null"/> for any other.</summary>
    [JsonPropertyName("callback")]
    public int? Callback { get; init; }

    /// <summary>The execution that the attempt is about to start; <see langword="null"/> for any other.</summary>
    [JsonPropertyName("child_id")]
    public ExecutionId? ChildId { get; init; }
    /// <summary>The names of the signals that it waits for.</summary>
    [JsonPropertyName("signals")]
    public ImmutableArray<string>? Signals { get; init; }
    /// <summary>How many iterations a loop with a <c>count</c> has; <see langword="null"/> for any other.</summary>
    [JsonPropertyName("count")]
    public int? Count { get; init; }
}

public sealed record TaskCompleted(
    [property: JsonPropertyName("attempt")] int Attempt,
    [property: JsonPropertyName("output")] JsonElement Output) : TaskEvent
{
    /// <summary>The branches that a decision chose, one bit each; <see langword="null"/> for any other.</summary>
    [JsonPropertyName("chosen")]
    public ulong? Chosen { get; init; }

    /// <summary>Whether items of a map still run, and go on to an end that nobody minds.</summary>
    [JsonPropertyName("consumes")]
    public bool? Consumes { get; init; }
    /// <summary>
    /// What the call that undoes the task gets, when it comes to that; <see langword="null"/> for a task without one.
    /// </summary>
    [JsonPropertyName("compensation")]
    public JsonElement? Compensation { get; init; }
}

/// <summary>The task failed for good.</summary>
/// <param name="Attempt">The attempt that failed; 0 when none had started.</param>
/// <param name="Failure">Why.</param>
/// <param name="Retries">Failed attempts that were followed by another.</param>
public sealed record TaskFailed(
    [property: JsonPropertyName("attempt")] int Attempt,
    [property: JsonPropertyName("failure")] TaskFailure Failure,
    [property: JsonPropertyName("retries")] int Retries) : TaskEvent
{
    /// <summary>The child whose own end, or failure to begin, this is.</summary>
    [JsonPropertyName("child_id")]
    public ExecutionId? ChildId { get; init; }
}

/// <param name="Reason"><c>condition</c> or <c>join</c>.</param>
/// <param name="Detail">Which condition, or which dependency, for people.</param>
public sealed record TaskSkipped(
    [property: JsonPropertyName("reason")] string Reason,
    [property: JsonPropertyName("detail")] string Detail) : TaskEvent;

/// <summary>A running or waiting task was withdrawn because its execution ended.</summary>
public sealed record TaskCanceled(
    [property: JsonPropertyName("attempt")] int Attempt,
    [property: JsonPropertyName("reason")] string Reason) : TaskEvent;

/// <summary>The process ended while the attempt ran; its outcome is unknown, and it costs no retry.</summary>
public sealed record TaskInterrupted([property: JsonPropertyName("attempt")] int Attempt) : TaskEvent
{
    /// <summary>Whether somebody must say what became of it (<c>on_unknown: ask</c>).</summary>
    [JsonPropertyName("asks")]
    public bool? Asks { get; init; }
}

/// <summary>An attempt could have started, and must not yet.</summary>
/// <param name="Reason">What it waits for: <c>window</c>.</param>
/// <param name="DueAt">When it may start.</param>
public sealed record TaskPostponed(
    [property: JsonPropertyName("reason")] string Reason,
    [property: JsonPropertyName("due_at")] DateTimeOffset DueAt) : TaskEvent;

/// <summary>An attempt failed and another follows.</summary>
/// <param name="Attempt">The attempt that failed.</param>
/// <param name="Failure">Why.</param>
/// <param name="RetryCount">Which retry this will be, from 1.</param>
/// <param name="MaxRetries">How many there may be.</param>
/// <param name="DueAt">When the next attempt may start.</param>
public sealed record RetryAttempted(
    [property: JsonPropertyName("attempt")] int Attempt,
    [property: JsonPropertyName("failure")] TaskFailure Failure,
    [property: JsonPropertyName("retry_count")] int RetryCount,
    [property: JsonPropertyName("max_retries")] int MaxRetries,
    [property: JsonPropertyName("due_at")] DateTimeOffset DueAt) : TaskEvent
{
    /// <summary>The child whose own end, or failure to begin, this is.</summary>
    [JsonPropertyName("child_id")]
    public ExecutionId? ChildId { get; init; }
}
