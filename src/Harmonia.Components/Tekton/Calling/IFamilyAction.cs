using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tekton.Calling;

/// <summary>An action of a component of the family, and the calls that it is made of.</summary>
internal interface IFamilyAction
{
    /// <summary>Its names, as tasks write them.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>
    /// Whether it may be done without its component, by others or by Harmonia itself: then it does not wait until the
    /// component is there.
    /// </summary>
    bool HasStandIn => false;

    /// <summary>Whom it waits for when nobody was reached who can do it.</summary>
    string? WaitsFor => null;

    /// <summary>A field of the input whose members count as fields of the input.</summary>
    string? Merged => null;

    Task<TaskOutcome> ExecuteAsync(FamilyCall call, CancellationToken cancellationToken);
}

/// <summary>One attempt of an action.</summary>
/// <param name="Component">Of which component.</param>
/// <param name="Task">The attempt.</param>
/// <param name="Input">What the task says.</param>
/// <param name="Caller">Reaches the family.</param>
internal sealed record FamilyCall(FamilyComponent Component, TaskCall Task, CallInput Input, FamilyCaller Caller)
{
    public Task<FamilyAnswer> SendAsync(FamilyRequest request, CancellationToken cancellationToken) =>
        Caller.SendAsync(request, Task, cancellationToken);

    /// <summary>The failure for an input that is wrong.</summary>
    public TaskOutcome.Failed WrongInput() => new(Input.Failure);
}
