using System.Collections.Immutable;
using Harmonia.Core.Expressions;

namespace Harmonia.Core.Definitions.Checking.Transitions;

/// <summary>The ways into and out of a task, while they are being read.</summary>
internal sealed class RouteDraft(TaskDraft task)
{
    public TaskDraft Task => task;

    public FieldReader Fields { get; init; } = null!;

    public string Type { get; init; } = "";

    public List<Transition> Out { get; } = [];

    /// <summary>The tasks from which transitions lead here, each once, in the order in which that is said.</summary>
    public List<int> Sources { get; } = [];

    public int? Handler { get; set; }

    /// <summary>Whether tokens come here by a failure alone.</summary>
    public bool IsHandler { get; set; }

    public void Add(RouteDraft target, string? name, Condition? condition, TaskEnds on, int threads)
    {
        var branch = target.Sources.IndexOf(task.Index);
        if (branch < 0)
        {
            branch = target.Sources.Count;
            target.Sources.Add(task.Index);
        }

        var key = name ?? target.Task.Id;
        var number = Out.Count(other => other.Key == key || other.Key.StartsWith(key + "~", StringComparison.Ordinal));
        Out.Add(new Transition(number == 0 ? key : $"{key}~{number + 1}", target.Task.Index, condition, on)
        {
            Threads = threads,
            Branch = branch,
        });
    }

    public ImmutableArray<int> Next => [.. Out.Select(transition => transition.To)];
}
