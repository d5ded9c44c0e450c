using Harmonia.Core.Definitions;

namespace Harmonia.Core.Executions;

/// <content>Tasks that wait only while something holds.</content>
public sealed partial class ExecutionState
{
    /// <summary>Waiting tasks with a guard, by what the guard is about.</summary>
    private readonly Dictionary<string, SortedSet<TaskState>> _guarded = new(StringComparer.Ordinal);

    /// <summary>Waiting tasks whose guard must be asked again.</summary>
    private readonly SortedSet<TaskState> _doubted = new(ByOrder);

    /// <summary>Whether a guard must be asked.</summary>
    internal bool HasDoubts => _doubted.Count > 0;

    /// <summary>Takes the first task whose guard must be asked.</summary>
    internal bool TryTakeDoubt(out TaskState task)
    {
        task = _doubted.Min!;
        return task is not null && _doubted.Remove(task);
    }

    private void Watch(TaskState task)
    {
        foreach (var name in task.Definition.Guard?.Watches ?? [])
        {
            if (!_guarded.TryGetValue(name, out var tasks))
            {
                _guarded[name] = tasks = new SortedSet<TaskState>(ByOrder);
            }

            tasks.Add(task);
        }
    }

    private void StopWatching(TaskState task)
    {
        _doubted.Remove(task);
        foreach (var name in task.Definition.Guard?.Watches ?? [])
        {
            if (_guarded.TryGetValue(name, out var tasks) && tasks.Remove(task) && tasks.Count == 0)
            {
                _guarded.Remove(name);
            }
        }
    }

    /// <summary>This has changed: whoever waits only while something about it holds is asked again.</summary>
    private void Doubt(string name)
    {
        if (_guarded.Count == 0)
        {
            return;
        }

        DoubtThose(name);
        DoubtThose(Guard.Anything);
    }

    private void DoubtThose(string name)
    {
        if (_guarded.TryGetValue(name, out var tasks))
        {
            _doubted.UnionWith(tasks);
        }
    }
}
