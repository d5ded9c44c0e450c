using System.Text.Json;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Engine.Feeds;

namespace Harmonia.Server.Realtime;

/// <summary>An event as subscribers see it: the one mapping from what is stored to the wire.</summary>
internal static class LiveJson
{
    /// <param name="writer">Gets one object.</param>
    /// <param name="item">The event.</param>
    /// <param name="withPosition">Whether its place among the events of all executions is told.</param>
    public static void Write(Utf8JsonWriter writer, in LiveItem item, bool withPosition)
    {
        var (recorded, _, _) = item;
        writer.WriteStartObject();
        writer.WriteString("event_type"u8, EventNames.Of(recorded.Event));
        writer.WriteString("execution_id"u8, recorded.ExecutionId.Value);
        writer.WriteString("task_id"u8, (recorded.Event as TaskEvent)?.Task);
        writer.WriteNumber("version"u8, recorded.Version);
        if (withPosition)
        {
            writer.WriteNumber("position"u8, recorded.Position);
        }

        WireTime.Write(writer, "timestamp"u8, recorded.Event.At);
        writer.WriteStartObject("details"u8);
        WriteDetails(writer, item);
        writer.WriteEndObject();
        writer.WriteString("message"u8, LiveSentences.Of(item));
        writer.WriteEndObject();
    }

    /// <summary>A piece of a text that an attempt produces.</summary>
    public static void Write(Utf8JsonWriter writer, TextPiece piece)
    {
        writer.WriteStartObject();
        writer.WriteString("event_type"u8, EventTypes.Text);
        writer.WriteString("execution_id"u8, piece.ExecutionId.Value);
        writer.WriteString("task_id"u8, piece.Task);
        WireTime.Write(writer, "timestamp"u8, piece.At);
        writer.WriteStartObject("details"u8);
        writer.WriteNumber("attempt"u8, piece.Attempt);
        writer.WriteNumber("index"u8, piece.Index);
        writer.WriteNumber("offset"u8, piece.Offset);
        writer.WriteString("text"u8, piece.Text);
        writer.WriteEndObject();
        writer.WriteNull("message"u8);
        writer.WriteEndObject();
    }

    private static void WriteDetails(Utf8JsonWriter writer, in LiveItem item)
    {
        if (item.Recorded.Event is TaskEvent ofTask)
        {
            WriteTaskDetails(writer, item);
            if (ofTask.Usage is { } usage)
            {
                WriteUsage(writer, usage);
            }

            return;
        }

        switch (item.Recorded.Event)
        {
            case WorkflowStarted started:
                writer.WriteString("workflow_id"u8, started.WorkflowId.Value);
                writer.WriteString("workflow_name"u8, started.WorkflowName);
                break;
            case WorkflowCompleted completed:
                WriteList(writer, "warnings"u8, completed.Warnings);
                WriteSeconds(writer, "duration"u8, item.Duration);
                break;
            case WorkflowFailed failed:
                WriteList(writer, "failed_tasks"u8, failed.FailedTasks);
                writer.WriteString("reason"u8, failed.Reason);
                WriteFailure(writer, failed.Failure);
                break;
            case WorkflowCanceled canceled:
                writer.WriteString("reason"u8, canceled.Reason);
                break;
            case WorkflowClosing closing:
                writer.WriteString("status"u8, closing.Status);
                writer.WriteString("reason"u8, closing.Reason);
                break;
            case WorkflowPaused paused:
                writer.WriteString("reason"u8, paused.Reason);
                break;
            case WorkflowRetried retried:
                WriteList(writer, "tasks"u8, retried.Tasks);
                break;
            case ChildTold told:
                writer.WriteString("child_id"u8, told.ChildId.Value);
                writer.WriteString("order"u8, LiveSentences.Of(told.Order));
                break;
            case SignalReceived received:
                writer.WriteString("signal_id"u8, received.Id);
                writer.WriteString("name"u8, received.Name);
                writer.WriteNumber("size"u8, JsonText.Size(received.Payload));
                writer.WriteBoolean("kept"u8, received.Kept);
                writer.WriteString("taken_by"u8, received.TakenBy);
                break;
            case StateChanged changed:
                writer.WriteNumber("size"u8, JsonText.Size(changed.State));
                break;
            case StateUpdated updated:
                WriteList(writer, "keys"u8, updated.Values.EnumerateObject().Select(member => member.Name));
                break;
            case CheckpointCreated created:
                writer.WriteString("checkpoint_id"u8, created.Checkpoint.Value);
                writer.WriteString("kind"u8, created.Kind.Word);
                writer.WriteString("name"u8, created.Name);
                break;
            case WorkflowRestored restored:
                writer.WriteString("original_execution_id"u8, restored.Original.Execution.Value);
                writer.WriteNumber("original_version"u8, restored.Original.Version);
                writer.WriteString("checkpoint_id"u8, restored.Original.Checkpoint?.ToString());
                WriteList(writer, "tasks"u8, restored.Tasks);
                break;
        }
    }

    private static void WriteTaskDetails(Utf8JsonWriter writer, in LiveItem item)
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
            case WaitingForComponent or AttemptReturned or TaskProgressed:
                WriteComponentDetails(writer, item.Recorded.Event);
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
        }
    }

    private static void WriteTime(Utf8JsonWriter writer, ReadOnlySpan<byte> name, DateTimeOffset? time)
    {
        if (time is { } known)
        {
            WireTime.Write(writer, name, known);
        }
        else
        {
            writer.WriteNull(name);
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

    private static void WriteFailure(Utf8JsonWriter writer, TaskFailure failure)
    {
        writer.WriteStartObject("error"u8);
        writer.WriteString("code"u8, failure.Code);
        writer.WriteString("message"u8, failure.Message);
        writer.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IEnumerable<string> items)
    {
        writer.WriteStartArray(name);
        foreach (var item in items)
        {
            writer.WriteStringValue(item);
        }

        writer.WriteEndArray();
    }

    private static void WriteSeconds(Utf8JsonWriter writer, ReadOnlySpan<byte> name, TimeSpan? duration)
    {
        if (duration is { } known)
        {
            writer.WriteNumber(name, Math.Max(0, known.TotalSeconds)); // A clock may have been set back meanwhile.
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
