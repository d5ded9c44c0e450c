using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Checking;

/// <summary>Finds tasks that never run whatever happens. Reports nothing of which it is not sure.</summary>
internal sealed class ReachabilityChecker
{
    private readonly IReadOnlyList<TaskDraft> _tasks;

    /// <summary>How each task may end; a task that may run may end in every way.</summary>
    private readonly TaskEnds[] _ends;

    private ReachabilityChecker(IReadOnlyList<TaskDraft> tasks)
    {
        _tasks = tasks;
        _ends = new TaskEnds[tasks.Count];
        Array.Fill(_ends, TaskEnds.Any);
    }

    public static void Check(IReadOnlyList<TaskDraft> tasks, TaskGraph graph, FindingList findings)
    {
        var checker = new ReachabilityChecker(tasks);
        foreach (var members in graph.Components)
        {
            if (members.Length > 1)
            {
                checker.MarkCycle(members);
            }
            else
            {
                checker.Check(tasks[members[0]], findings);
            }
        }
    }

    /// <summary>A cycle in which everybody waits for everything never moves; any other join may break it.</summary>
    private void MarkCycle(int[] members)
    {
        if (!members.All(member => NeedsAll(_tasks[member].Join.Kind)))
        {
            return;
        }

        foreach (var member in members)
        {
            _ends[member] = TaskEnds.None;
        }
    }

    private void Check(TaskDraft task, FindingList findings)
    {
        if (task.Dependencies.Count == 0 || CanRun(task, out var culprit))
        {
            return;
        }

        _ends[task.Index] = task.Dependencies.Exists(dependency => _ends[dependency.Task] == TaskEnds.None)
            ? TaskEnds.None
            : TaskEnds.Skipped;
        findings.Error(
            FindingCodes.UnreachableTask,
            $"{task.Pointer}/depends_on",
            $"This task can never run: what it needs of '{_tasks[culprit].Id}' cannot happen."
                + " Change depends_on or join.");
    }

    private bool CanRun(TaskDraft task, out int culprit)
    {
        var unsatisfiable = task.Dependencies.FindIndex(dependency => !CanSatisfy(dependency));
        var endless = task.Dependencies.FindIndex(dependency => _ends[dependency.Task] == TaskEnds.None);
        culprit = task.Dependencies[Math.Max(0, Math.Max(unsatisfiable, endless))].Task;
        return task.Join.Kind switch
        {
            JoinKind.AllSuccess => unsatisfiable < 0,
            JoinKind.AllDone or JoinKind.NoneFailed => endless < 0,
            JoinKind.AnySuccess => task.Dependencies.Exists(CanSatisfy),
            JoinKind.OneFailed => task.Dependencies.Exists(CanFail),
            _ => task.Dependencies.Count(CanSatisfy) >= task.Join.Count,
        };
    }

    private bool CanSatisfy(Dependency dependency) => (_ends[dependency.Task] & dependency.On) != TaskEnds.None;

    private bool CanFail(Dependency dependency) => _ends[dependency.Task].HasFlag(TaskEnds.Failed);

    private static bool NeedsAll(JoinKind kind) =>
        kind is JoinKind.AllSuccess or JoinKind.AllDone or JoinKind.NoneFailed;
}
