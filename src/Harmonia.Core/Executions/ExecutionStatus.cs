namespace Harmonia.Core.Executions;

/// <summary>The life of an execution: pending, running, paused and running again, then one of three ends.</summary>
public enum ExecutionStatus
{
    /// <summary>
    /// Accepted; <c>workflow_started</c> is its first event, so this is only ever seen in the answer to a start.
    /// </summary>
    Pending,
    Running,
    Paused,
    Completed,
    Failed,
    Canceled,
}

/// <summary>The life of a task.</summary>
public enum TaskStatus
{
    /// <summary>Its dependencies have not ended.</summary>
    Pending,

    /// <summary>It can run, or will be able to, and waits for a named thing: <see cref="WaitReason"/>.</summary>
    Waiting,
    Running,
    Completed,
    Failed,
    Skipped,
    Canceled,
}

/// <summary>What a waiting task waits for.</summary>
public enum WaitReason
{
    None,

    /// <summary>A place among the tasks that may run at once.</summary>
    Limit,

    /// <summary>The time of its next attempt.</summary>
    Retry,

    /// <summary>Its own timer.</summary>
    Timer,

    /// <summary>A change of the execution's state.</summary>
    State,

    /// <summary>A signal.</summary>
    Signal,

    /// <summary>The answers of people.</summary>
    Approval,

    /// <summary>To be called back.</summary>
    Callback,

    /// <summary>The end of another execution.</summary>
    Child,

    /// <summary>The next opening of its execution window.</summary>
    Window,

    /// <summary>A mutex that another task holds.</summary>
    Mutex,

    /// <summary>Its component, which is not there.</summary>
    Component,

    /// <summary>Somebody who says what became of an attempt whose outcome is not known.</summary>
    Operator,
}

/// <summary>Questions about statuses.</summary>
public static class StatusExtensions
{
    extension(ExecutionStatus status)
    {
        public bool IsFinal =>
            status is ExecutionStatus.Completed or ExecutionStatus.Failed or ExecutionStatus.Canceled;

        /// <summary>The word on the wire and in the store.</summary>
        public string Word => status switch
        {
            ExecutionStatus.Pending => "pending",
            ExecutionStatus.Running => "running",
            ExecutionStatus.Paused => "paused",
            ExecutionStatus.Completed => "completed",
            ExecutionStatus.Failed => "failed",
            ExecutionStatus.Canceled => "canceled",
            _ => throw new System.Diagnostics.UnreachableException($"Execution status {status} has no word."),
        };
    }

    extension(TaskStatus status)
    {
        public bool IsFinal =>
            status is TaskStatus.Completed or TaskStatus.Failed or TaskStatus.Skipped or TaskStatus.Canceled;

        /// <summary>The word on the wire.</summary>
        public string Word => status switch
        {
            TaskStatus.Pending => "pending",
            TaskStatus.Waiting => "waiting",
            TaskStatus.Running => "running",
            TaskStatus.Completed => "completed",
            TaskStatus.Failed => "failed",
            TaskStatus.Skipped => "skipped",
            TaskStatus.Canceled => "canceled",
            _ => throw new System.Diagnostics.UnreachableException($"Task status {status} has no word."),
        };
    }

    extension(WaitReason reason)
    {
        /// <summary>The word on the wire; <see langword="null"/> for none.</summary>
        public string? Word => reason switch
        {
            WaitReason.None => null,
            WaitReason.Limit => "limit",
            WaitReason.Retry => "retry",
            WaitReason.Timer => "timer",
            WaitReason.State => "state",
            WaitReason.Signal => "signal",
            WaitReason.Approval => "approval",
            WaitReason.Callback => "callback",
            WaitReason.Child => "child",
            WaitReason.Window => "window",
            WaitReason.Mutex => "mutex",
            WaitReason.Component => "component",
            WaitReason.Operator => "operator",
            _ => throw new System.Diagnostics.UnreachableException($"Wait reason {reason} has no word."),
        };
    }
}
