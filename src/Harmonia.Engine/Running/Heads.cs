using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Engine.Running;

/// <summary>Projects states to heads.</summary>
internal static class Heads
{
    /// <summary>
    /// The head to store with the next append; <see langword="null"/> when nothing that it shows has changed.
    /// </summary>
    /// <param name="last">The head as this runner knows it.</param>
    /// <param name="state">The execution.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="now">The time.</param>
    /// <param name="always">Whether to write it though nothing has changed: a child's end has changed the row.</param>
    public static ExecutionHead? Next(
        ExecutionHead? last, ExecutionState state, Plan plan, DateTimeOffset now, bool always)
    {
        var wakeAt = WakeAt(last, state, plan, now);
        if (!always
            && last is not null
            && last.Status == state.Status
            && last.StatusReason == state.StatusReason
            && last.EndedAt == state.EndedAt
            && last.WakeAt == wakeAt)
        {
            return null;
        }

        return new ExecutionHead
        {
            Id = state.Id,
            WorkflowId = state.WorkflowId,
            WorkflowName = state.WorkflowName,
            DefinitionHash = state.Definition.Hash,
            Status = state.Status,
            StatusReason = state.StatusReason,
            CreatedAt = state.CreatedAt,
            EndedAt = state.EndedAt,
            WakeAt = wakeAt,
            Metadata = state.Metadata,
            ParentId = state.Parent?.ExecutionId,
            ParentTask = state.Parent?.Task,
        };
    }

    /// <summary>
    /// Whether calls run or wait for a place, or there is more to decide: such an execution must be taken up at once
    /// after a crash.
    /// </summary>
    public static bool IsBusy(ExecutionState state, Plan plan) =>
        state.RunningCalls > 0
        || plan.MoreToDecide
        || state.OwesOrders
        || (state.Status == ExecutionStatus.Running && (plan.MoreReady || !plan.Ready.IsEmpty || !plan.Held.IsEmpty));

    /// <remarks>
    /// While it is busy the stored wake-up stays in the past, whatever its timers do: a crash brings it back at once,
    /// and the row need not be touched by each event. Exact times are stored only when it does nothing but wait.
    /// </remarks>
    private static DateTimeOffset? WakeAt(ExecutionHead? last, ExecutionState state, Plan plan, DateTimeOffset now)
    {
        if (!IsBusy(state, plan))
        {
            return plan.WakeAt; // None, once it has ended.
        }

        return last?.WakeAt is { } stored && stored <= now ? stored : now;
    }
}
