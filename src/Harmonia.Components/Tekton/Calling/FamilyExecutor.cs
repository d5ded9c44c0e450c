using System.Collections.Concurrent;
using Harmonia.Components.Tekton.Calling.Generic;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tekton.Calling;

/// <summary>Does the tasks of one component of the family.</summary>
internal sealed class FamilyExecutor : ITaskExecutor
{
    private readonly ConcurrentDictionary<string, StandInGate> _standIns = new(StringComparer.Ordinal);
    private readonly FamilyComponent _component;
    private readonly FamilyCaller _caller;
    private readonly FamilyGates _gates;
    private readonly Func<bool> _isExpected;

    /// <param name="component">Whose tasks they are.</param>
    /// <param name="caller">Reaches the family.</param>
    /// <param name="gates">Who is there.</param>
    /// <param name="isExpected">
    /// Whether the component may come; otherwise only what can be done without it is done, and nothing waits for it.
    /// </param>
    public FamilyExecutor(FamilyComponent component, FamilyCaller caller, FamilyGates gates, Func<bool> isExpected) =>
        (_component, _caller, _gates, _isExpected) = (component, caller, gates, isExpected);

    public string Component => _component.Name;

    /// <summary>A component of another release may do more than is known here.</summary>
    public bool BuiltIn => false;

    public IReadOnlyCollection<string> Actions =>
        [.. _component.Actions.Union(GenericActions.All.SelectMany(action => action.Names), StringComparer.Ordinal)];

    public int? MaxConcurrent => null;

    /// <summary>Whether somebody may wait here for another component to come back.</summary>
    public bool DependsOnOthers => _standIns.Values.Any(gate => gate.IsWaiting);

    public IGate? GateOf(string action) => Find(action).Reach switch
    {
        Reach.Component => _isExpected() ? _gates.Of(Component) : null,
        Reach.Anybody => StandInOf(action),
        _ => null,
    };

    public async ValueTask<TaskOutcome> ExecuteAsync(TaskCall call, CancellationToken cancellationToken)
    {
        var action = Find(call.Action);
        var input = new CallInput(call.Input, action.Merged);
        if (input.IsWrong)
        {
            return new TaskOutcome.Failed(input.Failure);
        }

        var family = new FamilyCall(_component, call, input, _caller);
        TaskOutcome outcome;
        try
        {
            outcome = await action.ExecuteAsync(family, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new TaskOutcome.Failed(new(
                FailureCodes.Timeout, $"{Component}/{call.Action} did not end in time.", Retryable: true));
        }

        if (outcome is TaskOutcome.Unavailable { Reason: var reason } && !_isExpected())
        {
            return new TaskOutcome.Failed(new TaskFailure(
                FailureCodes.ComponentNotFound, $"{reason} This action needs it.", Retryable: false).Bounded());
        }

        if (action.Reach is Reach.Anybody)
        {
            StandInOf(call.Action).WaitFor(outcome is TaskOutcome.Unavailable ? family.Missed : null);
        }

        return outcome;
    }

    private StandInGate StandInOf(string action) => _standIns.GetOrAdd(action, _ => new StandInGate(_gates));

    private IFamilyAction Find(string action) =>
        _component.Find(action) ?? GenericActions.Find(action) ?? UnmappedAction.Instance;
}
