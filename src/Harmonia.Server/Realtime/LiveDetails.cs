using System.Text.Json;
using Harmonia.Core.Executions;
using static Harmonia.Server.Realtime.DetailWriter;

namespace Harmonia.Server.Realtime;

/// <summary>What the event of an execution tells beside its type.</summary>
internal static class LiveDetails
{
    public static void Write(Utf8JsonWriter writer, in LiveItem item)
    {
        if (item.Recorded.Event is TaskEvent ofTask)
        {
            TaskDetails.Write(writer, item, ofTask);
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
}
