using System.Text.Json;
using Harmonia.Core.Definitions;

namespace Harmonia.Core.Executions;

/// <content>Tasks within tasks.</content>
public sealed partial class ExecutionState
{
    /// <summary>Tasks of frames by path: of open frames, and of closed ones where there can be but one.</summary>
    private readonly Dictionary<string, TaskState> _nested = new(StringComparer.Ordinal);

    /// <summary>
    /// Open frames by path, but for those of one task without a name of its own: nothing is said of them.
    /// </summary>
    private readonly Dictionary<string, Frame> _frames = new(StringComparer.Ordinal);

    private int _openFrames;
    private long _nextOrder;
    private int _lastAttempt;

    /// <summary>Every task that is known now: the workflow's own, each followed by those within it.</summary>
    public IEnumerable<TaskState> AllTasks()
    {
        var tasks = _openFrames == 0 ? Tasks : Tasks.SelectMany(Deep);
        return _undoing is null ? tasks : tasks.Concat(_undoing.Tasks);
    }

    /// <summary>The task and those in the open frames within it.</summary>
    internal static IEnumerable<TaskState> Deep(TaskState task) =>
        task.Frames.SelectMany(frame => frame.Tasks).SelectMany(Deep).Prepend(task);

    /// <summary>What each kind of container opens when it starts.</summary>
    private void Enter(TaskState task, DateTimeOffset at)
    {
        switch (task.Definition.Kind)
        {
            case TaskKind.Group:
                OpenFrame(task, null, null, at);
                break;
            case TaskKind.Loop:
                _turns.Add(task);
                break;
            case TaskKind.Plan:
                break; // The plan follows, or its refusal.
            case TaskKind.Map:
                EnterMap(task, at);
                break;
            default:
                throw new System.Diagnostics.UnreachableException($"{task.Definition.Kind} contains nothing.");
        }
    }

    private void Evolve(ScopeEvent fact)
    {
        switch (fact)
        {
            case IterationStarted started:
                Evolve(started);
                break;
            case IterationCompleted completed:
                Evolve(completed);
                break;
            case ItemCompleted completed when Opened(fact) is { } frame:
                EndItem(frame, items => items.Complete(frame.Number!.Value, completed.Output), fact.At);
                break;
            case ItemFailed failed when Opened(fact) is { } frame:
                EndItem(frame, items => items.Fail(frame.Number!.Value, failed.Failure), fact.At);
                break;
            case ItemCompleted or ItemFailed:
                Miss(fact);
                break;
            default:
                throw new System.Diagnostics.UnreachableException($"Event {fact.GetType().Name} has no meaning.");
        }
    }

    private Frame? Opened(ScopeEvent fact) => _frames.GetValueOrDefault(fact.Task);

    /// <summary>A task of a frame has ended for good: perhaps it was the last.</summary>
    private void LeaveFrame(TaskState task, DateTimeOffset at)
    {
        var frame = task.Frame;
        frame.OpenTasks--;
        if (frame == _undoing)
        {
            UndoEnded(task, at);
        }
        else if (frame is { OpenTasks: 0, Owner: not null, IsClosed: false, Body.IsInline: true })
        {
            EndInline(frame, task, at);
        }
        else if (frame is { OpenTasks: 0, Owner: not null, IsClosed: false })
        {
            _done.Add(frame);
        }
    }

    private Frame OpenFrame(TaskState owner, int? number, JsonElement? item, DateTimeOffset at)
    {
        // The numbers of attempts go on when a path is used again, so that late reports stay late.
        var firstAttempt = owner.Attempt > 1 ? _lastAttempt : 0;
        var frame = new Frame(owner.Plan ?? owner.Definition.Body!, owner, number, item, _nextOrder, firstAttempt);
        _nextOrder += frame.Tasks.Count;
        owner.Add(frame);
        _openFrames++;
        if (!frame.Body.IsInline)
        {
            _frames.Add(frame.Path, frame);
        }

        foreach (var task in frame.Tasks)
        {
            _nested[task.Path] = task;
        }

        foreach (var task in frame.Tasks)
        {
            Judge(task, at);
        }

        return frame;
    }

    /// <summary>Ends a frame; what has not ended in it is withdrawn without a word.</summary>
    private void CloseFrame(Frame frame, DateTimeOffset at)
    {
        _openFrames--;
        if (!frame.Body.IsInline)
        {
            _frames.Remove(frame.Path);
        }

        _done.Remove(frame);
        frame.IsClosed = true;
        frame.Owner!.Remove(frame);
        frame.Owner.HasWarnings |= HasWarnings(frame);
        foreach (var task in frame.Tasks)
        {
            if (!task.Status.IsFinal || task.IsConsuming)
            {
                Leave(task);
                Withdraw(task, at);
            }

            if (frame.IsOneOfMany)
            {
                _nested.Remove(task.Path);
            }
        }
    }

    private void CloseFrames(TaskState task, DateTimeOffset at)
    {
        _turns.Remove(task);
        while (task.Frames.Count > 0)
        {
            CloseFrame(task.Frames.First(), at);
        }
    }

    /// <summary>Nobody waits for this task any more, and nobody is told: whoever waited is withdrawn too.</summary>
    private void Withdraw(TaskState task, DateTimeOffset at)
    {
        if (task is { Visit: 0, Frame.Tokens: not null })
        {
            (task.Status, task.SkipReason, task.SkipDetail) =
                (TaskStatus.Skipped, "not_reached", "No transition led here.");
            task.EndedAt = at;
            return;
        }

        CloseFrames(task, at);
        Abandon(task);
        Yield(task);
        task.Frame.OpenTasks--;
        if (task.IsConsuming)
        {
            task.IsConsuming = false; // It has completed; only its rest is withdrawn.
            return;
        }

        (task.Status, task.Waiting, task.EndedAt, task.DueAt) = (TaskStatus.Canceled, WaitReason.None, at, null);
    }

    private static bool HasWarnings(Frame frame) => frame.Tasks.Any(task =>
        task.HasWarnings || task is { Status: TaskStatus.Failed, Definition.OnError: ErrorMode.Continue });
}
