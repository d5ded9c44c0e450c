using System.Collections.Immutable;

namespace Harmonia.Core.Executions;

/// <content>Components that are not there, and the tasks that wait for them.</content>
public sealed partial class ExecutionState
{
    private readonly SortedDictionary<(string Component, string Action), ShutAction> _shut = [];

    /// <summary>Why a task waits for its component; <see langword="null"/> when it does not.</summary>
    public string? WhyShut(TaskState task) => task.Waiting == WaitReason.Component
        ? _shut.GetValueOrDefault(ActionOf(task))?.Reason ?? task.ReturnReason
        : null;

    /// <summary>Whether its component is known not to be there.</summary>
    internal bool IsShut(TaskState task) => _shut.ContainsKey(ActionOf(task));

    /// <summary>Tasks that could start if their component were there, so many of each action.</summary>
    private ImmutableArray<TaskState> Held(int room) => room <= 0 || _shut.Count == 0
        ? []
        : [.. _shut.Values.SelectMany(shut => shut.Tasks.Take(room))];

    private bool IsHeld(TaskState task) =>
        task.Waiting == WaitReason.Component && _shut.TryGetValue(ActionOf(task), out var shut)
        && shut.Tasks.Contains(task);

    private static (string Component, string Action) ActionOf(TaskState task) =>
        (task.Definition.Component, task.Definition.Action);

    /// <summary>Nothing stands between a task and its next attempt but a place, and its component.</summary>
    private void BeStartable(TaskState task)
    {
        if (_shut.TryGetValue(ActionOf(task), out var shut))
        {
            task.Waiting = WaitReason.Component;
            shut.Tasks.Add(task);
        }
        else
        {
            task.Waiting = task.Waiting == WaitReason.Component ? WaitReason.Limit : task.Waiting;
            _ready.Add(task);
        }
    }

    private void Evolve(WaitingForComponent waiting)
    {
        var action = (waiting.Component, waiting.Action);
        _shut[action] = new ShutAction(waiting.Reason);
        foreach (var task in _ready.Where(task => ActionOf(task) == action).ToArray())
        {
            _ready.Remove(task);
            BeStartable(task);
        }
    }

    private void Evolve(TaskState task, AttemptReturned returned)
    {
        var since = task.ReadyAt;
        Leave(task);
        (task.Attempt, task.DueAt) = (returned.Attempt - 1, returned.DueAt);
        (task.Returns, task.ReturnReason) = (task.Returns + 1, returned.Reason);
        Wait(task, WaitReason.Component, returned.DueAt);
        task.ReadyAt = since; // It waits for its component since it was ready, however often that is tried.
        AddQueueTimer(task);
    }

    /// <summary>One that starts shows that the component is there: the others are ready again.</summary>
    private void Unshut(TaskState task)
    {
        if (!_shut.Remove(ActionOf(task), out var shut))
        {
            return;
        }

        foreach (var other in shut.Tasks)
        {
            other.Waiting = WaitReason.Limit;
            _ready.Add(other);
        }
    }

    private void StopHolding(TaskState task)
    {
        if (task.Waiting == WaitReason.Component && _shut.TryGetValue(ActionOf(task), out var shut))
        {
            shut.Tasks.Remove(task);
        }
    }

    private sealed record ShutAction(string Reason)
    {
        public SortedSet<TaskState> Tasks { get; } = new(ByOrder);
    }
}
