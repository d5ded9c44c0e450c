using System.Text.Json;
using Harmonia.Core.Executions;
using static Harmonia.Server.Realtime.DetailWriter;

namespace Harmonia.Server.Realtime;

/// <summary>What the event of a task tells beside its type.</summary>
internal static class TaskDetails
{
    public static void Write(Utf8JsonWriter writer, in LiveItem item, TaskEvent fact)
    {
        WriteOwn(writer, item);
        if (fact.Usage is { } usage)
        {
            WriteUsage(writer, usage);
        }
    }

    private static void WriteOwn(Utf8JsonWriter writer, in LiveItem item)
    {
        switch (item.Recorded.Event)
        {
            case TaskStarted started:
                writer.WriteString("task_name"u8, item.TaskName);
                writer.WriteNumber("attempt"u8, started.Attempt);
                break;
            case TaskCompleted completed:
                WriteSeconds(writer, "duration"u8, item.Duration);
                writer.WriteNumber("output_size"u8, JsonText.Size(completed.Output));
                writer.WriteNumber("attempt"u8, completed.Attempt);
                break;
            case TaskFailed failed:
                WriteFailure(writer, failed.Failure);
                writer.WriteNumber("retries"u8, failed.Retries);
                writer.WriteNumber("attempt"u8, failed.Attempt);
                break;
            case TaskSkipped skipped:
                writer.WriteString("reason"u8, skipped.Reason);
                writer.WriteString("detail"u8, skipped.Detail);
                break;
            case TaskCanceled canceled:
                writer.WriteNumber("attempt"u8, canceled.Attempt);
                writer.WriteString("reason"u8, canceled.Reason);
                break;
            case TaskChunk or TasksSpliced or ItemCompleted or ItemFailed or ItemsAdded:
                WriteItemDetails(writer, item.Recorded.Event);
                break;
            case ErrorOccurred error:
                WriteFailure(writer, error.Failure);
                WriteList(writer, "handlers"u8, error.Handlers);
                break;
            case TaskEntered entered:
                WriteList(writer, "from"u8, entered.From);
                break;
            case TransitionsTaken taken:
                WriteList(writer, "taken"u8, taken.Taken);
                break;
            case IterationCompleted { DueAt: { } next }:
                WireTime.Write(writer, "due_at"u8, next);
                break;
            case ChildStarted or CallbackAwaited or CallbackReceived:
                WriteOthers(writer, item.Recorded.Event);
                break;
            case TaskReleased released:
                writer.WriteNumber("attempt"u8, released.Attempt);
                break;
            case TaskInterrupted interrupted:
                writer.WriteNumber("attempt"u8, interrupted.Attempt);
                break;
            case TaskPostponed postponed:
                writer.WriteString("reason"u8, postponed.Reason);
                WireTime.Write(writer, "due_at"u8, postponed.DueAt);
                break;
            case RetryAttempted retry:
                writer.WriteNumber("retry_count"u8, retry.RetryCount);
                writer.WriteNumber("max_retries"u8, retry.MaxRetries);
                WriteSeconds(writer, "delay"u8, retry.DueAt - retry.At);
                WriteFailure(writer, retry.Failure);
                writer.WriteNumber("attempt"u8, retry.Attempt);
                WireTime.Write(writer, "due_at"u8, retry.DueAt);
                break;
            default:
                WriteWaitDetails(writer, item.Recorded.Event);
                break;
        }
    }

    private static void WriteComponentDetails(Utf8JsonWriter writer, ExecutionEvent fact)
    {
        switch (fact)
        {
            case WaitingForComponent waiting:
                writer.WriteString("component"u8, waiting.Component);
                writer.WriteString("action"u8, waiting.Action);
                writer.WriteString("reason"u8, waiting.Reason);
                break;
            case AttemptReturned returned:
                writer.WriteNumber("attempt"u8, returned.Attempt);
                writer.WriteString("reason"u8, returned.Reason);
                WireTime.Write(writer, "due_at"u8, returned.DueAt);
                break;
            case TaskProgressed { Progress: var progress } progressed:
                writer.WriteNumber("attempt"u8, progressed.Attempt);
                if (progress is { } known)
                {
                    writer.WriteNumber("progress"u8, known);
                }

                writer.WriteString("message"u8, progressed.Message);
                break;
        }
    }

    private static void WriteUsage(Utf8JsonWriter writer, TaskUsage usage)
    {
        writer.WriteStartObject("usage"u8);
        writer.WriteNumber("input_tokens"u8, usage.InputTokens);
        writer.WriteNumber("output_tokens"u8, usage.OutputTokens);
        writer.WriteNumber("cost_usd"u8, usage.CostUsd);
        writer.WriteNumber("calls"u8, usage.Calls);
        writer.WriteEndObject();
    }

    private static void WriteWaitDetails(Utf8JsonWriter writer, ExecutionEvent fact)
    {
        switch (fact)
        {
            case SignalTaken taken:
                writer.WriteString("signal_id"u8, taken.Id);
                writer.WriteNumber("attempt"u8, taken.Attempt);
                break;
            case ApprovalRequested requested:
                writer.WriteString("title"u8, requested.Title);
                WriteList(writer, "assignees"u8, requested.Assignees);
                WriteTime(writer, "deadline"u8, requested.Deadline);
                writer.WriteNumber("attempt"u8, requested.Attempt);
                break;
            case ApprovalAnswered answered:
                writer.WriteString("decision"u8, answered.Decision);
                writer.WriteString("actor"u8, answered.Actor);
                writer.WriteNumber("attempt"u8, answered.Attempt);
                break;
            case ApprovalReminded reminded:
                writer.WriteNumber("number"u8, reminded.Number);
                writer.WriteNumber("attempt"u8, reminded.Attempt);
                break;
            case ApprovalEscalated escalated:
                WriteList(writer, "assignees"u8, escalated.Assignees);
                writer.WriteNumber("attempt"u8, escalated.Attempt);
                break;
            default:
                WriteComponentDetails(writer, fact);
                break;
        }
    }

    /// <summary>Of what a map, a plan or a stream brings.</summary>
    private static void WriteItemDetails(Utf8JsonWriter writer, ExecutionEvent fact)
    {
        switch (fact)
        {
            case TaskChunk chunk:
                writer.WriteNumber("sequence"u8, chunk.Sequence);
                writer.WriteNumber("size"u8, JsonText.Size(chunk.Data));
                writer.WriteNumber("attempt"u8, chunk.Attempt);
                break;
            case TasksSpliced spliced:
                writer.WriteNumber("attempt"u8, spliced.Attempt);
                break;
            case ItemCompleted completed:
                writer.WriteNumber("output_size"u8, JsonText.Size(completed.Output));
                break;
            case ItemFailed failed:
                WriteFailure(writer, failed.Failure);
                break;
            case ItemsAdded added:
                writer.WriteNumber("items"u8, added.Items.GetArrayLength());
                writer.WriteBoolean("close"u8, added.Close);
                break;
        }
    }

    /// <summary>Children and callbacks: what a task has to do with others.</summary>
    private static void WriteOthers(Utf8JsonWriter writer, ExecutionEvent fact)
    {
        switch (fact)
        {
            case ChildStarted begun:
                writer.WriteNumber("attempt"u8, begun.Attempt);
                writer.WriteString("child_id"u8, begun.ChildId.Value);
                break;
            case CallbackAwaited awaited:
                writer.WriteNumber("attempt"u8, awaited.Attempt);
                break;
            case CallbackReceived received:
                writer.WriteNumber("size"u8, JsonText.Size(received.Body));
                break;
        }
    }
}
