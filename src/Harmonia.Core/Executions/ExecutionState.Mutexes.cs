namespace Harmonia.Core.Executions;

/// <content>Tasks that never run at the same time.</content>
public sealed partial class ExecutionState
{
    private readonly Dictionary<string, TaskState> _holders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedSet<TaskState>> _contenders = new(StringComparer.Ordinal);

    /// <summary>Lets a task that can run contend for its mutex.</summary>
    /// <returns><see langword="false"/> when another task holds it.</returns>
    private bool Contend(TaskState task)
    {
        if (task.Definition.Mutex is not { } mutex || IsHolder(task))
        {
            return true;
        }

        if (!_contenders.TryGetValue(mutex, out var contenders))
        {
            _contenders[mutex] = contenders = new SortedSet<TaskState>(ByOrder);
        }

        contenders.Add(task);
        if (!_holders.ContainsKey(mutex))
        {
            return true;
        }

        task.Waiting = WaitReason.Mutex;
        return false;
    }

    /// <summary>The first of the contenders that starts has the mutex until it ends; the others wait.</summary>
    private void Acquire(TaskState task)
    {
        if (task.Definition.Mutex is not { } mutex || !_holders.TryAdd(mutex, task))
        {
            return;
        }

        _contenders[mutex].Remove(task);
        foreach (var other in _contenders[mutex])
        {
            _open.Remove(other);
            _ready.Remove(other);
            StopHolding(other);
            other.Waiting = WaitReason.Mutex;
        }
    }

    /// <summary>The task has ended, and with it what it held.</summary>
    private void Yield(TaskState task)
    {
        if (task.Definition.Mutex is not { } mutex)
        {
            return;
        }

        if (_contenders.TryGetValue(mutex, out var contenders))
        {
            contenders.Remove(task);
        }

        if (!IsHolder(task))
        {
            return;
        }

        _holders.Remove(mutex);
        foreach (var other in contenders?.ToArray() ?? [])
        {
            other.Waiting = WaitReason.Limit;
            Offer(other);
        }
    }

    private bool IsHolder(TaskState task) =>
        _holders.TryGetValue(task.Definition.Mutex!, out var holder) && holder == task;
}
