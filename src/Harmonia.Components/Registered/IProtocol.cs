using Harmonia.Engine.Ports;

namespace Harmonia.Components.Registered;

/// <summary>A way of talking to components; <see cref="RegisteredComponents"/> is given one for each name.</summary>
/// <remarks>Safe to call from many threads.</remarks>
public interface IProtocol
{
    /// <summary>As declarations write it: see <see cref="ProtocolNames"/>.</summary>
    string Name { get; }

    /// <summary>Makes ready to call a component. Calls nobody yet, and cannot fail.</summary>
    IProtocolClient Open(ComponentDeclaration declaration);
}

/// <summary>Calls one component, in its protocol.</summary>
/// <remarks>
/// Safe to call from many threads. Disposed when the component is removed or declared anew, and no call of it runs any
/// more.
/// </remarks>
public interface IProtocolClient : IAsyncDisposable
{
    /// <summary>
    /// Raised when the actions have changed, or a gate of the client may have opened; without any lock held.
    /// </summary>
    event Action? Changed;

    /// <summary>The actions that are declared or were found; empty while nobody knows.</summary>
    IReadOnlyCollection<string> Actions { get; }

    /// <summary>As <see cref="ITaskExecutor.SurvivesRestart"/>.</summary>
    bool SurvivesRestart => false;

    /// <summary>
    /// What lets attempts begin, when it is not whether somebody answers at an address: then no breaker and no probe
    /// watch this component. The same on each call, also <see langword="null"/>.
    /// </summary>
    IGate? GateOf(string action) => null;

    /// <summary>
    /// Makes one attempt, as <see cref="ITaskExecutor.ExecuteAsync"/> does. <see cref="TaskOutcome.Unavailable"/> when
    /// nobody was reached, so that nothing can have happened.
    /// </summary>
    ValueTask<TaskOutcome> CallAsync(TaskCall call, CancellationToken cancellationToken);

    /// <summary>Asks whether the component is there; may look up its actions. Failures are answers.</summary>
    ValueTask<ProbeAnswer> ProbeAsync(CancellationToken cancellationToken);
}

/// <summary>What came of asking a component whether it is there.</summary>
/// <param name="IsHealthy">Whether calls may be made.</param>
/// <param name="Message">What was found, for people.</param>
public sealed record ProbeAnswer(bool IsHealthy, string Message);
