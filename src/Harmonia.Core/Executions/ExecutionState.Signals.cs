using System.Collections.Immutable;

namespace Harmonia.Core.Executions;

/// <content>Signals, and who waits for them.</content>
public sealed partial class ExecutionState
{
    private static readonly Comparer<TaskState> ByWait = Comparer<TaskState>.Create((left, right) =>
        (left.WaitsSince, left.Order).CompareTo((right.WaitsSince, right.Order)));

    /// <summary>Tasks that wait for a signal, by its name; whoever has waited longest is first.</summary>
    private readonly Dictionary<string, SortedSet<TaskState>> _listeners = new(StringComparer.Ordinal);

    /// <summary>What began or ceased to be waited for since somebody asked.</summary>
    private readonly HashSet<(WaitKind Kind, string Name)> _changedWaits = [];

    /// <summary>Signals that no task has taken yet.</summary>
    public KeptSignals Signals { get; } = new();

    /// <summary>
    /// What began or ceased to be waited for since the last call, for a store that can be searched by it.
    /// </summary>
    public ImmutableArray<WaitChange> TakeWaitChanges()
    {
        if (_changedWaits.Count == 0)
        {
            return [];
        }

        var changes = _changedWaits
            .OrderBy(wait => wait.Kind)
            .ThenBy(wait => wait.Name, StringComparer.Ordinal)
            .Select(wait => wait.Kind == WaitKind.Signal
                ? new WaitChange(wait.Kind, wait.Name, null, _listeners.ContainsKey(wait.Name))
                : OfApproval(wait.Name))
            .ToImmutableArray();
        _changedWaits.Clear();
        return changes;
    }

    /// <summary>Tasks that wait for signals of this name, the longest waiting first.</summary>
    internal IEnumerable<TaskState> Listeners(string name) =>
        _listeners.TryGetValue(name, out var tasks) ? tasks : [];

    private void Evolve(SignalReceived received)
    {
        Signals.Remember(received.Id);
        var signal = new Signal(
            Version, received.Id, received.Name, received.Payload, received.Actor, received.At);
        if (received.TakenBy is { } path)
        {
            Give(path, received.Offer, signal);
        }
        else if (received.Kept)
        {
            Signals.Add(signal);
        }
    }

    private void Listen(TaskState task, ImmutableArray<string> names)
    {
        task.WaitsSince = Version;
        task.SignalNames = names;
        task.Taken = new Signal?[names.Length];
        foreach (var name in names)
        {
            if (!_listeners.TryGetValue(name, out var tasks))
            {
                _listeners[name] = tasks = new SortedSet<TaskState>(ByWait);
                _changedWaits.Add((WaitKind.Signal, name));
            }

            tasks.Add(task);
        }
    }

    private void Give(string path, int offer, Signal signal)
    {
        if (Find(path) is { } task)
        {
            Take(task, offer, signal);
        }
        else if (Forgotten == 0)
        {
            throw new InvalidDataException(
                $"The history gives a signal to task '{path}', which its definition has not, or not here.");
        }
    }

    private void Take(TaskState task, int offer, Signal signal)
    {
        if (Forgotten > 0 && task.Waiting != WaitReason.Signal)
        {
            return; // The signal is used up; that its task began to wait was forgotten.
        }

        task.Taken[offer] = signal;
        for (var other = 0; other < task.Taken.Length; other++)
        {
            if (task.Taken[other] is null && task.SignalNames[other] == signal.Name)
            {
                return; // It waits for another one of the same name.
            }
        }

        Unlisten(task, signal.Name);
    }

    private void StopListening(TaskState task)
    {
        foreach (var name in task.SignalNames)
        {
            Unlisten(task, name);
        }

        (task.SignalNames, task.Taken) = ([], []);
    }

    private void Unlisten(TaskState task, string name)
    {
        if (_listeners.TryGetValue(name, out var tasks) && tasks.Remove(task) && tasks.Count == 0)
        {
            _listeners.Remove(name);
            _changedWaits.Add((WaitKind.Signal, name));
        }
    }

    private void ForgetListeners()
    {
        foreach (var name in _listeners.Keys)
        {
            _changedWaits.Add((WaitKind.Signal, name));
        }

        _listeners.Clear();
    }
}
