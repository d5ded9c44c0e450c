using System.Globalization;
using System.Text.Json;
using Harmonia.Core.Definitions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Executions.Deciding;

/// <summary>How loops begin, go on and end.</summary>
internal static class LoopRules
{
    public static void Begin(Draft draft, TaskState task, JsonElement? input)
    {
        int? count = null;
        if (task.Definition.Loop!.Count is { } template)
        {
            if (!template.TryRender(draft.Scope(task), draft.State.Settings.Evaluation, out var value, out var error))
            {
                draft.Fail(task, EndRules.Failure("count", error), final: true);
                return;
            }

            if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out var number)
                || number is < 0 or > LoopSettings.MostIterations)
            {
                draft.Fail(task, NoCount(value), final: true);
                return;
            }

            count = number;
        }

        draft.Add(new TaskStarted(task.Attempt + 1, input) { At = draft.At, Task = task.Path, Count = count });
    }

    /// <summary>No iteration runs: another one begins, or the loop ends.</summary>
    public static void Turn(Draft draft, TaskState task)
    {
        var settings = task.Definition.Loop!;
        var loop = task.Loop!;
        var wanted = loop.Iteration < (loop.Count ?? int.MaxValue);
        if (wanted && settings.While is { } condition && !condition.TryTest(
            draft.Scope(task).BetweenIterations(), draft.State.Settings.Evaluation, out wanted, out var error))
        {
            draft.Fail(task, EndRules.Failure("while", error));
        }
        else if (!wanted || (loop.Iteration >= settings.MaxIterations && settings.CompletesAtLimit))
        {
            AttemptRules.Finish(draft, task, Output(loop));
        }
        else if (loop.Iteration >= settings.MaxIterations)
        {
            draft.Fail(task, new TaskFailure(
                FailureCodes.LoopLimit,
                $"The loop wants to go on after its {settings.MaxIterations} iterations.",
                Retryable: false));
        }
        else
        {
            draft.Add(new IterationStarted
            {
                At = draft.At,
                Task = Frame.PathOf(task, loop.Iteration + 1),
                LastAttempt = draft.State.LastAttempt > 1 ? draft.State.LastAttempt : null,
                Warnings = task.HasWarnings ? true : null,
            });
        }
    }

    /// <summary>Every task of an iteration has ended, and none failed unhandled.</summary>
    public static void Complete(Draft draft, Frame frame, JsonElement output)
    {
        var task = frame.Owner!;
        var settings = task.Definition.Loop!;
        if (JsonText.Size(output) > draft.State.Settings.MaxValueBytes)
        {
            draft.Fail(task, new TaskFailure(
                FailureCodes.OutputTooLarge,
                $"The output of '{frame.Path}' is larger than {draft.State.Settings.MaxValueBytes} bytes.",
                Retryable: false));
            return;
        }

        var isLast = false;
        if (settings.Until is { } until && !until.TryTest(
            draft.Scope(frame), draft.State.Settings.Evaluation, out isLast, out var error))
        {
            draft.Fail(task, EndRules.Failure("until", error));
            return;
        }

        var number = task.Loop!.Iteration;
        isLast |= number >= task.Loop.Count;
        var waits = settings.Delay > TimeSpan.Zero && !isLast && number < settings.MaxIterations;
        draft.Add(new IterationCompleted(output)
        {
            At = draft.At,
            Task = frame.Path,
            DueAt = waits ? draft.At + settings.Delay : null,
        });
        if (isLast)
        {
            AttemptRules.Finish(draft, task, Output(task.Loop));
        }
    }

    /// <summary><c>{"iterations": n, "last": output, "outputs": [the last ones]}</c>.</summary>
    private static JsonElement Output(LoopState loop) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("iterations", loop.Iteration);
        writer.WritePropertyName("last");
        (loop.Last ?? JsonText.Null).WriteTo(writer);
        writer.WriteStartArray("outputs");
        foreach (var output in loop.Outputs)
        {
            output.WriteTo(writer);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static TaskFailure NoCount(JsonElement value) => new(
        FailureCodes.InvalidInput,
        string.Create(
            CultureInfo.InvariantCulture,
            $"A count is a whole number from 0 to {LoopSettings.MostIterations}, not {Shown.Value(value)}."),
        Retryable: false);
}
