using Harmonia.Core.Definitions;

namespace Harmonia.Core.Executions.Deciding;

/// <summary>Follows every consequence that needs nobody else: skips, conditions, computed tasks, and the end.</summary>
/// <remarks>
/// A chain of computed tasks is folded in one decision. It ends, because each turn ends a task, makes one ready or
/// lets one wait, and tasks are finite.
/// </remarks>
internal static class SettleRules
{
    /// <summary>Events of one decision after which it is stored before the next is made.</summary>
    private const int MaxEvents = 25_000;

    /// <summary>The same for what loops decide.</summary>
    private const int MaxEventsOfLoops = 2_000;

    public static void Settle(Draft draft)
    {
        var state = draft.State;
        while (!state.Status.IsFinal)
        {
            if (state.TryTakeDoubt(out var doubted))
            {
                GuardRules.Holds(draft, doubted);
            }
            else if (state.NextSkip() is { } skipped)
            {
                Skip(draft, skipped, "join", JoinDetail(skipped));
            }
            else if (state.TryTakeSuspect(out var suspect))
            {
                EndRules.FailIfUnhandled(draft, suspect);
            }
            else if (state.NextDone() is { } done)
            {
                FrameRules.Finish(draft, done);
            }
            else if (TransitionRules.TryMove(draft))
            {
                // Tokens go on before what they have reached begins.
            }
            else if (state.Status == ExecutionStatus.Running && state.TryTakeLook(out var look))
            {
                WatchRules.Look(draft, look);
            }
            else if (state.Status == ExecutionStatus.Running && state.NextTurn() is { } turn)
            {
                FrameRules.Turn(draft, turn);
                if (turn.Definition.Kind == TaskKind.Loop && draft.Count >= MaxEventsOfLoops)
                {
                    return; // So that what is past can be removed from the history on the way.
                }
            }
            else if (state.Status == ExecutionStatus.Running && state.NextOpen() is { } open)
            {
                Open(draft, open);
            }
            else if (!EndRules.EndIfDone(draft))
            {
                FailIfFull(draft);
                return;
            }

            FailIfFull(draft);
            if (draft.Count >= MaxEvents && !state.HasDoubts)
            {
                return; // The plan says that there is more to decide.
            }
        }
    }

    /// <summary>Also asked when nothing was left to settle: attempts alone can fill a history.</summary>
    private static void FailIfFull(Draft draft)
    {
        if (draft.State.KeptEvents >= draft.State.MaxEvents && !draft.State.Status.IsFinal)
        {
            EndRules.FailForHistory(draft);
        }
    }

    private static void Open(Draft draft, TaskState task)
    {
        if (WindowRules.Postpones(draft, task) || !Holds(draft, task))
        {
            return;
        }

        if (task.Definition.Kind.IsCall)
        {
            draft.State.Admit(task);
        }
        else
        {
            ComputeRules.Compute(draft, task);
        }
    }

    /// <summary>
    /// Tests the condition of a task that has not started; when it does not hold, the task is skipped.
    /// </summary>
    private static bool Holds(Draft draft, TaskState task)
    {
        if (task.Definition.Condition is not { } condition || task.FirstStartedAt is not null)
        {
            return true;
        }

        if (!condition.TryTest(
            draft.Scope(task), draft.State.Settings.Evaluation, out var holds, out var error))
        {
            draft.Fail(task, EndRules.Failure("condition", error), final: true);
            return false;
        }

        if (!holds)
        {
            Skip(draft, task, "condition", $"The condition does not hold: {condition.Source.GetRawText()}");
        }

        return holds;
    }

    public static void Skip(Draft draft, TaskState task, string reason, string detail) =>
        draft.Add(new TaskSkipped(reason, Shortened(detail)) { At = draft.At, Task = task.Path });

    /// <summary>Names the join, and the first dependency that ended as it did not want.</summary>
    private static string JoinDetail(TaskState task)
    {
        var join = $"The join `{task.Definition.Join.Word}` is not met";
        foreach (var dependency in task.Definition.DependsOn)
        {
            var other = task.Frame.Tasks[dependency.Task];
            var end = other.EndFor(dependency);
            if (other.Status.IsFinal && end == TaskEnds.Skipped && other.Status == TaskStatus.Completed)
            {
                return $"{join}: the decision '{other.Definition.Id}' chose otherwise.";
            }

            if (other.Status.IsFinal && (end & dependency.On) == 0)
            {
                return $"{join}: it needs '{other.Definition.Id}' {dependency.On.Words}, but that was "
                    + $"{other.Status.Word}.";
            }
        }

        return $"{join}.";
    }

    private static string Shortened(string text) => text.Length <= 200 ? text : string.Concat(text.AsSpan(0, 197), "…");
}
