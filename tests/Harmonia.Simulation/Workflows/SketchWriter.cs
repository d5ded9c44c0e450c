using System.Globalization;
using System.Text.Json;
using Harmonia.Core.Definitions;
using Harmonia.Core.Executions;

namespace Harmonia.Simulation.Workflows;

/// <summary>Writes sketches as definitions, the way an author would.</summary>
internal static class SketchWriter
{
    public static JsonElement Write(string name, WorkflowSketch sketch) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("name", name);
        writer.WritePropertyName("input");
        writer.WriteRawValue(
            """{"type":"object","required":["n"],"properties":{"n":{"type":"integer"},"m":{"default":7}}}""");
        if (sketch.Timeout is { } timeout)
        {
            writer.WriteNumber("timeout", timeout);
        }

        WriteWindow(writer, sketch.Window);
        if (sketch.Total is { } parts)
        {
            writer.WriteStartObject("result");
            writer.WriteString("total", "${" + string.Join(" + ", parts.Select(part => Read(sketch, part, 0))) + "}");
            writer.WriteEndObject();
        }

        if (sketch.MaxTotal is { } max)
        {
            writer.WritePropertyName("output");
            writer.WriteRawValue(Shape("total", max));
        }

        writer.WriteStartArray("tasks");
        foreach (var task in sketch.Tasks)
        {
            Write(writer, sketch, task);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter writer, WorkflowSketch sketch, TaskSketch task)
    {
        writer.WriteStartObject();
        writer.WriteString("id", task.Id);
        WriteWhat(writer, sketch, task);
        WriteWhen(writer, sketch, task);
        if (task.Kind != TaskKind.Expression)
        {
            WriteTimes(writer, task);
        }

        if (task.Handler is { } handler)
        {
            writer.WriteStartObject("on_error");
            writer.WriteString("goto", $"t{handler}");
            writer.WriteEndObject();
        }
        else if (task.ContinuesOnError)
        {
            writer.WriteString("on_error", "continue");
        }

        if (task.MaxValue is { } max)
        {
            writer.WritePropertyName("output");
            writer.WriteRawValue(Shape("value", max));
        }

        writer.WriteEndObject();
    }

    private static void WriteWhat(Utf8JsonWriter writer, WorkflowSketch sketch, TaskSketch task)
    {
        if (task.Kind == TaskKind.Expression)
        {
            writer.WriteString("type", "expression");
            WriteValue(writer, "result", "value", Text(sketch, task.Value));
            return;
        }

        if (IsWait(task))
        {
            WriteWait(writer, task);
            return;
        }

        writer.WriteString("component", task.Kind == TaskKind.Call ? task.Component : HarmoniaActions.Component);
        writer.WriteString("action", task.Kind switch
        {
            TaskKind.Call => "work",
            TaskKind.Noop => "noop",
            TaskKind.Echo => "echo",
            TaskKind.Fail => "fail",
            TaskKind.Sleep => "sleep",
            _ => "transform",
        });
        switch (task.Kind)
        {
            case TaskKind.Fail:
                writer.WriteStartObject("input");
                writer.WriteString("code", task.Code);
                writer.WriteBoolean("retryable", task.Retryable);
                writer.WriteEndObject();
                break;
            case TaskKind.Sleep:
                writer.WriteStartObject("input");
                writer.WriteNumber("seconds", task.SleepSeconds);
                writer.WriteEndObject();
                break;
            case TaskKind.Transform:
                writer.WriteStartObject("input");
                writer.WriteString("data", Text(sketch, task.Value));
                writer.WriteString("expression", "data * 2");
                writer.WriteEndObject();
                break;
            default:
                WriteValue(writer, "input", "value", Text(sketch, task.Value));
                break;
        }
    }

    private static void WriteWhen(Utf8JsonWriter writer, WorkflowSketch sketch, TaskSketch task)
    {
        var isHandler = sketch.Tasks.Any(other => other.Handler == task.Index);
        if (task.DependsOn.Count > 0 && !isHandler)
        {
            writer.WriteStartArray("depends_on");
            foreach (var (other, on) in task.DependsOn)
            {
                WriteDependency(writer, $"t{other}", on);
            }

            writer.WriteEndArray();
            WriteJoin(writer, task);
        }

        if (task.Condition is { } condition)
        {
            var text = Text(sketch, condition);
            writer.WriteString("condition", $"{text[..^1]} < {task.ConditionBelow}}}");
        }

        WriteDelay(writer, task.Delay);
        WriteWindow(writer, task.Window);
    }

    private static bool IsWait(TaskSketch task) => task.Kind == TaskKind.Sleep && task.Wait != WaitForm.Call;

    private static void WriteWait(Utf8JsonWriter writer, TaskSketch task)
    {
        writer.WriteString("type", "wait");
        if (task.Wait == WaitForm.Cron)
        {
            writer.WriteString("cron", $"*/{task.CronMinutes} * * * *");
        }
        else
        {
            writer.WriteString("seconds", string.Create(CultureInfo.InvariantCulture, $"{task.SleepSeconds}s"));
        }
    }

    private static void WriteWindow(Utf8JsonWriter writer, WindowSketch? window)
    {
        if (window is null)
        {
            return;
        }

        writer.WriteStartObject("execution_window");
        writer.WriteString("hours_start", $"{TimeSpan.FromMinutes(window.From + window.Minutes):hh\\:mm}");
        writer.WriteString("hours_end", $"{TimeSpan.FromMinutes(window.From):hh\\:mm}");
        writer.WriteEndObject();
    }

    private static void WriteDelay(Utf8JsonWriter writer, DelaySketch? delay)
    {
        if (delay is null)
        {
            return;
        }

        writer.WriteStartObject("schedule");
        writer.WriteNumber("delay", delay.Seconds);
        writer.WriteString("reference", delay.FromDependencies ? "dependencies_done" : "workflow_start");
        writer.WriteEndObject();
    }

    private static void WriteDependency(Utf8JsonWriter writer, string id, TaskEnds on)
    {
        if (on == TaskEnds.Completed)
        {
            writer.WriteStringValue(id);
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("task", id);
        writer.WriteStartArray("on");
        foreach (var end in new[] { TaskEnds.Completed, TaskEnds.Failed, TaskEnds.Skipped, TaskEnds.Canceled })
        {
            if ((on & end) != 0)
            {
                writer.WriteStringValue(end switch
                {
                    TaskEnds.Completed => "completed",
                    TaskEnds.Failed => "failed",
                    TaskEnds.Skipped => "skipped",
                    _ => "canceled",
                });
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteJoin(Utf8JsonWriter writer, TaskSketch task)
    {
        if (task.Join == JoinKind.Count)
        {
            writer.WriteStartObject("join");
            writer.WriteNumber("count", task.Count);
            writer.WriteEndObject();
            return;
        }

        writer.WriteString("join", task.Join switch
        {
            JoinKind.AllSuccess => "all_success",
            JoinKind.AllDone => "all_done",
            JoinKind.AnySuccess => "any_success",
            JoinKind.NoneFailed => "none_failed",
            _ => "one_failed",
        });
    }

    private static void WriteTimes(Utf8JsonWriter writer, TaskSketch task)
    {
        WriteSeconds("total_timeout", task.TotalTimeout);
        if (IsWait(task))
        {
            return;
        }

        WriteSeconds("timeout", task.Timeout);
        WriteSeconds("queue_timeout", task.QueueTimeout);
        if (task.Retry is not { } retry)
        {
            return;
        }

        writer.WriteStartObject("retry_policy");
        writer.WriteNumber("max_retries", retry.Max);
        writer.WriteNumber("initial_delay", retry.InitialDelay);
        writer.WriteNumber("max_delay", retry.MaxDelay);
        writer.WriteNumber("backoff_multiplier", retry.Multiplier);
        writer.WriteString("jitter", retry.Jitter ? "full" : "none");
        WriteTexts("retry_on", retry.On);
        WriteTexts("no_retry_on", retry.NotOn);
        writer.WriteEndObject();

        void WriteSeconds(string name, double? seconds)
        {
            if (seconds is { } value)
            {
                writer.WriteNumber(name, value);
            }
        }

        void WriteTexts(string name, string[] texts)
        {
            writer.WriteStartArray(name);
            foreach (var text in texts)
            {
                writer.WriteStringValue(text);
            }

            writer.WriteEndArray();
        }
    }

    private static void WriteValue(Utf8JsonWriter writer, string owner, string name, string text)
    {
        writer.WriteStartObject(owner);
        writer.WriteString(name, text);
        writer.WriteEndObject();
    }

    private static string Text(WorkflowSketch sketch, Formula formula) => formula.Source is { } source
        ? "${" + Read(sketch, source, formula.Fallback) + $" + {formula.Addend}" + "}"
        : $"${{input.n + {formula.Addend}}}";

    private static string Read(WorkflowSketch sketch, int source, int? fallback)
    {
        var member = sketch.Tasks[source].Kind == TaskKind.Transform ? "result" : "value";
        return fallback is { } number
            ? string.Create(CultureInfo.InvariantCulture, $"(tasks.t{source}.output?.{member} ?? {number})")
            : $"tasks.t{source}.output.{member}";
    }

    private static string Shape(string name, int max) => string.Create(
        CultureInfo.InvariantCulture,
        $$$$"""{"type":"object","properties":{"{{{{name}}}}":{"type":"integer","maximum":{{{{max}}}} } } }""");
}
