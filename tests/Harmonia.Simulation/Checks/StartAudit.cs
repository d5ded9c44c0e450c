using Harmonia.Core.Definitions;
using Harmonia.Simulation.Workflows;

namespace Harmonia.Simulation.Checks;

/// <summary>Works out before when an attempt may not start: its schedule, and its window.</summary>
internal static class StartAudit
{
    /// <param name="task">The task that starts.</param>
    /// <param name="sketch">Its workflow.</param>
    /// <param name="created">When the execution started.</param>
    /// <param name="all">All tasks of the execution.</param>
    /// <param name="at">When it starts.</param>
    public static void Check(
        TaskAudit task, WorkflowSketch sketch, DateTimeOffset created, TaskAudit[] all, DateTimeOffset at)
    {
        var window = task.Sketch.Window ?? sketch.Window;
        task.Require(window?.IsOpen(at) != false, "I9", $"started at {at:O}, outside of its window");
        if (task.Sketch.Delay is not { } delay)
        {
            return;
        }

        var since = delay.FromDependencies ? DependenciesDone(task.Sketch, created, all) : created;
        var notBefore = since.AddSeconds(delay.Seconds);
        task.Require(at >= notBefore, "I9", $"started at {at:O}, and was held back until {notBefore:O}");
    }

    /// <summary>A task that does not wait for all of them is ready after the first at the earliest.</summary>
    private static DateTimeOffset DependenciesDone(TaskSketch task, DateTimeOffset created, TaskAudit[] all)
    {
        var ends = task.DependsOn.Select(edge => all[edge.Task].EndedAt).OfType<DateTimeOffset>().ToArray();
        var waitsForAll = task.Join is JoinKind.AllSuccess or JoinKind.AllDone or JoinKind.NoneFailed;
        return ends.Length == 0 ? created : waitsForAll ? ends.Max() : ends.Min();
    }
}
