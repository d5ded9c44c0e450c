using System.Collections.Frozen;
using System.Collections.Immutable;
using Harmonia.Core.Schemas;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Workers;

/// <summary>A component whose tasks are done by workers that come for them.</summary>
internal sealed class WorkerComponent(WorkerBroker broker, KnownComponent known) : ITaskExecutor
{
    private const int MaxIdleGates = 1_000;

    private readonly Dictionary<string, ActionGate> _gates = new(StringComparer.Ordinal);
    private volatile KnownComponent _known = known;
    private volatile FrozenSet<string> _actions = known.Actions.ToFrozenSet(StringComparer.Ordinal);

    public string Component => _known.Name;

    public bool BuiltIn => false;

    public IReadOnlyCollection<string> Actions => _actions;

    public int? MaxConcurrent => int.MaxValue; // As many as workers have places for, and the node takes.

    public bool SurvivesRestart => true;

    public bool IsRemote => true;

    /// <summary>What is known of it.</summary>
    public KnownComponent Known
    {
        get => _known;
        set
        {
            _actions = value.Actions.ToFrozenSet(StringComparer.Ordinal);
            _known = value;
        }
    }

    /// <summary>Actions with attempts that wait for a worker. Guarded by the broker's lock.</summary>
    public HashSet<ActionGate> Waiting { get; } = [];

    public bool Takes(string action) => _known.TakesAnyAction || _actions.Contains(action);

    public JsonSchema? InputOf(string action) => _known.InputOf(action);

    public IGate? GateOf(string action) => Gate(action);

    public ValueTask<TaskOutcome> ExecuteAsync(TaskCall call, CancellationToken cancellationToken) =>
        broker.ExecuteAsync(Gate(call.Action), call, cancellationToken);

    /// <summary>The gate of an action: the same one for as long as anything depends on it.</summary>
    private ActionGate Gate(string action)
    {
        lock (_gates)
        {
            if (_gates.TryGetValue(action, out var gate))
            {
                return gate;
            }

            if (_gates.Count >= MaxIdleGates + _actions.Count)
            {
                broker.ForgetIdle(_gates);
            }

            return _gates[action] = new ActionGate(broker, this, action);
        }
    }
}

/// <summary>What is known of a component that workers serve, whether or not any is there.</summary>
/// <param name="Name">As tasks write it.</param>
/// <param name="Actions">Actions that workers have named.</param>
/// <param name="TakesAnyAction">Whether a worker takes whatever action it is asked for.</param>
public sealed record KnownComponent(string Name, ImmutableArray<string> Actions, bool TakesAnyAction)
{
    /// <summary>What an action takes; <see langword="null"/> where nothing is known of that.</summary>
    public Func<string, JsonSchema?> InputOf { get; init; } = static _ => null;
}
