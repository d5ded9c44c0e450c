using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Checking;

/// <summary>Makes sure that a task refers only to tasks that have ended before it starts.</summary>
/// <remarks>
/// Questions are collected and answered for 64 targets at once: one word per task says which of them are before it, in
/// one pass over all dependencies. That takes a fraction of the time and memory of the full table of ancestors.
/// </remarks>
internal sealed class UpstreamChecker(IReadOnlyList<TaskDraft> tasks, TaskGraph graph, FindingList findings)
{
    private const int TargetsAtOnce = 64;

    /// <summary>Up to this many direct dependencies are looked through at once.</summary>
    private const int FewDependencies = 8;

    private readonly Dictionary<int, List<(TaskDraft Task, string Pointer)>> _questions = [];

    /// <summary>Asks whether <paramref name="target"/> is before <paramref name="task"/>.</summary>
    public void Ask(TaskDraft task, int target, string pointer)
    {
        if (task.Dependencies.Count <= FewDependencies && task.Dependencies.Exists(entry => entry.Task == target))
        {
            return;
        }

        if (!_questions.TryGetValue(target, out var asked))
        {
            _questions[target] = asked = [];
        }

        asked.Add((task, pointer));
    }

    public void Answer()
    {
        foreach (var targets in _questions.Keys.Chunk(TargetsAtOnce))
        {
            var before = WhatIsBefore(targets);
            for (var bit = 0; bit < targets.Length; bit++)
            {
                foreach (var (task, pointer) in _questions[targets[bit]])
                {
                    if ((before[task.Index] & (1UL << bit)) == 0)
                    {
                        Report(task, tasks[targets[bit]], pointer);
                    }
                }
            }
        }
    }

    private ulong[] WhatIsBefore(int[] targets)
    {
        var self = new ulong[tasks.Count];
        for (var bit = 0; bit < targets.Length; bit++)
        {
            self[targets[bit]] = 1UL << bit;
        }

        var before = new ulong[tasks.Count];
        foreach (var members in graph.Components)
        {
            var all = 0UL;
            foreach (var member in members)
            {
                foreach (var dependency in tasks[member].Dependencies)
                {
                    all |= before[dependency.Task] | self[dependency.Task];
                }
            }

            foreach (var member in members)
            {
                before[member] = all;
            }
        }

        return before;
    }

    private void Report(TaskDraft task, TaskDraft target, string pointer)
    {
        if (task == target)
        {
            findings.Error(
                FindingCodes.NotUpstream,
                pointer,
                $"'{task.Id}' refers to itself, and there is nothing to see before it has run. Remove the reference.");
            return;
        }

        findings.Error(
            FindingCodes.NotUpstream,
            pointer,
            $"'{task.Id}' refers to '{target.Id}' without waiting for it. Add '{target.Id}' to its depends_on.",
            () => $"depends_on: [{target.Id}]");
    }
}
