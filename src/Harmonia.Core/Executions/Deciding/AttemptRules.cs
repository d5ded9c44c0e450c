using System.Text.Json;
using Harmonia.Core.Definitions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Executions.Deciding;

/// <summary>How attempts begin and end.</summary>
internal static class AttemptRules
{
    public static Decision.Rejected? Start(Draft draft, StartTasks start)
    {
        foreach (var id in start.Tasks)
        {
            var state = draft.State;
            if (state.Status == ExecutionStatus.Running
                && state.RunningCalls < state.Settings.MaxConcurrentTasks
                && state.Find(id) is { } task
                && state.IsReady(task)
                && !WindowRules.Postpones(draft, task)
                && TryRenderInput(draft, task, out var input)
                && ChildRules.TryName(draft, task, out var child))
            {
                draft.Add(new TaskStarted(task.Attempt + 1, input)
                {
                    At = draft.At,
                    Task = id,
                    ChildId = child,
                    Callback = CallbackRules.NumberOf(task),
                });
            }
        }

        return null;
    }

    public static Decision.Rejected? Complete(Draft draft, CompleteTask complete)
    {
        if (Running(draft, complete.Task, complete.Attempt) is not { } task)
        {
            return null; // Late, repeated or foreign: whoever reports may safely report again.
        }

        if (task.Definition.Kind == TaskKind.Child)
        {
            ChildRules.Began(draft, task, complete.Output);
        }
        else if (task.Definition.Kind == TaskKind.Webhook)
        {
            CallbackRules.Answered(draft, task, complete.Output);
        }
        else if (task.Definition.Kind == TaskKind.Dynamic)
        {
            PlanRules.Accept(draft, task, complete.Output);
        }
        else
        {
            Accept(draft, task, complete.Output);
        }

        BudgetRules.Check(draft);
        return null;
    }

    public static Decision.Rejected? Fail(Draft draft, FailTask fail)
    {
        if (Running(draft, fail.Task, fail.Attempt) is { } task)
        {
            draft.EndedChild = task.Child; // Whoever could not start it says so; otherwise there is none.
            if (!BudgetRules.TryPause(draft, task, fail.Failure))
            {
                draft.Fail(task, fail.Failure);
                BudgetRules.Check(draft);
            }
        }

        return null;
    }

    /// <summary>
    /// What ran when the process ended is offered again, with the same idempotency key and a new attempt number.
    /// </summary>
    public static Decision.Rejected? Interrupt(Draft draft, InterruptTasks interrupt)
    {
        if (draft.State.RunningCalls == 0)
        {
            return null;
        }

        var alive = interrupt.Alive.ToHashSet();
        foreach (var task in draft.State.AllTasks().ToArray())
        {
            if (task.IsCalling
                && !alive.Contains((task.Path, task.Attempt)))
            {
                Interrupt(draft, task);
            }
        }

        return null;
    }

    /// <summary>Nobody knows how an attempt went, and nobody will hear.</summary>
    public static void Interrupt(Draft draft, TaskState task)
    {
        // What became of a child is never unknown: the next attempt takes up the same one.
        var mode = task.Definition.Kind == TaskKind.Child ? UnknownMode.Retry : task.Definition.OnUnknown;
        draft.Add(new TaskInterrupted(task.Attempt)
        {
            At = draft.At,
            Task = task.Path,
            Asks = mode == UnknownMode.Ask ? true : null,
        });
        if (mode == UnknownMode.Fail)
        {
            draft.Fail(task, new TaskFailure(
                FailureCodes.UnknownOutcome,
                $"The process ended while attempt {task.Attempt} ran, so nobody knows how it went.",
                Retryable: false), final: true);
        }
    }

    /// <summary>Takes a component's answer: reshapes it as the task says, then finishes.</summary>
    public static void Accept(Draft draft, TaskState task, JsonElement answer, ulong? chosen = null)
    {
        var definition = task.Definition;
        var error = default(Expressions.ExpressionError);
        if (definition.Result is { } result && !result.TryRender(
            draft.Scope(task).WithResponse(answer), draft.State.Settings.Evaluation, out answer, out error))
        {
            draft.Fail(task, EndRules.Failure("result", error));
            return;
        }

        Finish(draft, task, answer, chosen);
    }

    /// <summary>
    /// Completes a task whose output has its final shape, or fails it when that is not what was declared.
    /// </summary>
    public static void Finish(
        Draft draft, TaskState task, JsonElement output, ulong? chosen = null, bool? consumes = null)
    {
        if (JsonText.Size(output) > draft.State.Settings.MaxValueBytes)
        {
            draft.Fail(task, new TaskFailure(
                FailureCodes.OutputTooLarge,
                $"The output is larger than {draft.State.Settings.MaxValueBytes} bytes.",
                Retryable: false));
            return;
        }

        var violations = task.Definition.Output?.Validate(output) ?? [];
        if (!violations.IsEmpty)
        {
            draft.Fail(task, EndRules.InvalidOutput($"task '{task.Path}'", violations));
            return;
        }

        if (!TryPlanCompensation(draft, task, output, out var compensation))
        {
            return;
        }

        draft.Add(new TaskCompleted(task.Attempt, output)
        {
            At = draft.At,
            Task = task.Path,
            Chosen = chosen,
            Compensation = compensation,
            Consumes = consumes,
        });
        RegionRules.Withdraw(draft, task);
        MapRules.CompleteOthers(draft, task);
    }

    /// <summary>Renders what undoes the task now, while all that it can refer to is there.</summary>
    private static bool TryPlanCompensation(Draft draft, TaskState task, JsonElement output, out JsonElement? input)
    {
        input = null;
        if (task.Definition.Compensation is not { } undo)
        {
            return true;
        }

        if (!undo.Input.TryRender(
            draft.Scope(task).WithOutput(output), draft.State.Settings.Evaluation, out var rendered, out var error))
        {
            draft.Fail(task, EndRules.Failure("input of the compensation", error), final: true);
            return false;
        }

        input = rendered;
        return true;
    }

    /// <summary>
    /// Renders what a task gets; a failure to do so fails the task, for another attempt would see the same.
    /// </summary>
    public static bool TryRenderInput(Draft draft, TaskState task, out JsonElement? input)
    {
        input = null;
        if (task.Input is not null && (task.FirstStartedAt is not null || task.Frame == draft.State.Undoing))
        {
            return true; // A further attempt gets what the first one got, a compensation what was planned.
        }

        var template = task.Definition.Input;
        var error = default(Expressions.ExpressionError);
        var rendered = template.Source;
        if (!template.IsConstant && !template.TryRender(
            draft.Scope(task), draft.State.Settings.Evaluation, out rendered, out error))
        {
            draft.Fail(task, EndRules.Failure("input", error), final: true);
            return false;
        }

        if (JsonText.Size(rendered) > draft.State.Settings.MaxValueBytes)
        {
            draft.Fail(task, new TaskFailure(
                FailureCodes.InvalidInput,
                $"The rendered input is larger than {draft.State.Settings.MaxValueBytes} bytes.",
                Retryable: false), final: true);
            return false;
        }

        input = rendered;
        return true;
    }

    /// <returns>The task, if this attempt of it runs.</returns>
    public static TaskState? Running(Draft draft, string id, int attempt) =>
        draft.State.Find(id) is { IsCalling: true } task && task.Attempt == attempt ? task : null;
}
