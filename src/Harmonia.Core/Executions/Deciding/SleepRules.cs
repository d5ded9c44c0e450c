using System.Globalization;
using System.Text.Json;
using Harmonia.Core.Definitions.Checking;
using Harmonia.Core.Failures;
using Harmonia.Core.Schedules;

namespace Harmonia.Core.Executions.Deciding;

/// <summary>Durable timers: <c>type: wait</c> and <c>harmonia.sleep</c>.</summary>
internal static class SleepRules
{
    /// <summary>The longest that a task may sleep, so that every instant stays within the calendar.</summary>
    private static readonly TimeSpan MaxSleep = TimeSpan.FromDays(3_653);

    private static readonly string Needed =
        $"A wait needs either `seconds`, from 0 to {MaxSleep.TotalSeconds:0} or a text such as 15m, or `until`, an "
            + "ISO 8601 instant with its offset, or `cron`; all within ten years.";

    public static void Sleep(Draft draft, TaskState task, JsonElement input)
    {
        if (WakeAt(input, draft.At, out var problem) is { } wakeAt && wakeAt - draft.At <= MaxSleep)
        {
            ComputeRules.Begin(draft, task, input, wakeAt);
            return;
        }

        var failure = new TaskFailure(
            FailureCodes.InvalidInput, $"{problem ?? Needed} It got {input.GetRawText()}.", Retryable: false);
        draft.Fail(task, failure, final: true);
    }

    public static void Wake(Draft draft, TaskState task) =>
        AttemptRules.Accept(draft, task, JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("woke_at", draft.At.UtcDateTime);
            writer.WriteString("due_at", task.DueAt!.Value.UtcDateTime);
            writer.WriteEndObject();
        }));

    private static DateTimeOffset? WakeAt(JsonElement input, DateTimeOffset at, out string? problem)
    {
        problem = null;
        if (input.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (input.TryGetProperty("seconds", out var seconds))
        {
            return Duration(seconds) is { } duration && duration <= MaxSleep ? at + duration : null;
        }

        if (Text(input, "cron") is { } cron)
        {
            return NextOf(cron, Text(input, "timezone") ?? "UTC", at, out problem);
        }

        return Text(input, "until") is { } until && SleepInput.TryReadInstant(until, out var instant)
            ? instant.ToUniversalTime()
            : null;
    }

    private static TimeSpan? Duration(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number)
        {
            return Seconds(value.GetDouble());
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        var text = value.GetString()!;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? Seconds(number)
            : DurationText.TryParse(text, out var duration, out _) ? duration
            : null;
    }

    private static TimeSpan? Seconds(double number) =>
        number >= 0 && number <= MaxSleep.TotalSeconds ? TimeSpan.FromSeconds(number) : null;

    /// <summary>What is computed is first read here; what is constant was checked when it was saved.</summary>
    private static DateTimeOffset? NextOf(string cron, string timezone, DateTimeOffset at, out string? problem)
    {
        if (CronSchedule.TryParse(cron, out var schedule, out var error)
            && TimeZones.TryFind(timezone, out var zone, out error))
        {
            problem = null;
            return schedule.Next(at, zone);
        }

        problem = error.Message;
        return null;
    }

    private static string? Text(JsonElement input, string name) =>
        input.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
