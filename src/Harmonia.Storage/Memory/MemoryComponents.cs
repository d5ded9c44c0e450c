using Harmonia.Engine.Ports;

namespace Harmonia.Storage.Memory;

/// <summary>Components in memory.</summary>
public sealed class MemoryComponents : IComponentStore
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, StoredComponent> _components = new(StringComparer.Ordinal);

    public ValueTask<SaveComponentOutcome> SaveAsync(
        StoredComponent component, SaveCondition condition, CancellationToken cancellationToken)
    {
        StoreArguments.Check(component);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var current = _components.GetValueOrDefault(component.Name);
            var copy = component with { Declaration = component.Declaration.ToArray() };
            var outcome = ComponentRules.Decide(copy, condition, current, () => _components.Count);
            if (outcome is SaveComponentOutcome.Added { Component: var added })
            {
                _components[added.Name] = added;
            }
            else if (outcome is SaveComponentOutcome.Replaced { Component: var next })
            {
                _components[next.Name] = next;
            }

            return new(outcome);
        }
    }

    public ValueTask<bool> RemoveAsync(string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return new(_components.Remove(name));
        }
    }

    public ValueTask<StoredComponent?> FindAsync(string name, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return new(_components.GetValueOrDefault(name));
        }
    }

    public ValueTask<ComponentPage> ListAsync(int limit, int offset, CancellationToken cancellationToken)
    {
        StoreArguments.CheckPage(limit, offset);
        lock (_lock)
        {
            return new(new ComponentPage([.. _components.Values.Skip(offset).Take(limit)], _components.Count));
        }
    }
}
