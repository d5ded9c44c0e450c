using System.Collections.Immutable;
using Harmonia.Core.Definitions;
using Harmonia.Core.Expressions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Executions.Deciding;

/// <summary>Where tokens go when a visit has ended, and what they make visited.</summary>
internal static class TransitionRules
{
    /// <summary>Moves one token, if there is one that can move.</summary>
    /// <returns>Whether anything was decided.</returns>
    public static bool TryMove(Draft draft)
    {
        var state = draft.State;
        if (state.Root.Tokens is not { } tokens || state.Closing is not null)
        {
            return false;
        }

        if (state.NextRoute() is { } ended)
        {
            Route(draft, ended);
            return true;
        }

        if (tokens.Next(isQuiet: state.OpenTasks == 0) is { } entry)
        {
            Enter(draft, tokens, entry);
            return true;
        }

        if (state.OpenTasks == 0 && tokens.Stuck is { } join)
        {
            var id = state.Definition.Tasks[join].Id;
            EndRules.FailExecution(draft, FailureCodes.JoinNotMet, new TaskFailure(
                FailureCodes.JoinNotMet,
                $"Nothing is left to do, and '{id}' still waits for branches that never came.",
                Retryable: false), []);
            return true;
        }

        return false;
    }

    private static void Enter(Draft draft, Tokens tokens, Entry entry)
    {
        var definition = draft.State.Definition.Tasks[entry.Task];
        var visit = tokens.Visits(entry.Task) + 1;
        if (visit > definition.Routing!.MaxVisits)
        {
            EndRules.FailExecution(draft, FailureCodes.LoopLimit, new TaskFailure(
                FailureCodes.LoopLimit,
                $"'{definition.Id}' is to be visited more than {definition.Routing.MaxVisits} times.",
                Retryable: false), []);
            return;
        }

        if (definition.Routing.Rest == RestMode.Cancel)
        {
            Withdraw(draft, "join", task => definition.Routing.Upstream.Contains(task.Definition.Index)
                && (entry.Forks.IsEmpty || RouteToken.Share(entry.Forks, task.Forks)));
        }

        draft.Add(new TaskEntered(entry.From)
        {
            At = draft.At,
            Task = TaskState.PathOf(definition.Id, visit),
        });
    }

    private static void Route(Draft draft, TaskState task)
    {
        if (task.Definition.Routing!.Terminates)
        {
            Withdraw(draft, "terminated", other => other != task);
            EndRules.CancelTasks(draft, draft.State.Root, "terminated"); // What completed maps let run on.
            draft.Add(new TransitionsTaken([]) { At = draft.At, Task = task.Path });
            EndRules.Complete(draft);
            return;
        }

        var hasFailed = task.Status == TaskStatus.Failed;
        if (!TryChoose(draft, task, hasFailed ? TaskEnds.Failed : TaskEnds.Completed, out var taken, out var error)
            || (hasFailed && taken.IsEmpty && !TryTakeCare(draft, task, out taken, out error)))
        {
            var failure = error is null ? task.Failure! : EndRules.Failure($"condition after '{task.Path}'", error);
            EndRules.FailExecution(
                draft, error is null ? FailureCodes.TaskFailed : failure.Code, failure, [task.Path]);
            return;
        }

        draft.Add(new TransitionsTaken(taken) { At = draft.At, Task = task.Path });
    }

    /// <summary>A failure that no transition takes: to go on, to its own handler, or to one of all errors.</summary>
    private static bool TryTakeCare(
        Draft draft, TaskState task, out ImmutableArray<string> taken, out ExpressionError? error)
    {
        var (definition, workflow) = (task.Definition, draft.State.Definition);
        (taken, error) = ([], null);
        if (definition.OnError == ErrorMode.Continue)
        {
            return TryChoose(draft, task, TaskEnds.Completed, out taken, out error);
        }

        var code = task.Failure!.Code;
        taken = definition.Routing!.Handler is { } handler
            ? [workflow.Tasks[handler].Id]
            : workflow.ErrorHandlers
                .FirstOrDefault(entry => entry.On.Any(pattern => RetryRules.Matches(pattern, code)))?.Run ?? [];
        return !taken.IsEmpty;
    }

    private static bool TryChoose(
        Draft draft, TaskState task, TaskEnds end, out ImmutableArray<string> taken, out ExpressionError? error)
    {
        var routing = task.Definition.Routing!;
        var keys = ImmutableArray.CreateBuilder<string>();
        (taken, error) = ([], null);
        for (var place = 0; place < routing.Out.Length; place++)
        {
            var way = routing.Out[place];
            if ((way.On & end) == 0)
            {
                continue;
            }

            if (routing.IsChoice && task.Status == TaskStatus.Completed)
            {
                if ((task.Chosen & (1UL << place)) != 0)
                {
                    keys.Add(way.Key);
                }
            }
            else if (!TryTest(draft, task, way.Condition, out var holds, out error))
            {
                return false;
            }
            else if (holds)
            {
                keys.Add(way.Key);
            }
        }

        taken = keys.DrainToImmutable();
        return true;
    }

    public static bool TryTest(
        Draft draft, TaskState task, Condition? condition, out bool holds, out ExpressionError? error)
    {
        (holds, error) = (true, null);
        return condition is null || condition.TryTest(
            draft.Scope(task).Leniently(), draft.State.Settings.Evaluation, out holds, out error);
    }

    /// <summary>Withdraws visits that have not ended, with all that is within them.</summary>
    private static void Withdraw(Draft draft, string reason, Func<TaskState, bool> which)
    {
        foreach (var task in draft.State.Tasks.Where(task =>
            task.Visit > 0 && !task.Status.IsFinal && which(task)).ToArray())
        {
            foreach (var frame in task.Frames.ToArray())
            {
                EndRules.CancelTasks(draft, frame, reason);
            }

            draft.Add(new TaskCanceled(task.Attempt, reason) { At = draft.At, Task = task.Path });
        }
    }
}
