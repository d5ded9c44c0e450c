namespace Harmonia.Core.Executions;

/// <content>What attempts have used up.</content>
public sealed partial class ExecutionState
{
    /// <summary>Why an execution is paused, or failed, that has exceeded its budget.</summary>
    internal const string PausedForBudget = "budget";

    private TaskUsage _granted = TaskUsage.None;

    /// <summary>What all attempts have used up, as far as their components count it.</summary>
    public TaskUsage Usage { get; private set; } = TaskUsage.None;

    /// <summary>What is left of the workflow's budget.</summary>
    public BudgetLeft BudgetLeft => Definition.Budget is { } budget
        ? new BudgetLeft(budget.Tokens, budget.CostUsd, budget.Calls).Less(Usage - _granted)
        : BudgetLeft.Unlimited;

    /// <summary>Whoever resumes what the budget had stopped grants the same budget once more.</summary>
    private void GrantBudget()
    {
        if (StatusReason == PausedForBudget)
        {
            _granted = Usage;
        }
    }
}
