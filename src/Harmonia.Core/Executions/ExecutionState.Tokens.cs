using Harmonia.Core.Definitions;

namespace Harmonia.Core.Executions;

/// <content>Tokens that follow transitions, and visits that they make.</content>
public sealed partial class ExecutionState
{
    /// <summary>Visits that have ended and whose tokens go on.</summary>
    private readonly Queue<TaskState> _routes = [];

    /// <summary>Visits that wait for the state to change.</summary>
    private readonly SortedSet<TaskState> _watching = new(ByOrder);

    /// <summary>Those of them that have not looked since it did.</summary>
    private readonly SortedSet<TaskState> _looks = new(ByOrder);

    /// <summary>The first visit whose token goes on.</summary>
    internal TaskState? NextRoute() => _routes.TryPeek(out var task) ? task : null;

    /// <summary>Takes the first visit that has to look at the state again.</summary>
    internal bool TryTakeLook(out TaskState task)
    {
        task = _looks.Min!;
        return task is not null && _looks.Remove(task);
    }

    /// <summary>Visits that did not come to an end of their own.</summary>
    internal IEnumerable<TaskState> BrokenVisits => _root.Tasks.Where(task =>
        task is { Visit: > 0, IsRouted: false } && task.Status is (TaskStatus.Failed or TaskStatus.Canceled));

    private bool HasTokens => _routes.Count > 0 || _root.Tokens?.HasEntries == true;

    /// <summary>The first tokens.</summary>
    private void PlaceTokens()
    {
        foreach (var task in Definition.Tasks.Where(task => task.Routing!.IsStart))
        {
            _root.Tokens!.Arrive(task.Index, new RouteToken(null, 0, RouteToken.NoForks));
        }
    }

    private void Evolve(TaskEntered entered)
    {
        var end = entered.Task.IndexOf('#');
        var index = Definition.IndexOf(end < 0 ? entered.Task : entered.Task[..end]);
        if (index < 0 || _root.Tokens is not { } tokens)
        {
            throw new InvalidDataException($"The history enters '{entered.Task}', which its definition has not.");
        }

        var entry = tokens.Enter(index);
        var task = _root.Tasks[index];
        if (tokens.Visits(index) > 1)
        {
            task = new TaskState(task.Definition, _root, _nextOrder++, tokens.Visits(index));
            _root.Add(task);
            _nested.Add(task.Path, task);
        }

        (task.Visit, task.Origins, task.Forks) = (tokens.Visits(index), entered.From, entry.Forks);
        _root.OpenTasks++;
        Judge(task, entered.At);
    }

    private void Evolve(TransitionsTaken taken, TaskState task)
    {
        if (NextRoute() == task)
        {
            _routes.Dequeue();
        }

        task.IsRouted = true;
        _root.OpenTasks -= task.IsConsuming ? 0 : 1; // Its rest keeps it open.
        var tokens = _root.Tokens!;
        var routing = task.Definition.Routing!;
        var forks = routing.IsFork ? task.Forks.SetItem(task.Definition.Index, task.Visit) : task.Forks;
        foreach (var key in taken.Taken)
        {
            var way = routing.Out.FirstOrDefault(way => way.Key == key)
                ?? new Transition(key, Definition.IndexOf(key), null, TaskEnds.Failed);
            for (var thread = 0; thread < way.Threads; thread++)
            {
                tokens.Arrive(way.To, new RouteToken(task.Path, way.Branch, forks));
            }
        }

        tokens.Leave(task.Definition.Index);
    }

    /// <summary>A visit has ended: its token goes on, unless it was withdrawn.</summary>
    private void EndVisit(TaskState task, Tokens tokens)
    {
        if (task.Status == TaskStatus.Canceled)
        {
            _root.OpenTasks--;
            if (task.IsRouted)
            {
                tokens.Leave(task.Definition.Index);
            }

            return;
        }

        tokens.End(task);
        _routes.Enqueue(task);
        _looks.UnionWith(_watching);
    }

    private void WatchState(TaskState task)
    {
        (task.Status, task.Waiting) = (TaskStatus.Waiting, WaitReason.State);
        _watching.Add(task);
        _looks.Add(task);
        if (task.DueAt is { } due)
        {
            AddTimer(due, TimerKind.Sleep, task);
        }
    }

    /// <summary>What had failed, or was withdrawn because of that, is as if it had just been entered.</summary>
    private void ReopenVisits(DateTimeOffset at)
    {
        _root.OpenTasks = 0;
        _routes.Clear();
        foreach (var task in _root.Tasks)
        {
            if (task.Visit == 0)
            {
                task.Reopen();
                continue;
            }

            if (task.IsRouted)
            {
                _root.OpenTasks += task.IsConsuming ? 1 : 0;
                continue;
            }

            _root.OpenTasks++;
            if (task.Status is TaskStatus.Failed or TaskStatus.Canceled)
            {
                task.Reopen();
                Judge(task, at);
            }
            else if (task.Status.IsFinal)
            {
                _routes.Enqueue(task);
            }
        }
    }
}
