using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;

namespace Harmonia.Simulation.Checks;

/// <summary>
/// Writes everything that can be seen of a state, always in the same way, so that states can be compared.
/// </summary>
internal static class StateDump
{
    public static string Text(ExecutionState state)
    {
        var buffer = new ArrayBufferWriter<byte>(4_096);
        Write(state, buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static void Write(ExecutionState state, ArrayBufferWriter<byte> buffer)
    {
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteNumber("version", state.Version);
        writer.WriteString("status", state.Status.Word);
        writer.WriteString("reason", state.StatusReason);
        writer.WriteString("workflow_id", state.WorkflowId.Value);
        writer.WriteString("workflow_name", state.WorkflowName);
        writer.WriteString("request_hash", state.RequestHash);
        Json(writer, "input", state.Input);
        Json(writer, "metadata", state.Metadata);
        Json(writer, "state", state.CustomState);
        Time(writer, "state_at", state.CustomStateAt);
        writer.WriteString("restored_from", state.RestoredFrom?.ToString());
        Time(writer, "checkpoint_at", state.LastCheckpointAt);
        writer.WriteNumber("checkpoints", state.ManualCheckpoints);
        Json(writer, "output", state.Output);
        Failure(writer, state.Failure);
        Texts(writer, "failed_tasks", state.FailedTasks);
        Texts(writer, "warnings", state.Warnings);
        Time(writer, "created_at", state.CreatedAt);
        Time(writer, "last_at", state.LastAt);
        Time(writer, "ended_at", state.EndedAt);
        Time(writer, "deadline", state.Deadline);
        writer.WriteNumber("open", state.OpenTasks);
        writer.WriteNumber("running", state.RunningCalls);
        writer.WriteStartArray("orders");
        foreach (var (child, order, number) in state.Plan().Orders)
        {
            writer.WriteStringValue($"{child} {order} {number}");
        }

        writer.WriteEndArray();
        writer.WriteString("usage", state.Usage.ToString());
        writer.WriteString("budget_left", state.BudgetLeft.ToString());
        Texts(writer, "held", [.. state.Plan().Held.Select(task => task.Path)]);
        writer.WriteStartArray("tasks");
        foreach (var task in state.AllTasks())
        {
            Task(writer, task);
        }

        writer.WriteEndArray();
        Signals(writer, state.Signals);
        writer.WriteEndObject();
    }

    private static void Signals(Utf8JsonWriter writer, KeptSignals signals)
    {
        writer.WriteStartArray("signals");
        foreach (var signal in signals.All)
        {
            writer.WriteStringValue($"{signal.Number} {signal.Id} {signal.Name} {signal.Payload.GetRawText()}");
        }

        writer.WriteEndArray();
        writer.WriteNumber("signal_bytes", signals.Bytes);
    }

    private static void Task(Utf8JsonWriter writer, TaskState task)
    {
        writer.WriteStartObject();
        writer.WriteString("id", task.Path);
        writer.WriteString("status", task.Status.Word);
        writer.WriteString("waiting", task.Waiting.Word);
        writer.WriteNumber("attempt", task.Attempt);
        writer.WriteNumber("retries", task.Retries);
        writer.WriteNumber("returns", task.Returns);
        writer.WriteString("progress", $"{task.Progress} {task.ProgressMessage} {task.ProgressDetails}");
        Json(writer, "input", task.Input);
        Json(writer, "output", task.Output);
        Failure(writer, task.Failure);
        writer.WriteString("skip_reason", task.SkipReason);
        writer.WriteString("skip_detail", task.SkipDetail);
        Items(writer, task.Map);
        Time(writer, "first_ready_at", task.FirstReadyAt);
        Time(writer, "ready_at", task.ReadyAt);
        Time(writer, "first_started_at", task.FirstStartedAt);
        Time(writer, "started_at", task.StartedAt);
        Time(writer, "ended_at", task.EndedAt);
        Time(writer, "due_at", task.DueAt);
        writer.WriteString("callback", task.Callback?.ToString());
        writer.WriteString("child", task.Child?.ToString());
        Texts(writer, "signal_names", task.SignalNames);
        Approval(writer, task.Approval);
        Loop(writer, task.Loop);
        writer.WriteEndObject();
    }

    private static void Approval(Utf8JsonWriter writer, ApprovalState? approval)
    {
        if (approval is not null)
        {
            writer.WriteNumber("asked", approval.Attempt);
            writer.WriteString("title", approval.Title);
            Texts(writer, "assignees", approval.Assignees);
            writer.WriteNumber("reminders", approval.Reminders);
            Time(writer, "remind_at", approval.RemindAt);
            Time(writer, "escalate_at", approval.EscalateAt);
            Texts(writer, "answers", [.. approval.Answers.Select(answer => $"{answer.Word} {answer.Actor}")]);
        }
    }

    private static void Items(Utf8JsonWriter writer, MapItems? items)
    {
        if (items is null)
        {
            return;
        }

        writer.WriteStartObject("items");
        writer.WriteNumber("total", items.Total);
        writer.WriteNumber("completed", items.Completed);
        writer.WriteNumber("failed", items.Failed);
        writer.WriteBoolean("open", items.IsOpen);
        Texts(writer, "errors", [.. items.Errors.Select(error => error.ToString())]);
        writer.WriteEndObject();
    }

    private static void Loop(Utf8JsonWriter writer, LoopState? loop)
    {
        if (loop is null)
        {
            return;
        }

        writer.WriteNumber("iteration", loop.Iteration);
        writer.WriteStartArray("outputs");
        foreach (var output in loop.Outputs)
        {
            output.WriteTo(writer);
        }

        writer.WriteEndArray();
    }

    private static void Failure(Utf8JsonWriter writer, TaskFailure? failure)
    {
        if (failure is null)
        {
            return;
        }

        writer.WriteStartObject("failure");
        writer.WriteString("code", failure.Code);
        writer.WriteString("message", failure.Message);
        writer.WriteBoolean("retryable", failure.Retryable);
        Json(writer, "details", failure.Details);
        writer.WriteEndObject();
    }

    private static void Json(Utf8JsonWriter writer, string name, JsonElement? value)
    {
        if (value is { } present)
        {
            writer.WritePropertyName(name);
            present.WriteTo(writer);
        }
    }

    private static void Time(Utf8JsonWriter writer, string name, DateTimeOffset? value)
    {
        if (value is { } present)
        {
            writer.WriteString(name, present);
        }
    }

    private static void Texts(Utf8JsonWriter writer, string name, ImmutableArray<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }
}
