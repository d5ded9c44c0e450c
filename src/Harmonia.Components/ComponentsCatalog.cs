using Harmonia.Core.Definitions;
using Harmonia.Engine.Ports;

namespace Harmonia.Components;

/// <summary>What the components that are known now can do, for checking definitions.</summary>
public sealed class ComponentsCatalog(IComponentDirectory directory) : IActionCatalog
{
    public IEnumerable<string> Components => directory.Components.Order(StringComparer.Ordinal);

    public ComponentActions? Find(string component) => directory.Find(component) is { } executor
        ? new ComponentActions(executor.BuiltIn, executor.Actions)
        {
            Takes = executor.Takes,
            InputOf = executor.InputOf,
        }
        : null;
}
