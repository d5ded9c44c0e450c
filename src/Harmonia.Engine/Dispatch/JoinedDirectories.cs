using System.Collections.Immutable;
using Harmonia.Engine.Ports;

namespace Harmonia.Engine.Dispatch;

/// <summary>Several directories as one: the first that knows a component has it.</summary>
public sealed class JoinedDirectories(params ImmutableArray<IComponentDirectory> parts) : IComponentDirectory
{
    /// <inheritdoc/>
    public event Action<string>? Changed
    {
        add
        {
            foreach (var part in parts)
            {
                part.Changed += value;
            }
        }

        remove
        {
            foreach (var part in parts)
            {
                part.Changed -= value;
            }
        }
    }

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Components =>
        [.. parts.SelectMany(part => part.Components).Distinct(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public ITaskExecutor? Find(string component)
    {
        foreach (var part in parts)
        {
            if (part.Find(component) is { } executor)
            {
                return executor;
            }
        }

        return null;
    }
}
