using System.Text.Json;
using Harmonia.Cli.Output;
using Harmonia.Client;
using Harmonia.Core.Executions;

namespace Harmonia.Cli.Running;

/// <summary>How an execution ended, wherever it was carried out.</summary>
internal sealed record Outcome(Guid ExecutionId, string Status)
{
    public JsonElement? Output { get; init; }

    public FailureDetail? Error { get; init; }

    public IReadOnlyList<string> Warnings { get; init; } = [];

    public IReadOnlyList<TaskResult> Tasks { get; init; } = [];

    public int ExitCode => Status == "completed" ? Cli.ExitCode.Ok : Cli.ExitCode.Failed;

    public static Outcome Of(ExecutionState state) => new(state.Id.Value, state.Status.Word)
    {
        Output = state.Output,
        Error = state.Failure is { } failure
            ? new FailureDetail(failure.Code, failure.Message)
            {
                Task = state.FailedTasks.IsDefaultOrEmpty ? null : state.FailedTasks[0],
                Details = failure.Details,
            }
            : null,
        Warnings = state.Warnings,
        Tasks = [.. state.Tasks.Select(TaskResult.Of)],
    };

    public static Outcome Of(ExecutionDetail detail) => new(detail.ExecutionId, detail.Status)
    {
        Output = detail.Output,
        Error = detail.Error,
        Warnings = detail.Warnings,
        Tasks = [.. detail.TaskExecutions.Values.Select(TaskResult.Of)],
    };

    /// <summary>The output on standard output, everything else on standard error.</summary>
    public void Print(Terminal terminal)
    {
        foreach (var warning in Warnings)
        {
            terminal.Report($"warning: task {warning} failed, and the workflow goes on without it");
        }

        if (Status == "completed")
        {
            JsonPrinter.Print(terminal.Out, Output ?? JsonElement.Parse("null"));
            return;
        }

        var task = Error?.Task is { } failed ? $" at task {failed}" : "";
        var reason = Error is { } error ? $": {error.Code}: {error.Message}" : "";
        terminal.Report($"harmonia: the execution {ExecutionId} is {Status}{task}{reason}");
    }

    /// <summary>One object, for programs.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("execution_id", ExecutionId);
        writer.WriteString("status", Status);
        WriteValue(writer, "output", Output);
        writer.WritePropertyName("error");
        WriteError(writer, Error);
        writer.WriteStartArray("warnings");
        foreach (var warning in Warnings)
        {
            writer.WriteStringValue(warning);
        }

        writer.WriteEndArray();
        writer.WriteStartObject("tasks");
        foreach (var task in Tasks)
        {
            writer.WritePropertyName(task.Id);
            task.Write(writer);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    internal static void WriteError(Utf8JsonWriter writer, FailureDetail? error)
    {
        if (error is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("code", error.Code);
        writer.WriteString("message", error.Message);
        if (error.Task is not null)
        {
            writer.WriteString("task", error.Task);
        }

        WriteValue(writer, "details", error.Details);
        writer.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter writer, string name, JsonElement? value)
    {
        writer.WritePropertyName(name);
        if (value is { ValueKind: not JsonValueKind.Undefined } known)
        {
            known.WriteTo(writer);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}

/// <summary>How a task ended.</summary>
internal sealed record TaskResult(string Id, string Status, int Attempt)
{
    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public FailureDetail? Error { get; init; }

    public static TaskResult Of(TaskState task) => new(task.Definition.Id, task.Status.Word, task.Attempt)
    {
        StartedAt = task.FirstStartedAt,
        EndedAt = task.EndedAt,
        Error = task.Failure is { } failure
            ? new FailureDetail(failure.Code, failure.Message) { Details = failure.Details }
            : null,
    };

    public static TaskResult Of(TaskExecution task) => new(task.TaskId, task.Status, task.Attempt)
    {
        StartedAt = task.StartTime,
        EndedAt = task.EndTime,
        Error = task.Error,
    };

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("status", Status);
        writer.WriteNumber("attempt", Attempt);
        WriteTime(writer, "start_time", StartedAt);
        WriteTime(writer, "end_time", EndedAt);
        writer.WritePropertyName("error");
        Outcome.WriteError(writer, Error);
        writer.WriteEndObject();
    }

    private static void WriteTime(Utf8JsonWriter writer, string name, DateTimeOffset? time)
    {
        if (time is { } known)
        {
            writer.WriteString(name, known.UtcDateTime);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
