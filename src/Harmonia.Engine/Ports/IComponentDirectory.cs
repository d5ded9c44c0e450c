namespace Harmonia.Engine.Ports;

/// <summary>Who does the tasks of which component, at this moment.</summary>
/// <remarks>
/// Safe to call from many threads. Components come, go and change while executions run: whoever was found makes the
/// attempts that it was found for.
/// </remarks>
public interface IComponentDirectory
{
    /// <summary>
    /// Raised with the name of a component that came, went or changed, or a gate of which may have opened; without any
    /// lock held.
    /// </summary>
    event Action<string>? Changed;

    /// <summary>All names known now.</summary>
    IReadOnlyCollection<string> Components { get; }

    /// <returns><see langword="null"/> when nobody is known by this name now.</returns>
    ITaskExecutor? Find(string component);
}
