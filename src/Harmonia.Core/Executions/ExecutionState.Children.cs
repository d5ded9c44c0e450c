namespace Harmonia.Core.Executions;

/// <content>Executions that this one started, and what they are owed.</content>
public sealed partial class ExecutionState
{
    private static readonly Comparer<OwedOrder> ByNumber = Comparer<OwedOrder>.Create((left, right) =>
        (left.Number, left.Child).CompareTo((right.Number, right.Child)));

    /// <summary>Children whose fate is that of a task: being started, or waited for.</summary>
    private readonly Dictionary<ExecutionId, TaskState> _children = [];

    /// <summary>Orders that must be told, whatever becomes of this execution; one for each child at most.</summary>
    private readonly SortedSet<OwedOrder> _owed = new(ByNumber);

    private readonly Dictionary<ExecutionId, OwedOrder> _owedTo = [];

    /// <summary>Whether a child must be told something.</summary>
    public bool OwesOrders => _owed.Count > 0;

    /// <returns>The task whose fate hangs on this child, or <see langword="null"/>.</returns>
    internal TaskState? TaskOf(ExecutionId child) => _children.GetValueOrDefault(child);

    /// <returns>The child that an interrupted attempt was about: the next one takes it up again.</returns>
    internal ExecutionId? OpenChild(TaskState task) =>
        task.Child is { } child && _children.ContainsKey(child) ? child : null;

    internal bool Owes(OwedOrder order) => _owed.Contains(order);

    private void Expect(TaskState task, ExecutionId child)
    {
        task.Child = child;
        _children[child] = task;
    }

    private void Evolve(TaskState task, ChildStarted started)
    {
        if (!task.Definition.WaitsForChild)
        {
            _children.Remove(started.ChildId); // It goes on alone.
            return;
        }

        Leave(task);
        (task.Status, task.Waiting) = (TaskStatus.Waiting, WaitReason.Child);
    }

    /// <summary>The task's child has ended, or never began: there is nothing to tell it any more.</summary>
    private void Forget(TaskState task, ExecutionId? ended)
    {
        if (ended is { } child
            && child == task.Child
            && _children.Remove(child)
            && _owedTo.Remove(child, out var order))
        {
            _owed.Remove(order);
        }
    }

    /// <summary>The task no longer cares for its child, which therefore is to end.</summary>
    private void Abandon(TaskState task)
    {
        if (task.Child is { } child && _children.Remove(child))
        {
            Owe(child, ChildOrder.Cancel);
        }
    }

    /// <summary>
    /// Children and callbacks belong to the execution that this one was restored from, and so does its parent.
    /// </summary>
    private void LeaveFamily()
    {
        Parent = null;
        _children.Clear();
        _owed.Clear();
        _owedTo.Clear();
        foreach (var task in AllTasks())
        {
            if (!task.Status.IsFinal)
            {
                (task.Child, task.Callback) = (null, null);
            }
        }
    }

    private void OweAll(ChildOrder order)
    {
        foreach (var (child, task) in _children)
        {
            if (task.Definition.WaitsForChild)
            {
                Owe(child, order);
            }
        }
    }

    private void Owe(ExecutionId child, ChildOrder order)
    {
        if (_owedTo.TryGetValue(child, out var earlier))
        {
            _owed.Remove(earlier); // A later order stands for the earlier one, which may have been told or not.
        }

        _owedTo[child] = new OwedOrder(child, order, Version);
        _owed.Add(_owedTo[child]);
    }

    private void Settle(ChildTold told)
    {
        if (_owedTo.TryGetValue(told.ChildId, out var order) && order.Number == told.Number)
        {
            _owedTo.Remove(told.ChildId);
            _owed.Remove(order);
        }
    }
}
