using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Engine.Running;

/// <summary>Projects states to heads.</summary>
internal static class Heads
{
    /// <summary>
    /// The head to store with the next append; <see langword="null"/> when nothing that it shows has changed.
    /// </summary>
    public static ExecutionHead? Next(ExecutionHead? last, ExecutionState state, Plan plan, DateTimeOffset now)
    {
        var wakeAt = WakeAt(last, state, plan, now);
        if (last is not null
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
        };
    }

    /// <summary>
    /// Whether calls run or wait for a place, or there is more to decide: such an execution must be taken up at once
    /// after a crash.
    /// </summary>
    public static bool IsBusy(ExecutionState state, Plan plan) =>
        state.RunningCalls > 0
        || plan.MoreToDecide
        || (state.Status == ExecutionStatus.Running && (plan.MoreReady || !plan.Ready.IsEmpty));

    /// <remarks>
    /// While it is busy the stored wake-up stays in the past, whatever its timers do: a crash brings it back at once,
    /// and the row need not be touched by each event. Exact times are stored only when it does nothing but wait.
    /// </remarks>
    private static DateTimeOffset? WakeAt(ExecutionHead? last, ExecutionState state, Plan plan, DateTimeOffset now)
    {
        if (state.Status.IsFinal)
        {
            return null;
        }

        if (!IsBusy(state, plan))
        {
            return plan.WakeAt;
        }

        return last?.WakeAt is { } stored && stored <= now ? stored : now;
    }
}
