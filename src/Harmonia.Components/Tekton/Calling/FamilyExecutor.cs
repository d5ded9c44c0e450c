using Harmonia.Components.Tekton.Calling.Generic;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tekton.Calling;

/// <summary>Does the tasks of one component of the family.</summary>
internal sealed class FamilyExecutor : ITaskExecutor
{
    private readonly FamilyComponent _component;
    private readonly FamilyCaller _caller;
    private readonly FamilyGate _gate;
    private readonly StandInGate _standIn;

    public FamilyExecutor(FamilyComponent component, FamilyCaller caller, FamilyGates gates)
    {
        (_component, _caller) = (component, caller);
        _gate = gates.Of(component.Name);
        _standIn = new StandInGate(gates);
    }

    public string Component => _component.Name;

    /// <summary>A component of another release may do more than is known here.</summary>
    public bool BuiltIn => false;

    public IReadOnlyCollection<string> Actions =>
        [.. _component.Actions.Union(GenericActions.All.SelectMany(action => action.Names), StringComparer.Ordinal)];

    public int? MaxConcurrent => null;

    /// <summary>Whether somebody waits for this component when another one comes back.</summary>
    public bool DependsOnOthers => _standIn.IsWaiting;

    public IGate? GateOf(string action) => Find(action).HasStandIn ? _standIn : _gate;

    public async ValueTask<TaskOutcome> ExecuteAsync(TaskCall call, CancellationToken cancellationToken)
    {
        var action = Find(call.Action);
        var input = new CallInput(call.Input, action.Merged);
        if (input.IsWrong)
        {
            return new TaskOutcome.Failed(input.Failure);
        }

        var outcome = await action.ExecuteAsync(
            new FamilyCall(_component, call, input, _caller), cancellationToken);
        if (action.HasStandIn)
        {
            _standIn.WaitFor(outcome is TaskOutcome.Unavailable ? action.WaitsFor : null);
        }

        return outcome;
    }

    private IFamilyAction Find(string action) =>
        _component.Find(action) ?? GenericActions.Find(action) ?? UnmappedAction.Instance;
}
