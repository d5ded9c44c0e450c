using System.Diagnostics;
using System.Globalization;
using Harmonia.Core.Executions;

namespace Harmonia.Server.Realtime;

/// <summary>What an event says to people, in one sentence.</summary>
internal static class LiveSentences
{
    /// <summary>Characters of a failure's own message that are repeated; the details have all of it.</summary>
    private const int MaxQuoted = 200;

    public static string? Of(in LiveItem item) => item.Recorded.Event switch
    {
        WorkflowStarted started => $"Workflow {started.WorkflowName} started.",
        WorkflowPaused => "The execution is paused.",
        WorkflowResumed => "The execution goes on.",
        WorkflowRetried retried => $"The execution was reopened; {Count(retried.Tasks.Length)} to do again.",
        WorkflowCompleted { Warnings.IsEmpty: true } => "The execution completed.",
        WorkflowCompleted completed => $"The execution completed with {completed.Warnings.Length} warnings.",
        WorkflowFailed failed => $"The execution failed: {Shortened(failed.Failure.Message)}",
        WorkflowCanceled { Reason: { } reason } => $"The execution was canceled: {Shortened(reason)}",
        WorkflowCanceled => "The execution was canceled.",
        StateChanged => "The state was replaced.",
        StateUpdated => "The state was updated.",
        CheckpointCreated { Name: { } name } => $"The checkpoint {Shortened(name)} was taken.",
        CheckpointCreated => "A checkpoint was taken.",
        WorkflowRestored restored =>
            $"The execution goes on from version {restored.Original.Version} of {restored.Original.Execution}.",
        TaskStarted { Attempt: > 1 } started => $"Task {started.Task} started attempt {started.Attempt}.",
        TaskStarted started => $"Task {started.Task} started.",
        TaskCompleted completed => $"Task {completed.Task} completed.",
        TaskFailed failed => $"Task {failed.Task} failed: {Shortened(failed.Failure.Message)}",
        TaskSkipped skipped => $"Task {skipped.Task} was skipped: {Shortened(skipped.Detail)}",
        TaskCanceled canceled => $"Task {canceled.Task} was canceled.",
        WorkflowClosing closing => $"The execution cleans up before it ends: {closing.Status}.",
        ErrorOccurred error => $"An error handler takes care of the failure of task {error.Task}.",
        TaskEntered entered => $"Task {entered.Task} was reached.",
        TransitionsTaken { Taken.IsEmpty: true } taken => $"Nothing follows task {taken.Task}.",
        TransitionsTaken taken => $"Task {taken.Task} is followed by {Shortened(string.Join(", ", taken.Taken))}.",
        IterationStarted started => $"Iteration {started.Task} started.",
        IterationCompleted completed => $"Iteration {completed.Task} completed.",
        TaskReleased released => $"Task {released.Task} is to be tried again.",
        TaskInterrupted { Asks: true } asks =>
            $"Task {asks.Task} was interrupted; somebody must say what became of it.",
        TaskInterrupted interrupted => $"Task {interrupted.Task} was interrupted; another attempt follows.",
        TaskPostponed postponed => $"Task {postponed.Task} waits for its {postponed.Reason}.",
        RetryAttempted retry => string.Create(
            CultureInfo.InvariantCulture,
            $"Task {retry.Task} failed and is tried again ({retry.RetryCount} of {retry.MaxRetries})."),
        ChildStarted begun => $"Task {begun.Task} started execution {begun.ChildId}.",
        CallbackAwaited awaited => $"Task {awaited.Task} waits to be called back.",
        CallbackReceived received => $"Task {received.Task} was called back.",
        ChildTold told => $"Execution {told.ChildId} was told to {Of(told.Order)}.",
        TaskChunk chunk => $"Task {chunk.Task} brought partial result {chunk.Sequence}.",
        TasksSpliced spliced => $"Task {spliced.Task} has a plan.",
        ItemCompleted completed => $"Item {completed.Task} completed.",
        ItemFailed failed => $"Item {failed.Task} failed: {Shortened(failed.Failure.Message)}",
        ItemsAdded added => $"{added.Items.GetArrayLength()} items were added to {added.Task}.",
        SignalReceived { TakenBy: { } task } signal => $"Signal {Shortened(signal.Name)} came and task {task} took it.",
        SignalReceived { Kept: true } signal => $"Signal {Shortened(signal.Name)} came and is kept.",
        SignalReceived signal => $"Signal {Shortened(signal.Name)} came and is lost: nobody waited for it.",
        SignalTaken taken => $"Task {taken.Task} took a signal that had been kept.",
        ApprovalRequested requested => $"Task {requested.Task} asks: {Shortened(requested.Title)}",
        ApprovalAnswered answered =>
            $"{Shortened(answered.Actor ?? "Somebody")} answered task {answered.Task}: {answered.Decision}.",
        ApprovalReminded reminded => $"Task {reminded.Task} is still to be answered.",
        ApprovalEscalated escalated => $"Nobody answered task {escalated.Task}; others are asked now.",
        WaitingForComponent waiting =>
            $"Task {waiting.Task} waits for component {waiting.Component}: {Shortened(waiting.Reason)}",
        AttemptReturned returned =>
            $"Attempt {returned.Attempt} of task {returned.Task} reached nobody: {Shortened(returned.Reason)}",
        TaskProgressed { Message: { } message } => Shortened(message),
        TaskProgressed { Progress: { } progress } progressed => string.Create(
            CultureInfo.InvariantCulture, $"Task {progressed.Task} is {progress * 100:0.#} % done."),
        TaskProgressed progressed => $"Task {progressed.Task} goes on.",
        _ => null,
    };

    public static string Of(ChildOrder order) => order switch
    {
        ChildOrder.Cancel => "cancel",
        ChildOrder.Pause => "pause",
        ChildOrder.Resume => "resume",
        _ => throw new UnreachableException($"Order {order} has no word."),
    };

    private static string Count(int tasks) => tasks == 1 ? "1 task is" : $"{tasks} tasks are";

    private static string Shortened(string text)
    {
        if (text.Length <= MaxQuoted)
        {
            return text;
        }

        var length = char.IsHighSurrogate(text[MaxQuoted - 1]) ? MaxQuoted - 1 : MaxQuoted;
        return string.Concat(text.AsSpan(0, length), "…");
    }
}
