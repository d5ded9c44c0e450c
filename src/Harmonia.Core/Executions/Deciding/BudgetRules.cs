using Harmonia.Core.Definitions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Executions.Deciding;

/// <summary>What follows when an execution has used up more than its workflow allows.</summary>
internal static class BudgetRules
{
    /// <summary>Asked when an attempt has said what it used up.</summary>
    public static void Check(Draft draft)
    {
        var state = draft.State;
        if (state.Status.IsFinal || state.Closing is not null || !IsExceeded(state.BudgetLeft))
        {
            return;
        }

        if (state.Definition.Budget!.OnExceeded == BudgetMode.Fail)
        {
            EndRules.FailExecution(draft, ExecutionState.PausedForBudget, Failure(state), []);
        }
        else if (state.Status == ExecutionStatus.Running)
        {
            draft.Add(new WorkflowPaused(ExecutionState.PausedForBudget) { At = draft.At });
        }
    }

    /// <summary>
    /// An attempt that stopped because nothing was left is made again when more is granted, instead of having failed.
    /// </summary>
    /// <returns>Whether that is so.</returns>
    public static bool TryPause(Draft draft, TaskState task, TaskFailure failure)
    {
        var state = draft.State;
        if (failure.Code != FailureCodes.BudgetExceeded
            || state.Definition.Budget is not { OnExceeded: BudgetMode.Pause }
            || state.Status.IsFinal
            || state.Closing is not null)
        {
            return false;
        }

        draft.Add(new TaskReleased(task.Attempt) { At = draft.At, Task = task.Path });
        if (state.Status == ExecutionStatus.Running)
        {
            draft.Add(new WorkflowPaused(ExecutionState.PausedForBudget) { At = draft.At });
        }

        return true;
    }

    private static bool IsExceeded(BudgetLeft left) => left.Tokens < 0 || left.CostUsd < 0 || left.Calls < 0;

    private static TaskFailure Failure(ExecutionState state)
    {
        var (usage, budget) = (state.Usage, state.Definition.Budget!);
        return new TaskFailure(
            FailureCodes.BudgetExceeded,
            FormattableString.Invariant($"The execution used {usage.Tokens} tokens, {usage.CostUsd} US dollars and ")
                + FormattableString.Invariant($"{usage.Calls} calls of models; its budget is {budget}."),
            Retryable: false);
    }
}
