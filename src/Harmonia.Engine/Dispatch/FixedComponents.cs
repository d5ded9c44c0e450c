using System.Collections.Frozen;
using Harmonia.Engine.Ports;

namespace Harmonia.Engine.Dispatch;

/// <summary>Components that are there from the start to the end of the process.</summary>
public sealed class FixedComponents : IComponentDirectory
{
    private readonly FrozenDictionary<string, ITaskExecutor> _executors;

    /// <exception cref="ArgumentException">Two executors claim one component.</exception>
    public FixedComponents(IEnumerable<ITaskExecutor> executors) => _executors = executors.ToDictionary(
        executor => executor.Component, StringComparer.Ordinal).ToFrozenDictionary(StringComparer.Ordinal);

    /// <inheritdoc/>
    public event Action<string>? Changed
    {
        add { } // Nothing changes.
        remove { }
    }

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Components => _executors.Keys;

    /// <inheritdoc/>
    public ITaskExecutor? Find(string component) => _executors.GetValueOrDefault(component);
}
