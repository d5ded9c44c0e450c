using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Checking;

/// <summary>
/// Names one cycle of each group of tasks that wait for each other: the shortest through the first of them.
/// </summary>
internal static class CycleChecker
{
    /// <summary>A cycle with more tasks is cut in the message; nobody reads on.</summary>
    private const int MaxNames = 100;

    public static void Check(IReadOnlyList<TaskDraft> tasks, TaskGraph graph, FindingList findings)
    {
        foreach (var members in graph.Components.Where(members => members.Length > 1))
        {
            var names = ShortestCycle(tasks, graph, members[0]).Select(task => tasks[task].Id).ToList();
            if (names.Count > MaxNames)
            {
                names = [.. names[..MaxNames], $"… ({names.Count - MaxNames - 1} more)", names[^1]];
            }

            findings.Error(
                FindingCodes.Cycle,
                $"{tasks[members[0]].Pointer}/depends_on",
                $"These tasks wait for each other for ever: {string.Join(" -> ", names)}."
                    + " Remove one of the dependencies.");
        }
    }

    /// <returns>The tasks in the order in which they would run, the first one again at the end.</returns>
    private static List<int> ShortestCycle(IReadOnlyList<TaskDraft> tasks, TaskGraph graph, int start)
    {
        var reachedFrom = new Dictionary<int, int>();
        var queue = new Queue<int>([start]);
        while (!reachedFrom.ContainsKey(start))
        {
            var task = queue.Dequeue();
            foreach (var dependency in tasks[task].Dependencies)
            {
                if (graph.Component[dependency.Task] == graph.Component[start]
                    && reachedFrom.TryAdd(dependency.Task, task))
                {
                    queue.Enqueue(dependency.Task);
                }
            }
        }

        var cycle = new List<int> { start };
        for (var task = reachedFrom[start]; task != start; task = reachedFrom[task])
        {
            cycle.Add(task);
        }

        return [.. cycle, start];
    }
}
