using System.Globalization;
using Harmonia.Core.Definitions;

namespace Harmonia.Core.Executions;

/// <content>Loops, and what of their history can be forgotten.</content>
public sealed partial class ExecutionState
{
    /// <summary>Events up to <see cref="Version"/> that are not kept any more.</summary>
    public long Forgotten { get; private set; }

    /// <summary>Events that are kept: what the limit of a history counts.</summary>
    public long KeptEvents => Version - Forgotten;

    /// <summary>Whether there may be something to forget.</summary>
    public bool HasLooped { get; private set; }

    /// <summary>The highest number that an attempt has had.</summary>
    internal int LastAttempt => _lastAttempt;

    /// <summary>
    /// Whether the fold of the history comes to this same state without this event: it belongs to an iteration of a
    /// loop that is past, and further back than the loop keeps.
    /// </summary>
    /// <remarks>Once true it stays true, so that events may be removed whenever that suits, and not all at once.
    /// </remarks>
    public bool CanForget(long version, ExecutionEvent fact)
    {
        if (fact is not TaskEvent { Task: var path }
            || fact is TaskCompleted { Compensation: not null } // To be undone, if it comes to that.
            || fact is SignalTaken // Or the signal, which is kept with its id, would be given again.
            || path.EndsWith(UndoSuffix, StringComparison.Ordinal) // Tells how far undoing has come.
            || Knows(fact.Request))
        {
            return false;
        }

        for (var open = path.IndexOf('['); open >= 0; open = path.IndexOf('[', open + 1))
        {
            if (Find(path[..open])?.Loop is { } loop && loop.IsPast(NumberAt(path, open), version))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>So many events that <see cref="CanForget"/> allows were removed from the stored history.</summary>
    public void Forget(int events) => Forgotten += events;

    /// <summary>Whether a loop waits for the time of its next iteration.</summary>
    private bool IsBetweenIterations(TaskState task) =>
        task is { Status: TaskStatus.Running, Loop: not null, DueAt: not null } && !_turns.Contains(task);

    private void Evolve(IterationStarted started)
    {
        var open = started.Task.LastIndexOf('[');
        if (open < 0 || Find(started.Task[..open]) is not { Loop: { } loop } owner)
        {
            Miss(started);
            return;
        }

        CloseFrames(owner, started.At); // Open only when the end of the one before was forgotten.
        _lastAttempt = Math.Max(_lastAttempt, started.LastAttempt ?? 0);
        owner.HasWarnings |= started.Warnings ?? false;
        owner.DueAt = null;
        HasLooped = true;
        loop.Begin(NumberAt(started.Task, open));
        OpenFrame(owner, loop.Iteration, null, started.At);
    }

    private void Evolve(IterationCompleted completed)
    {
        if (!_frames.TryGetValue(completed.Task, out var frame))
        {
            Miss(completed);
            return;
        }

        var owner = frame.Owner!;
        CloseFrame(frame, completed.At);
        owner.Loop!.Complete(completed.Output);
        owner.DueAt = completed.DueAt;
        if (completed.DueAt is { } due)
        {
            AddTimer(due, TimerKind.Iteration, owner);
        }
        else
        {
            _turns.Add(owner);
        }
    }

    /// <summary>An event of something that is not known: of what was forgotten, or of another definition.</summary>
    private void Miss(TaskEvent fact)
    {
        if (fact is TaskCompleted { Compensation: { } undo } && DefinitionOf(fact.Task)?.Compensation is { } definition)
        {
            _undo.Push(new Undo(fact.Task, definition, undo)); // It is past, but can still be undone.
        }
        else if (fact is SignalTaken taken && Forgotten > 0)
        {
            Signals.Take(taken.Id);
        }
        else if (Forgotten == 0)
        {
            throw new InvalidDataException(
                $"The history names '{fact.Task}', which its definition has not, or not here.");
        }
    }

    /// <summary>What the author wrote for the task with this path, wherever executions are by now.</summary>
    private TaskDefinition? DefinitionOf(string path)
    {
        TaskDefinition? task = null;
        var body = Definition.Root;
        foreach (var segment in path.Split('.'))
        {
            var open = segment.IndexOf('[');
            var index = body?.IndexOf(open < 0 ? segment : segment[..open]) ?? -1;
            if (index < 0)
            {
                return null;
            }

            task = body!.Tasks[index];
            task = open >= 0 && task.Body is { IsInline: true } inline ? inline.Tasks[0] : task;
            body = task.Body;
        }

        return task;
    }

    private static int NumberAt(string path, int open) =>
        path.IndexOf(']', open) is var close and > 0
        && int.TryParse(path.AsSpan(open + 1, close - open - 1), CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new InvalidDataException($"'{path}' is not the path of an iteration.");
}
