using Harmonia.Core.Executions;

namespace Harmonia.Simulation.Shell;

/// <summary>What the engine writes into the head beside the events.</summary>
internal static class HeadModel
{
    public static SimHead? Next(SimHead? last, ExecutionState state, Plan plan, DateTimeOffset now)
    {
        var next = new SimHead(state.Status, WakeAt(last, state, plan, now));
        return next == last ? null : next;
    }

    public static bool IsBusy(ExecutionState state, Plan plan) =>
        state.RunningCalls > 0
        || (state.Status == ExecutionStatus.Running && (plan.MoreToDecide || plan.MoreReady || !plan.Ready.IsEmpty));

    private static DateTimeOffset? WakeAt(SimHead? last, ExecutionState state, Plan plan, DateTimeOffset now)
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
