using System.Collections.Immutable;
using Harmonia.Core.Definitions;

namespace Harmonia.Core.Executions;

/// <summary>What a timer is about. The order breaks ties between timers that are due at once.</summary>
internal enum TimerKind
{
    Sleep,
    Iteration,
    Attempt,
    Total,
    Queue,
    Retry,
    Signal,
    Approval,
    Escalation,
    Reminder,
    Start,
    Execution,
}

/// <content>The work owed, kept as events come in.</content>
public sealed partial class ExecutionState
{
    /// <summary>Up to so many timers it is not worth looking for those that no longer fit.</summary>
    private const int FewTimers = 4_096;

    private static readonly Comparer<TaskState> ByOrder =
        Comparer<TaskState>.Create((left, right) => left.Order.CompareTo(right.Order));

    private static readonly Comparer<Frame> ByFrameOrder =
        Comparer<Frame>.Create((left, right) => left.Order.CompareTo(right.Order));

    /// <summary>Tasks whose join can no longer be met.</summary>
    private readonly SortedSet<TaskState> _skips = new(ByOrder);

    /// <summary>Tasks whose join is met and about which something must be decided.</summary>
    private readonly SortedSet<TaskState> _open = new(ByOrder);

    /// <summary>Tasks whose next attempt may start.</summary>
    private readonly SortedSet<TaskState> _ready = new(ByOrder);

    /// <summary>Frames in which every task has ended.</summary>
    private readonly SortedSet<Frame> _done = new(ByFrameOrder);

    /// <summary>Tasks with frames of which must be decided what comes next.</summary>
    private readonly SortedSet<TaskState> _turns = new(ByOrder);

    /// <summary>Failed tasks of which it must be asked whether anybody handles the failure.</summary>
    private readonly Queue<TaskState> _suspects = [];

    /// <summary>Timers by (due, kind, task). One that no longer fits its task is dropped when it comes up.</summary>
    private readonly PriorityQueue<(TimerKind Kind, TaskState? Task), (long Due, TimerKind Kind, long Order)> _timers =
        new();

    /// <summary>As many timers are looked through for those that no longer fit.</summary>
    private int _manyTimers = FewTimers;

    /// <summary>The work owed now. Pure: asking changes nothing that can be seen.</summary>
    public Plan Plan()
    {
        var orders = _owed.Take(Executions.Plan.MaxOrders).ToImmutableArray();
        if (Status is not (ExecutionStatus.Running or ExecutionStatus.Paused))
        {
            return orders.IsEmpty ? Executions.Plan.Nothing : Executions.Plan.Nothing with { Orders = orders };
        }

        var isRunning = Status == ExecutionStatus.Running;
        var room = isRunning ? Settings.MaxConcurrentTasks - RunningCalls : 0;
        return new Plan(
            room > 0 ? [.. _ready.Take(room)] : [],
            _ready.Count > Math.Max(room, 0),
            _skips.Count + _suspects.Count + _done.Count > 0 || (Closing is null && HasTokens)
                || (isRunning && _open.Count + _turns.Count + _looks.Count > 0),
            NextTimer() is var next and not null ? new DateTimeOffset(next.Value.Due, TimeSpan.Zero) : null)
        {
            Orders = orders,
            Held = Held(room),
        };
    }

    /// <summary>The first task whose join can no longer be met.</summary>
    internal TaskState? NextSkip() => _skips.Min;

    /// <summary>The first task about which something must be decided.</summary>
    internal TaskState? NextOpen() => _open.Min;

    /// <summary>The first frame in which every task has ended.</summary>
    internal Frame? NextDone() => _done.Min;

    /// <summary>The first task with frames of which must be decided what comes next.</summary>
    internal TaskState? NextTurn() => _turns.Min;

    /// <summary>Nothing of a task with frames has to be decided before something happens in it.</summary>
    internal void Rest(TaskState task) => _turns.Remove(task);

    internal bool TryTakeSuspect(out TaskState task) => _suspects.TryDequeue(out task!);

    /// <summary>Nothing stands between this task and its next attempt but a place to run.</summary>
    internal void Admit(TaskState task)
    {
        _open.Remove(task);
        BeStartable(task);
    }

    /// <summary>The time of a task's next attempt has come.</summary>
    internal void Release(TaskState task) => Offer(task);

    /// <summary>The time of a loop's next iteration has come.</summary>
    internal void TakeTurn(TaskState loop) => _turns.Add(loop);

    internal bool IsReady(TaskState task) => _ready.Contains(task) || IsHeld(task);

    /// <summary>Takes the next timer that is due and still fits.</summary>
    internal bool TryTakeDue(DateTimeOffset now, out TimerKind kind, out TaskState? task)
    {
        (kind, task) = (default, null);
        if (NextTimer() is not { } next || next.Due > now.UtcTicks)
        {
            return false;
        }

        (kind, task) = _timers.Dequeue();
        return true;
    }

    private (long Due, TimerKind Kind)? NextTimer()
    {
        while (_timers.TryPeek(out var timer, out var key))
        {
            if (Fits(timer.Kind, timer.Task, key.Due))
            {
                return (key.Due, timer.Kind);
            }

            _timers.Dequeue();
        }

        return null;
    }

    private bool Fits(TimerKind kind, TaskState? task, long due)
    {
        if (task is null)
        {
            return kind == TimerKind.Execution && Deadline?.UtcTicks == due;
        }

        var expected = kind switch
        {
            TimerKind.Sleep when task is { Waiting: WaitReason.Timer, IsPostponed: false } => task.DueAt,
            TimerKind.Sleep when task.Waiting == WaitReason.State => task.DueAt,
            TimerKind.Iteration when Status != ExecutionStatus.Paused && IsBetweenIterations(task) => task.DueAt,
            TimerKind.Attempt when IsUnderWay(task) => task.StartedAt + TimeLimit(task),
            TimerKind.Total when !task.Status.IsFinal => task.FirstReadyAt + task.Definition.TotalTimeout,
            TimerKind.Queue when IsQueued(task) => task.ReadyAt + task.Definition.QueueTimeout,
            TimerKind.Signal when task.Waiting == WaitReason.Signal => task.DueAt,
            TimerKind.Approval when task.Waiting == WaitReason.Approval => task.DueAt,
            TimerKind.Escalation when task.Waiting == WaitReason.Approval => task.Approval?.EscalateAt,
            TimerKind.Reminder when task.Waiting == WaitReason.Approval => task.Approval?.RemindAt,
            TimerKind.Retry when task.Waiting is WaitReason.Retry or WaitReason.Component && !IsOffered(task) =>
                task.DueAt,
            TimerKind.Start when task.IsPostponed && !IsOffered(task) => task.DueAt,
            _ => null,
        };
        return expected?.UtcTicks == due;
    }

    private bool IsOffered(TaskState task) => _ready.Contains(task) || _open.Contains(task) || IsHeld(task);

    /// <summary>Whether an attempt goes on: its call, or the wait for what that began.</summary>
    private static bool IsUnderWay(TaskState task) => task is { Status: TaskStatus.Running, Plan: null }
        || task is { Status: TaskStatus.Waiting, Waiting: WaitReason.Child or WaitReason.Callback };

    /// <summary>What an attempt may take: a call always has a limit, the wait after it only a written one.</summary>
    private static TimeSpan? TimeLimit(TaskState task) =>
        task is { Status: TaskStatus.Running, Definition.Kind.IsCall: true }
            ? task.Definition.CallTimeout
            : task.Definition.Timeout;

    private static bool IsQueued(TaskState task) =>
        task is
        {
            Status: TaskStatus.Waiting,
            Waiting: WaitReason.Limit or WaitReason.Retry or WaitReason.Mutex or WaitReason.Component,
        }
        || task.IsPostponed;

    private void AddTimer(DateTimeOffset due, TimerKind kind, TaskState? task)
    {
        _timers.Enqueue((kind, task), (due.UtcTicks, kind, task?.Order ?? 0));
        if (_timers.Count > _manyTimers)
        {
            ForgetTimers();
        }
    }

    /// <summary>
    /// Drops timers that no longer fit before their time, for the items of a map would stay in memory that long.
    /// </summary>
    private void ForgetTimers()
    {
        var kept = _timers.UnorderedItems
            .Where(timer => Fits(timer.Element.Kind, timer.Element.Task, timer.Priority.Due))
            .ToArray();
        _timers.Clear();
        _timers.EnqueueRange(kept);
        _manyTimers = Math.Max(FewTimers, kept.Length * 2);
    }

    private void AddQueueTimer(TaskState task)
    {
        if (task.ReadyAt + task.Definition.QueueTimeout is { } due)
        {
            AddTimer(due, TimerKind.Queue, task);
        }
    }

    private void AddAttemptTimer(TaskState task)
    {
        var kind = task.Definition.Kind;
        if ((kind.IsCall || kind.IsContainer) && task.StartedAt + TimeLimit(task) is { } due)
        {
            AddTimer(due, TimerKind.Attempt, task);
        }
    }

    private void AddTotalTimer(TaskState task)
    {
        if (task.FirstReadyAt + task.Definition.TotalTimeout is { } due)
        {
            AddTimer(due, TimerKind.Total, task);
        }
    }

    /// <summary>Asks a task's join, unless the task is past it.</summary>
    private void Judge(TaskState task, DateTimeOffset at)
    {
        if (task.Status != TaskStatus.Pending || !IsCalledFor(task) || task is { Visit: 0, Frame.Tokens: not null })
        {
            return;
        }

        var definition = task.Definition;
        switch (Joins.Judge(definition.Join, definition.DependsOn.Length, task.Counts))
        {
            case JoinVerdict.Skip:
                _skips.Add(task);
                break;
            case JoinVerdict.Run:
                BeReady(task, at);
                break;
        }
    }

    /// <summary>Its join is met; whatever is counted from there is counted from the end of its own delay.</summary>
    private void BeReady(TaskState task, DateTimeOffset at)
    {
        var definition = task.Definition;
        var isHeldBack = definition.Delay?.NotBefore(CreatedAt, at) > at;
        var ready = isHeldBack ? definition.Delay!.NotBefore(CreatedAt, at) : at;
        task.FirstReadyAt = ready;
        AddTotalTimer(task);
        task.DueAt = isHeldBack ? ready : null;
        Wait(task, isHeldBack ? WaitReason.Timer : WaitReason.Limit, ready);
    }

    private void Wait(TaskState task, WaitReason reason, DateTimeOffset from)
    {
        (task.Status, task.Waiting, task.ReadyAt) = (TaskStatus.Waiting, reason, from);
        AddQueueTimer(task);
        switch (reason)
        {
            case WaitReason.Retry or WaitReason.Component:
                AddTimer(from, TimerKind.Retry, task);
                break;
            case WaitReason.Timer or WaitReason.Window:
                AddTimer(from, TimerKind.Start, task);
                break;
            default:
                Offer(task);
                break;
        }
    }

    /// <summary>Puts a waiting task among the ready ones, unless something must be decided about it first.</summary>
    private void Offer(TaskState task)
    {
        if (!Contend(task))
        {
            return;
        }

        var isChecked = task.Definition.Condition is null || task.FirstStartedAt is not null;
        var isFree = isChecked && task.Definition.Window is null;
        if (isFree && task.Definition.Kind.IsCall)
        {
            BeStartable(task);
        }
        else
        {
            _open.Add(task);
        }
    }

    /// <summary>
    /// Whoever could have taken care of a failure will not run after all: somebody must look at it again.
    /// </summary>
    private void SuspectDependencies(TaskState skipped)
    {
        foreach (var dependency in skipped.Definition.DependsOn)
        {
            var other = skipped.Frame.Tasks[dependency.Task];
            if (other.Status == TaskStatus.Failed)
            {
                _suspects.Enqueue(other);
            }
        }
    }

    private void ForgetWork()
    {
        _skips.Clear();
        _open.Clear();
        _ready.Clear();
        _shut.Clear();
        _suspects.Clear();
        _routes.Clear();
        _watching.Clear();
        _looks.Clear();
        _done.Clear();
        _turns.Clear();
        _holders.Clear();
        _contenders.Clear();
        _undoing = null;
        _timers.Clear();
        _guarded.Clear();
        _doubted.Clear();
        ForgetListeners();
        ForgetApprovals();
    }
}
