using System.Text.Json;
using Harmonia.Client;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;

namespace Harmonia.Cli.Running;

/// <summary>What progress shows of an event, wherever the event came from.</summary>
/// <param name="Type">Such as <c>task_completed</c>.</param>
/// <param name="Task">Of which task, if it is about one.</param>
/// <param name="At">When it was decided.</param>
internal sealed record ProgressEvent(string Type, string? Task, DateTimeOffset At)
{
    public int? Attempt { get; init; }

    /// <summary>Why it failed, waits or was skipped.</summary>
    public string? Message { get; init; }

    public static ProgressEvent Of(ExecutionEvent fact)
    {
        var progress = new ProgressEvent(EventNames.Of(fact), (fact as TaskEvent)?.Task, fact.At);
        return fact switch
        {
            TaskStarted started => progress with { Attempt = started.Attempt },
            TaskCompleted completed => progress with { Attempt = completed.Attempt },
            TaskFailed failed => progress with { Attempt = failed.Attempt, Message = Text(failed.Failure) },
            RetryAttempted retried => progress with { Attempt = retried.Attempt, Message = Text(retried.Failure) },
            TaskSkipped skipped => progress with { Message = skipped.Detail },
            TaskCanceled canceled => progress with { Attempt = canceled.Attempt, Message = canceled.Reason },
            TaskPostponed postponed => progress with { Message = postponed.Reason },
            WaitingForComponent waiting => progress with { Message = waiting.Reason },
            AttemptReturned returned => progress with { Message = returned.Reason },
            TaskProgressed told => progress with { Attempt = told.Attempt, Message = told.Message },
            TaskInterrupted interrupted => progress with { Attempt = interrupted.Attempt },
            WorkflowFailed failed => progress with { Message = Text(failed.Failure) },
            WorkflowCanceled canceled => progress with { Message = canceled.Reason },
            WorkflowPaused paused => progress with { Message = paused.Reason },
            _ => progress,
        };
    }

    public static ProgressEvent Of(LiveEvent live) => new(live.EventType, live.TaskId, live.Timestamp)
    {
        Attempt = live.Details is { ValueKind: JsonValueKind.Object } details
            && details.TryGetProperty("attempt", out var attempt)
            && attempt.TryGetInt32(out var number) ? number : null,
        Message = live.EventType switch
        {
            // The sentence says again what the line says already; the details have the reason alone.
            "task_started" or "task_completed" or "workflow_started" or "workflow_completed" => null,
            "task_skipped" => Detail(live, "detail"),
            "task_canceled" or "task_postponed" or "workflow_canceled" or "workflow_paused" or "waiting_for_component"
                or "attempt_returned" => Detail(live, "reason"),
            "task_progress" => Detail(live, "message"),
            _ => live.Message,
        },
    };

    private static string? Detail(LiveEvent live, string name) =>
        live.Details is { ValueKind: JsonValueKind.Object } details
        && details.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Text(TaskFailure failure) => $"{failure.Code}: {failure.Message}";
}
