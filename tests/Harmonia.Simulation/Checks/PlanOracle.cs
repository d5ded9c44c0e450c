using Harmonia.Core.Definitions;
using Harmonia.Core.Executions;
using TaskStatus = Harmonia.Core.Executions.TaskStatus;

namespace Harmonia.Simulation.Checks;

/// <summary>Works out what an execution owes from what can be seen of it alone, in one pass over all tasks.</summary>
internal static class PlanOracle
{
    /// <param name="state">A state of which everything that was due at <paramref name="now"/> has been decided.</param>
    /// <param name="now">The time of the last decision.</param>
    public static Plan Plan(ExecutionState state, DateTimeOffset now)
    {
        if (state.Status is not (ExecutionStatus.Running or ExecutionStatus.Paused))
        {
            return Core.Executions.Plan.Nothing;
        }

        var isRunning = state.Status == ExecutionStatus.Running;
        var ready = state.AllTasks()
            .Where(task => IsReady(task, now))
            .ToArray();
        var room = isRunning ? Math.Max(0, state.Settings.MaxConcurrentTasks - state.RunningCalls) : 0;
        var times = state.AllTasks().SelectMany(task => Times(task, now, isRunning)).Append(state.Deadline);
        return new Plan([.. ready.Take(room)], ready.Length > room, false, times.Min());
    }

    private static bool IsReady(TaskState task, DateTimeOffset now)
    {
        var waits = task.Waiting == WaitReason.Limit
            || (task.Waiting != WaitReason.Component && WaitsForAnAttempt(task) && task.DueAt <= now);
        return waits && task.Definition.Kind == TaskKind.Call;
    }

    /// <summary>Whether it is the next attempt that is due at an instant, and not the end of a wait.</summary>
    private static bool WaitsForAnAttempt(TaskState task) =>
        task.Waiting is WaitReason.Retry or WaitReason.Window or WaitReason.Component
        || task is { Waiting: WaitReason.Timer, StartedAt: null };

    private static IEnumerable<DateTimeOffset?> Times(TaskState task, DateTimeOffset now, bool isRunning)
    {
        var definition = task.Definition;
        var wakes = task is { Waiting: WaitReason.Timer, StartedAt: not null }
            or { Waiting: WaitReason.Signal or WaitReason.Approval or WaitReason.State };
        var isBetweenIterations = isRunning
            && task is { Status: TaskStatus.Running, Loop: not null, Frames.Count: 0 };
        if (wakes || ((isBetweenIterations || WaitsForAnAttempt(task)) && task.DueAt > now))
        {
            yield return task.DueAt;
        }

        if (task.Status == TaskStatus.Running)
        {
            yield return task.StartedAt + definition.Timeout;
        }

        if (!task.Status.IsFinal)
        {
            yield return task.FirstReadyAt + definition.TotalTimeout;
        }

        // A wait for a place that ran out during a pause begins anew when it is resumed.
        var isQueued = task.Waiting == WaitReason.Limit || WaitsForAnAttempt(task);
        if (isQueued && task.ReadyAt + definition.QueueTimeout > now)
        {
            yield return task.ReadyAt + definition.QueueTimeout;
        }
    }

    /// <summary>Whether two plans for the same state say the same.</summary>
    /// <remarks>
    /// While it is paused nothing starts, and how much waits is of no interest: a condition that was tested before the
    /// pause is tested again by a fold that was made after it.
    /// </remarks>
    public static bool AreEqual(Plan left, Plan right, ExecutionStatus status) =>
        left.Ready.Select(task => task.Path).SequenceEqual(right.Ready.Select(task => task.Path))
        && (left.MoreReady == right.MoreReady || status == ExecutionStatus.Paused)
        && (left.MoreToDecide == right.MoreToDecide || status == ExecutionStatus.Paused)
        && left.WakeAt == right.WakeAt;
}
