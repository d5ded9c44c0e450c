using Harmonia.Core.Definitions;
using Harmonia.Engine.Ports;

namespace Harmonia.Components;

/// <summary>What the given executors can do, for checking definitions.</summary>
public sealed class ComponentsCatalog : IActionCatalog
{
    private readonly Dictionary<string, ComponentActions> _components;

    /// <exception cref="ArgumentException">Two executors claim one component.</exception>
    public ComponentsCatalog(IEnumerable<ITaskExecutor> executors) =>
        _components = executors.ToDictionary(
            executor => executor.Component,
            executor => new ComponentActions(executor.BuiltIn, executor.Actions),
            StringComparer.Ordinal);

    public IEnumerable<string> Components => _components.Keys.Order(StringComparer.Ordinal);

    public ComponentActions? Find(string component) => _components.GetValueOrDefault(component);
}
