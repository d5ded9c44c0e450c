using System.Text.Json;
using Harmonia.Core.Definitions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Executions.Deciding;

/// <summary>When a map has what it needs, and when too much of it has failed.</summary>
internal static class MapRules
{
    /// <summary>Failed items that the failure of a map names; the task lists more of them.</summary>
    private const int MaxErrorsInFailure = 100;

    /// <summary>Why these items cannot be gone through; <see langword="null"/> when they can.</summary>
    public static TaskFailure? Refuse(TaskState task, JsonElement input)
    {
        var items = input.GetProperty("items");
        if (items.ValueKind != JsonValueKind.Array)
        {
            return new TaskFailure(
                FailureCodes.InvalidInput,
                $"`items` must be a list; it is {Shown.Value(items)}.",
                Retryable: false);
        }

        var limit = Limit(task.Definition.Map!);
        var count = Items(task.Definition.Map!, items.GetArrayLength());
        return count <= limit ? null : TooMany(count, limit);
    }

    /// <summary>An item ended, or some were added: is that all, or too many failures?</summary>
    public static void Turn(Draft draft, TaskState task)
    {
        var items = task.Map!;
        if (items.IsExceeded)
        {
            draft.Fail(task, Exceeded(task), final: true);
        }
        else if (items.OutputBytes > draft.State.Settings.MaxValueBytes)
        {
            draft.Fail(task, new TaskFailure(
                FailureCodes.OutputTooLarge,
                $"The outputs of the items are larger than {draft.State.Settings.MaxValueBytes} bytes. Let each give "
                    + "less by its `result`.",
                Retryable: false), final: true);
        }
        else if (items.IsOver)
        {
            AttemptRules.Finish(draft, task, items.Outputs());
        }
        else if (items.HasEnough)
        {
            Complete(draft, task, task.Definition.Map!.Rest);
        }
        else
        {
            Ask(draft, task);
        }
    }

    public static Decision.Rejected? Add(Draft draft, AddItems add)
    {
        var state = draft.State;
        if (state.Status.IsFinal)
        {
            return Refusals.AlreadyEnded(state);
        }

        if (state.Find(add.Task) is not { } task)
        {
            return Refusals.TaskNotFound(add.Task);
        }

        if (task is not { Status: TaskStatus.Running, Map: { IsOpen: true } items, Definition.Map.Producer: null })
        {
            return Refusals.TaskNotOpen(task);
        }

        if (add.Items.ValueKind != JsonValueKind.Array)
        {
            return new Decision.Rejected(RefusalCodes.InvalidInput, "Give the items as a list.");
        }

        var limit = Limit(task.Definition.Map!);
        var total = items.Total + Items(task.Definition.Map!, add.Items.GetArrayLength());
        if (total > limit)
        {
            return new Decision.Rejected(RefusalCodes.InvalidInput, TooMany(total, limit).Message);
        }

        if (items.ItemBytes + JsonText.Size(add.Items) > state.Settings.MaxValueBytes)
        {
            return new Decision.Rejected(
                RefusalCodes.InvalidInput,
                $"The items would be larger than {state.Settings.MaxValueBytes} bytes together.");
        }

        draft.Add(new ItemsAdded(add.Items, add.Close) { At = draft.At, Task = task.Path });
        return null;
    }

    /// <summary>Ends the maps that a task completes, with what they have.</summary>
    public static void CompleteOthers(Draft draft, TaskState task)
    {
        foreach (var id in task.Definition.Completes)
        {
            if (Around(task, id) is { Status: TaskStatus.Running, Map: not null } map)
            {
                Complete(draft, map, MapRest.Cancel);
            }
        }
    }

    /// <summary>The nearest task with this id; the one task of an item has that of its map and is not meant.</summary>
    private static TaskState? Around(TaskState task, string id)
    {
        for (var frame = task.Frame; frame is not null; frame = frame.Owner?.Frame)
        {
            if (!frame.Body.IsInline && frame.Find(id) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static void Ask(Draft draft, TaskState task)
    {
        if (task.Definition.Map!.CompleteWhen is not { } condition)
        {
            draft.State.Rest(task);
            return;
        }

        var scope = new MapScope(draft.Scope(task), task.Map!);
        if (!condition.TryTest(scope, draft.State.Settings.Evaluation, out var holds, out var error))
        {
            draft.Fail(task, EndRules.Failure("complete_when", error), final: true);
        }
        else if (holds)
        {
            Complete(draft, task, task.Definition.Map.Rest);
        }
        else
        {
            draft.State.Rest(task);
        }
    }

    private static void Complete(Draft draft, TaskState task, MapRest rest)
    {
        if (rest == MapRest.Cancel)
        {
            foreach (var frame in task.Frames.ToArray())
            {
                EndRules.CancelTasks(draft, frame, "map_completed");
            }
        }

        AttemptRules.Finish(
            draft,
            task,
            task.Map!.Outputs(),
            consumes: rest == MapRest.Consume && task.Frames.Count > 0 ? true : null);
    }

    private static TaskFailure Exceeded(TaskState task)
    {
        var items = task.Map!;
        var needed = task.Definition.Map!.MinCompleted is { } minimum && items.Total - items.Failed < minimum
            ? $", and {minimum} must complete"
            : "";
        var first = items.Errors.FirstOrDefault() is { } error
            ? $" The first: item {error.Index}, {error.Code}: {error.Message}"
            : "";
        return new TaskFailure(
            FailureCodes.ItemsFailed,
            $"{items.Failed} of {items.Total} items failed{needed}.{first}",
            Retryable: false)
        {
            Details = JsonText.Write(writer =>
            {
                writer.WriteStartObject();
                writer.WriteNumber("total", items.Total);
                writer.WriteNumber("completed", items.Completed);
                writer.WriteNumber("failed", items.Failed);
                writer.WritePropertyName("errors");
                MapItemsJson.WriteErrors(writer, items, MaxErrorsInFailure);
                writer.WriteEndObject();
            }),
        };
    }

    private static int Limit(MapSettings settings) =>
        settings.SeesOutputs ? MapSettings.MaxItemsWithOutputs : MapSettings.MaxItems;

    private static int Items(MapSettings settings, int elements) => settings.BatchSize == 0
        ? elements
        : (elements + settings.BatchSize - 1) / settings.BatchSize;

    private static TaskFailure TooMany(int count, int limit) => new(
        FailureCodes.TooManyItems,
        $"There are {count} items; one map goes through at most {limit}. Use `batch_size`, or several maps.",
        Retryable: false);
}
