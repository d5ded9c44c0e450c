using Harmonia.Core.Definitions;

namespace Harmonia.Core.Executions;

/// <summary>What a timer is about. The order breaks ties between timers that are due at once.</summary>
internal enum TimerKind
{
    Sleep,
    Attempt,
    Total,
    Queue,
    Retry,
    Execution,
}

/// <content>The work owed, kept as events come in.</content>
public sealed partial class ExecutionState
{
    /// <summary>Tasks whose join can no longer be met.</summary>
    private readonly SortedSet<int> _skips = [];

    /// <summary>Tasks whose join is met and about which something must be decided.</summary>
    private readonly SortedSet<int> _open = [];

    /// <summary>Tasks whose next attempt may start.</summary>
    private readonly SortedSet<int> _ready = [];

    /// <summary>Failed tasks of which it must be asked whether anybody handles the failure.</summary>
    private readonly Queue<int> _suspects = [];

    /// <summary>Timers by (due, kind, task). One that no longer fits its task is dropped when it comes up.</summary>
    private readonly PriorityQueue<(TimerKind Kind, int Task), (long Due, TimerKind Kind, int Task)> _timers = new();

    /// <summary>The work owed now. Pure: asking changes nothing that can be seen.</summary>
    public Plan Plan()
    {
        if (Status is not (ExecutionStatus.Running or ExecutionStatus.Paused))
        {
            return Executions.Plan.Nothing;
        }

        var room = Status == ExecutionStatus.Running ? Settings.MaxConcurrentTasks - RunningCalls : 0;
        return new Plan(
            room > 0 ? [.. _ready.Take(room)] : [],
            _ready.Count > Math.Max(room, 0),
            NextTimer() is var next and not null ? new DateTimeOffset(next.Value.Due, TimeSpan.Zero) : null);
    }

    /// <summary>The first task whose join can no longer be met.</summary>
    internal int? NextSkip() => _skips.Count == 0 ? null : _skips.Min;

    /// <summary>The first task about which something must be decided.</summary>
    internal int? NextOpen() => _open.Count == 0 ? null : _open.Min;

    internal bool TryTakeSuspect(out int task) => _suspects.TryDequeue(out task);

    /// <summary>Nothing stands between this task and its next attempt but a place to run.</summary>
    internal void Admit(int task)
    {
        _open.Remove(task);
        _ready.Add(task);
    }

    /// <summary>The time of a task's next attempt has come.</summary>
    internal void Release(int task) => Offer(_tasks[task]);

    internal bool IsReady(int task) => _ready.Contains(task);

    /// <summary>Takes the next timer that is due and still fits.</summary>
    internal bool TryTakeDue(DateTimeOffset now, out TimerKind kind, out int task)
    {
        (kind, task) = (default, default);
        if (NextTimer() is not { } next || next.Due > now.UtcTicks)
        {
            return false;
        }

        (kind, task) = _timers.Dequeue();
        return true;
    }

    private (long Due, TimerKind Kind, int Task)? NextTimer()
    {
        while (_timers.TryPeek(out _, out var timer))
        {
            if (Fits(timer.Kind, timer.Task, timer.Due))
            {
                return timer;
            }

            _timers.Dequeue();
        }

        return null;
    }

    private bool Fits(TimerKind kind, int index, long due)
    {
        if (kind == TimerKind.Execution)
        {
            return Deadline?.UtcTicks == due;
        }

        var task = _tasks[index];
        var expected = kind switch
        {
            TimerKind.Sleep when task.Waiting == WaitReason.Timer => task.DueAt,
            TimerKind.Attempt when task.Status == TaskStatus.Running => task.StartedAt + task.Definition.Timeout,
            TimerKind.Total when !task.Status.IsFinal => task.FirstReadyAt + task.Definition.TotalTimeout,
            TimerKind.Queue when IsQueued(task) => task.ReadyAt + task.Definition.QueueTimeout,
            TimerKind.Retry when task.Waiting == WaitReason.Retry && !IsOffered(index) => task.DueAt,
            _ => null,
        };
        return expected?.UtcTicks == due;
    }

    private bool IsOffered(int task) => _ready.Contains(task) || _open.Contains(task);

    private static bool IsQueued(TaskState task) =>
        task is { Status: TaskStatus.Waiting, Waiting: WaitReason.Limit or WaitReason.Retry };

    private void AddTimer(DateTimeOffset due, TimerKind kind, int task) =>
        _timers.Enqueue((kind, task), (due.UtcTicks, kind, task));

    private void AddQueueTimer(TaskState task)
    {
        if (task.ReadyAt + task.Definition.QueueTimeout is { } due)
        {
            AddTimer(due, TimerKind.Queue, task.Definition.Index);
        }
    }

    private void AddTotalTimer(TaskState task)
    {
        if (task.FirstReadyAt + task.Definition.TotalTimeout is { } due)
        {
            AddTimer(due, TimerKind.Total, task.Definition.Index);
        }
    }

    /// <summary>Asks a task's join, unless the task is past it.</summary>
    private void Judge(TaskState task, DateTimeOffset at)
    {
        if (task.Status != TaskStatus.Pending)
        {
            return;
        }

        var definition = task.Definition;
        switch (Joins.Judge(definition.Join, definition.DependsOn.Length, task.Counts))
        {
            case JoinVerdict.Skip:
                _skips.Add(definition.Index);
                break;
            case JoinVerdict.Run:
                task.FirstReadyAt = at;
                AddTotalTimer(task);
                Wait(task, WaitReason.Limit, at);
                break;
        }
    }

    private void Wait(TaskState task, WaitReason reason, DateTimeOffset from)
    {
        var definition = task.Definition;
        (task.Status, task.Waiting, task.ReadyAt) = (TaskStatus.Waiting, reason, from);
        AddQueueTimer(task);
        if (reason == WaitReason.Retry)
        {
            AddTimer(from, TimerKind.Retry, definition.Index);
        }
        else
        {
            Offer(task);
        }
    }

    /// <summary>Puts a waiting task among the ready ones, unless something must be decided about it first.</summary>
    private void Offer(TaskState task)
    {
        var isChecked = task.Definition.Condition is null || task.FirstStartedAt is not null;
        var list = isChecked && task.Definition.Kind == TaskKind.Call ? _ready : _open;
        list.Add(task.Definition.Index);
    }

    /// <summary>
    /// Whoever could have taken care of a failure will not run after all: somebody must look at it again.
    /// </summary>
    private void SuspectDependencies(TaskState skipped)
    {
        foreach (var dependency in skipped.Definition.DependsOn)
        {
            if (_tasks[dependency.Task].Status == TaskStatus.Failed)
            {
                _suspects.Enqueue(dependency.Task);
            }
        }
    }

    private void ForgetWork()
    {
        _skips.Clear();
        _open.Clear();
        _ready.Clear();
        _suspects.Clear();
        _timers.Clear();
    }
}
