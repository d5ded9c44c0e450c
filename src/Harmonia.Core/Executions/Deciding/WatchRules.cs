using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Harmonia.Core.Definitions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Executions.Deciding;

/// <summary>Visits that wait until the state of the execution is as they need it.</summary>
internal static class WatchRules
{
    private const string Initial = "value";

    /// <summary>The longest wait, so that every instant stays within the calendar.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromDays(3_653);

    public static void Begin(Draft draft, TaskState task, JsonElement? rendered)
    {
        var input = rendered ?? task.Input ?? JsonText.EmptyObject;
        var due = draft.At + task.Definition.Timeout;
        if (task.Definition.Kind == TaskKind.Watch)
        {
            due = DueAt(input, draft.At);
            input = task.FirstStartedAt is null ? WithInitial(draft, task.Definition.Watch!, input) : input;
        }

        draft.Add(new TaskStarted(task.Attempt + 1, input) { At = draft.At, Task = task.Path, WakeAt = due });
    }

    /// <summary>The state may have changed.</summary>
    public static void Look(Draft draft, TaskState task)
    {
        if (task.Definition.Watch is { } watch)
        {
            Look(draft, task, watch);
            return;
        }

        var ways = task.Definition.Routing!.Out;
        for (var place = 0; place < ways.Length; place++)
        {
            if (!TransitionRules.TryTest(draft, task, ways[place].Condition, out var holds, out var error))
            {
                draft.Fail(task, EndRules.Failure($"condition of '{ways[place].Key}'", error), final: true);
                return;
            }

            if (holds)
            {
                AttemptRules.Accept(draft, task, Chosen(ways[place].Key), 1UL << place);
                return;
            }
        }

        if (!ways.Any(SeesState))
        {
            draft.Fail(task, new TaskFailure(
                FailureCodes.NoTransition,
                "No transition of the decision holds, and none ever will.",
                Retryable: false), final: true);
        }
    }

    public static void TimeOut(Draft draft, TaskState task)
    {
        if (task.Definition.Kind == TaskKind.Watch)
        {
            var isForTime = task.Definition.Watch is { Path.IsEmpty: true, Until: null };
            AttemptRules.Accept(draft, task, Outcome(default, timedOut: !isForTime));
            return;
        }

        draft.Fail(task, new TaskFailure(
            FailureCodes.Timeout, "No transition of the decision held in time.", Retryable: false), final: true);
    }

    private static void Look(Draft draft, TaskState task, WatchSettings watch)
    {
        if (watch.Until is { } condition)
        {
            if (!TransitionRules.TryTest(draft, task, condition, out var holds, out var error))
            {
                draft.Fail(task, EndRules.Failure("wait_for", error), final: true);
            }
            else if (holds)
            {
                AttemptRules.Accept(draft, task, Outcome(default, timedOut: false));
            }

            return;
        }

        if (watch.Path.IsEmpty)
        {
            return; // It waits for nothing but its time.
        }

        var value = Find(draft.State.CustomState, watch.Path);
        var initial = task.Input is { } input && input.TryGetProperty(Initial, out var before) ? before : default;
        if (!JsonElement.DeepEquals(Known(value), Known(initial)))
        {
            AttemptRules.Accept(draft, task, Outcome(value, timedOut: false));
        }
    }

    private static JsonElement Known(JsonElement value) =>
        value.ValueKind == JsonValueKind.Undefined ? JsonText.Null : value;

    private static JsonElement Find(JsonElement state, ImmutableArray<string> path)
    {
        foreach (var name in path)
        {
            if (state.ValueKind != JsonValueKind.Object || !state.TryGetProperty(name, out state))
            {
                return default;
            }
        }

        return state;
    }

    private static bool SeesState(Transition way) =>
        way.Condition?.References.Any(entry => entry.Reference.Segments is ["state", ..] or ["context", "state", ..])
            == true;

    private static JsonElement WithInitial(Draft draft, WatchSettings watch, JsonElement input) =>
        JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            foreach (var member in input.EnumerateObject().Where(member => member.Name != Initial))
            {
                member.WriteTo(writer);
            }

            if (!watch.Path.IsEmpty && Find(draft.State.CustomState, watch.Path) is
                { ValueKind: not JsonValueKind.Undefined } value)
            {
                writer.WritePropertyName(Initial);
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
        });

    private static DateTimeOffset? DueAt(JsonElement input, DateTimeOffset at)
    {
        var seconds = Number(input, "seconds") ?? Number(input, "timeout") ?? (Number(input, "timeout_hours") * 3_600);
        return seconds is not { } wait ? null
            : wait >= MaxWait.TotalSeconds ? at + MaxWait
            : at.AddSeconds(Math.Max(0, wait));
    }

    private static double? Number(JsonElement input, string name) =>
        !input.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.Number ? value.GetDouble()
        : value.ValueKind == JsonValueKind.String && double.TryParse(
            value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
        : null;

    private static JsonElement Chosen(string key) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("chosen", key);
        writer.WriteEndObject();
    });

    private static JsonElement Outcome(JsonElement value, bool timedOut) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteBoolean("timed_out", timedOut);
        if (value.ValueKind != JsonValueKind.Undefined)
        {
            writer.WritePropertyName("value");
            value.WriteTo(writer);
        }

        writer.WriteEndObject();
    });
}
