using System.Text.Json;
using Harmonia.Client;
using Harmonia.Core.Executions;

namespace Harmonia.Server.Rest.Capabilities;

/// <summary>An execution in short, and in figures, as the family's clients read them.</summary>
internal static class ExecutionFigures
{
    public static JsonElement Summary(ExecutionDetail execution) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("execution_id", execution.ExecutionId);
        writer.WriteString("workflow_id", execution.WorkflowId);
        writer.WriteString("workflow_name", execution.WorkflowName);
        writer.WriteString("status", execution.Status);
        writer.WriteString("start_time", execution.StartTime.UtcDateTime);
        WriteTime(writer, "end_time", execution.EndTime);
        writer.WriteNumber("task_count", execution.Progress.Total);
        writer.WriteNumber("completed_tasks", execution.Progress.Completed);
        writer.WriteNumber("failed_tasks", execution.Progress.Failed);
        writer.WriteNumber("skipped_tasks", execution.Progress.Skipped);
        writer.WriteBoolean("has_error", execution.Error is not null);
        writer.WriteString("error_message", execution.Error?.Message);
        writer.WriteEndObject();
    });

    /// <param name="execution">The execution.</param>
    /// <param name="now">Until when one that goes on has taken.</param>
    public static JsonElement Metrics(ExecutionDetail execution, DateTimeOffset now)
    {
        var durations = execution.TaskExecutions.Values
            .Where(task => task is { StartTime: not null, EndTime: not null })
            .Select(task => (task.TaskId, Seconds: Seconds(task.StartTime!.Value, task.EndTime!.Value)))
            .ToList();
        return JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("execution_id", execution.ExecutionId);
            writer.WriteNumber("total_duration", Seconds(execution.StartTime, execution.EndTime ?? now));
            if (durations.Count > 0)
            {
                writer.WriteNumber(
                    "average_task_duration", Math.Round(durations.Average(task => task.Seconds), 6));
            }
            else
            {
                writer.WriteNull("average_task_duration");
            }

            writer.WriteNumber("total_retries", execution.Retries);
            writer.WriteStartObject("task_durations");
            foreach (var (task, seconds) in durations)
            {
                writer.WriteNumber(task, seconds);
            }

            writer.WriteEndObject();
            writer.WriteStartObject("retry_counts");
            foreach (var task in execution.TaskExecutions.Values.Where(task => task.Retries > 0))
            {
                writer.WriteNumber(task.TaskId, task.Retries);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        });
    }

    private static double Seconds(DateTimeOffset from, DateTimeOffset to) => Math.Round((to - from).TotalSeconds, 6);

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
