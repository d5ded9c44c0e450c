using Harmonia.Engine.Ports;

namespace Harmonia.Storage;

/// <summary>What becomes of a component that is to be saved.</summary>
internal static class ComponentRules
{
    /// <param name="component">What is to be kept.</param>
    /// <param name="condition">What must be there.</param>
    /// <param name="current">What is there.</param>
    /// <param name="count">How many components there are; asked only when one more would be added.</param>
    public static SaveComponentOutcome Decide(
        StoredComponent component, SaveCondition condition, StoredComponent? current, Func<long> count)
    {
        var holds = condition switch
        {
            SaveCondition.Any => true,
            SaveCondition.Absent => current is null,
            SaveCondition.Unchanged(var hash) => current?.ContentHash == hash,
            _ => throw new System.Diagnostics.UnreachableException($"No rule for {condition}."),
        };
        if (!holds)
        {
            return new SaveComponentOutcome.Refused(current);
        }

        if (current is not null)
        {
            return new SaveComponentOutcome.Replaced(component with { CreatedAt = current.CreatedAt });
        }

        return count() >= StoredComponent.MaxComponents
            ? new SaveComponentOutcome.Full()
            : new SaveComponentOutcome.Added(component);
    }
}
