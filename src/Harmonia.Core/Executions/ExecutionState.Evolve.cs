using System.Collections.Immutable;
using System.Diagnostics;
using Harmonia.Core.Definitions;

namespace Harmonia.Core.Executions;

/// <content>What each fact means. Nothing here may refuse: it has happened.</content>
public sealed partial class ExecutionState
{
    /// <summary>Takes in the next event of this execution.</summary>
    public void Evolve(ExecutionEvent fact) => Evolve(fact, Version + 1);

    /// <summary>Takes in the next event that is kept; those between were forgotten.</summary>
    public void Evolve(ExecutionEvent fact, long version)
    {
        Forgotten += version - Version - 1;
        Version = version;
        LastAt = fact.At > LastAt ? fact.At : LastAt;
        if (fact.Request is { } request)
        {
            Remember(request);
        }

        switch (fact)
        {
            case WorkflowStarted started:
                Evolve(started);
                break;
            case WorkflowPaused paused:
                (Status, StatusReason) = (ExecutionStatus.Paused, paused.Reason);
                OweAll(ChildOrder.Pause);
                Doubt(Guard.Anything);
                break;
            case WorkflowResumed:
                Resume(fact.At);
                break;
            case WorkflowRetried retried:
                Evolve(retried);
                break;
            case WorkflowClosing closing:
                Evolve(closing);
                break;
            case WorkflowCompleted completed:
                (Output, Warnings) = (completed.Output, completed.Warnings);
                End(ExecutionStatus.Completed, completed.Warnings.IsEmpty ? null : "warnings", fact.At);
                break;
            case WorkflowFailed failed:
                (Failure, FailedTasks) = (failed.Failure, failed.FailedTasks);
                End(ExecutionStatus.Failed, EndReason(failed.CompensationsFailed, failed.Reason), fact.At);
                break;
            case WorkflowCanceled canceled:
                End(ExecutionStatus.Canceled, EndReason(canceled.CompensationsFailed, null), fact.At);
                break;
            case StateChanged changed:
                SetState(changed.State, fact.At);
                break;
            case SignalReceived received:
                Evolve(received);
                break;
            case ChildTold told:
                Settle(told);
                break;
            case StateUpdated updated:
                SetState(JsonText.Merge(CustomState, updated.Values), fact.At);
                break;
            case CheckpointCreated created:
                (LastCheckpointAt, LastCheckpointVersion) = (fact.At, Version);
                ManualCheckpoints += created.Kind == CheckpointKind.Manual ? 1 : 0;
                break;
            case WorkflowRestored restored:
                Evolve(restored);
                break;
            case TaskEvent ofTask:
                Evolve(ofTask);
                break;
            default:
                throw new UnreachableException($"Event {fact.GetType().Name} has no meaning.");
        }
    }

    private static string? EndReason(ImmutableArray<string>? undoFailures, string? reason) =>
        undoFailures is null ? reason : "compensation_failed";

    private void Evolve(TaskEvent fact)
    {
        Usage = fact.Usage is { } used ? Usage + used : Usage;
        if (fact is ScopeEvent ofFrame)
        {
            Evolve(ofFrame);
            return;
        }

        if (fact is TaskEntered entered)
        {
            Evolve(entered);
            return;
        }

        if (Find(fact.Task) is not { } task)
        {
            Miss(fact);
            return;
        }

        switch (fact)
        {
            case TaskStarted started:
                Start(task, started);
                break;
            case TaskCompleted completed:
                Complete(task, completed);
                break;
            case TaskFailed failed:
                task.Failure = failed.Failure;
                Forget(task, failed.ChildId);
                End(task, TaskStatus.Failed, fact.At);
                _suspects.Enqueue(task);
                break;
            case TaskSkipped skipped:
                (task.SkipReason, task.SkipDetail) = (skipped.Reason, skipped.Detail);
                End(task, TaskStatus.Skipped, fact.At);
                SuspectDependencies(task);
                break;
            case TaskCanceled canceled:
                // What is withdrawn with its execution can be taken up again with it.
                task.IsRouted = task.Visit > 0 && canceled.Reason is not ("workflow_failed" or "workflow_canceled");
                End(task, TaskStatus.Canceled, fact.At);
                break;
            case TasksSpliced or TaskChunk or ItemsAdded:
                EvolveContent(task, fact);
                break;
            case ChildStarted started:
                Evolve(task, started);
                break;
            case CallbackAwaited or CallbackReceived:
                EvolveCallback(task, fact);
                break;
            default:
                EvolveWaiting(fact, task);
                break;
        }

        Doubt(task.Definition.Id);
    }

    private void Complete(TaskState task, TaskCompleted completed)
    {
        (task.Output, task.Failure) = (completed.Output, null);
        task.Chosen = completed.Chosen ?? 0;
        task.IsConsuming = completed.Consumes == true;
        task.HasWarnings |= task.Map?.Failed > 0;
        if (completed.Compensation is { } undo)
        {
            _undo.Push(new Undo(task.Path, task.Definition.Compensation!, undo));
        }

        Forget(task, task.Child);
        End(task, TaskStatus.Completed, completed.At);
    }

    private void Evolve(WorkflowStarted started)
    {
        Status = ExecutionStatus.Running;
        (WorkflowId, WorkflowName) = (started.WorkflowId, started.WorkflowName);
        (Input, Metadata, RequestHash) = (started.Input, started.Metadata, started.RequestHash);
        RestoredFrom = started.RestoredFrom;
        (CreatedAt, Parent) = (started.At, started.Parent);
        SetDeadline(started.At);
        if (_root.Tokens is not null)
        {
            PlaceTokens();
            return;
        }

        foreach (var task in Tasks)
        {
            Judge(task, started.At);
        }
    }

    private void Resume(DateTimeOffset at)
    {
        GrantBudget();
        (Status, StatusReason) = (ExecutionStatus.Running, ReasonToRun());
        OweAll(ChildOrder.Resume);
        Doubt(Guard.Anything);
        foreach (var task in AllTasks())
        {
            if (IsBetweenIterations(task))
            {
                AddTimer(task.DueAt!.Value, TimerKind.Iteration, task); // No turn was taken while it was paused.
            }

            // Waiting for a place begins anew: nothing could start while it was paused.
            if (IsQueued(task) && task.Definition.QueueTimeout is not null)
            {
                task.ReadyAt = task.DueAt > at ? task.DueAt : at;
                AddQueueTimer(task);
            }
        }
    }

    private void Evolve(WorkflowRetried retried)
    {
        GrantBudget();
        (Status, StatusReason, EndedAt) = (ExecutionStatus.Running, null, null);
        (Output, Failure, FailedTasks, Warnings) = (null, null, [], []);
        Reopen();
        SetDeadline(retried.At);
        if (_root.Tokens is not null)
        {
            ReopenVisits(retried.At);
            return;
        }

        var reopened = retried.Tasks.Select(id => _root.Tasks[Definition.IndexOf(id)]).ToArray();
        foreach (var task in reopened)
        {
            if (IsKept(task))
            {
                task.ReopenItems();
            }
            else
            {
                var sequence = TargetOf(task) is { } target && IsKept(target) ? task.Sequence : 0;
                task.Reopen();
                task.Sequence = sequence; // The map has what came so far, and only wants the rest.
            }

            _root.OpenTasks++;
        }

        foreach (var task in reopened)
        {
            task.Counts = Recount(task);
            Judge(task, retried.At);
        }

        bool IsKept(TaskState task) => retried.Kept?.Contains(task.Definition.Id) == true;
    }

    private void Start(TaskState task, TaskStarted started)
    {
        Leave(task);
        Unshut(task);
        var waiting = WaitOf(task.Definition.Kind);
        task.Plan = null;
        task.Attempt = started.Attempt;
        task.Input = started.Input ?? task.Input;
        task.StartedAt = started.At;
        task.FirstStartedAt ??= started.At;
        task.DueAt = started.WakeAt;
        task.Status = waiting == WaitReason.None ? TaskStatus.Running : TaskStatus.Waiting;
        task.Waiting = waiting;
        _lastAttempt = Math.Max(_lastAttempt, started.Attempt);
        if (task.Definition.Kind == TaskKind.Watch || task.Definition.Routing is { IsChoice: true })
        {
            WatchState(task);
        }

        Acquire(task);
        task.Loop = task.Definition.Loop is { } loop ? new LoopState(loop, started.Count, Version) : null;
        var kind = task.Definition.Kind;
        AddAttemptTimer(task);
        if (started.Callback is { } callback && task.Callback?.Number != callback)
        {
            task.Callback = new CallbackState(callback);
        }

        if (started.ChildId is { } child)
        {
            Expect(task, child);
        }

        if (kind.IsCall)
        {
            RunningCalls++;
        }
        else if (waiting != WaitReason.None)
        {
            BeginWait(task, started);
        }
        else if (kind.IsContainer)
        {
            Enter(task, started.At);
        }
    }

    /// <summary>What a task of this kind waits for once it has started.</summary>
    private static WaitReason WaitOf(TaskKind kind) => kind switch
    {
        TaskKind.Sleep => WaitReason.Timer,
        TaskKind.Event => WaitReason.Signal,
        TaskKind.Approval => WaitReason.Approval,
        _ => WaitReason.None,
    };

    private void BeginWait(TaskState task, TaskStarted started)
    {
        if (started.WakeAt is { } wakeAt)
        {
            AddTimer(wakeAt, task.Waiting == WaitReason.Timer ? TimerKind.Sleep : TimerKind.Signal, task);
        }

        if (started.Signals is { } names)
        {
            Listen(task, names);
        }

        Watch(task);
    }

    private void End(TaskState task, TaskStatus status, DateTimeOffset at)
    {
        Leave(task);
        Abandon(task);
        if (!task.IsConsuming)
        {
            CloseFrames(task, at);
        }

        (task.Status, task.Waiting, task.EndedAt, task.DueAt) = (status, WaitReason.None, at, null);
        Yield(task);
        var frame = task.Frame;
        if (frame.Tokens is { } tokens)
        {
            EndVisit(task, tokens);
            return;
        }

        foreach (var dependency in task.Definition.Dependants)
        {
            var dependant = frame.Tasks[dependency.Task];
            dependant.Counts = dependant.Counts.With(task.EndFor(dependency), dependency.On);
            Judge(dependant, at);
        }

        if (TargetOf(task) is { } target)
        {
            CloseStream(target, at);
        }

        if (!task.IsConsuming)
        {
            LeaveFrame(task, at);
        }
    }

    private void End(ExecutionStatus status, string? reason, DateTimeOffset at)
    {
        (Status, StatusReason, EndedAt, Deadline) = (status, reason, at, null);
        ForgetWork();
        foreach (var task in Tasks)
        {
            if (!task.Status.IsFinal || task.IsConsuming)
            {
                Withdraw(task, at);
            }
        }

        _root.OpenTasks = _root.Tokens is null ? _root.OpenTasks : 0;
        RunningCalls = 0;
    }

    /// <summary>The task is no longer what it was, whatever it becomes.</summary>
    private void Leave(TaskState task)
    {
        if (task.IsCalling)
        {
            RunningCalls--;
        }

        _watching.Remove(task);
        _looks.Remove(task);
        _skips.Remove(task);
        _open.Remove(task);
        _ready.Remove(task);
        StopHolding(task);
        if (task.Waiting is WaitReason.Signal or WaitReason.Approval)
        {
            StopListening(task);
            StopAsking(task);
            StopWatching(task);
        }
        _turns.Remove(task);
    }

    private void SetDeadline(DateTimeOffset from)
    {
        Deadline = from + (Definition.Timeout ?? Settings.MaxExecutionTime);
        if (Deadline is { } deadline)
        {
            AddTimer(deadline, TimerKind.Execution, null);
        }
    }
}
