using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tekton.Calling;

/// <summary>An action of a component of the family, and the calls that it is made of.</summary>
internal interface IFamilyAction
{
    /// <summary>Its names, as tasks write them.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Who has to be there for it to begin.</summary>
    Reach Reach => Reach.Component;

    /// <summary>A field of the input whose members count as fields of the input.</summary>
    string? Merged => null;

    Task<TaskOutcome> ExecuteAsync(FamilyCall call, CancellationToken cancellationToken);
}

/// <summary>Who has to be there for an action to begin.</summary>
internal enum Reach
{
    /// <summary>Its component: until then it waits.</summary>
    Component,

    /// <summary>Somebody of several, or nobody: only when all who were tried are away it waits.</summary>
    Anybody,

    /// <summary>Nobody: Harmonia does it itself.</summary>
    Nobody,
}

/// <summary>One attempt of an action.</summary>
/// <param name="Component">Of which component.</param>
/// <param name="Task">The attempt.</param>
/// <param name="Input">What the task says.</param>
/// <param name="Caller">Reaches the family.</param>
internal sealed record FamilyCall(FamilyComponent Component, TaskCall Task, CallInput Input, FamilyCaller Caller)
{
    private bool _mayHaveEffect;

    /// <summary>Who could not be reached last.</summary>
    public string? Missed { get; private set; }

    public async Task<FamilyAnswer> SendAsync(FamilyRequest request, CancellationToken cancellationToken)
    {
        var answer = await Caller.SendAsync(request, Task, cancellationToken);
        if (answer is FamilyAnswer.NotReached { Reason: var reason })
        {
            Missed = request.Component;

            // What was done before in this attempt would be done again without a word, were it handed back.
            return _mayHaveEffect
                ? new FamilyAnswer.Broken(
                    new TaskFailure(FailureCodes.ConnectionError, reason, Retryable: true).Bounded())
                : answer;
        }

        _mayHaveEffect |= request.Method != HttpMethod.Get
            && answer is FamilyAnswer.Broken or FamilyAnswer.Answered { IsSuccess: true };
        return answer;
    }

    /// <summary>The failure for an input that is wrong.</summary>
    public TaskOutcome.Failed WrongInput() => new(Input.Failure);
}
