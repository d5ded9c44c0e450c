namespace Harmonia.Engine.Ports;

/// <summary>Keeps the declarations of components that were registered, so that they are known after a restart.</summary>
/// <remarks>
/// <para>
/// Called by whoever registers components, and once at the start. Safe to call from many threads at once. Every change
/// is one transaction, on stable storage when its task completes, and may be repeated.
/// </para>
/// <para>What a declaration means is not looked at: it is given back as it was saved.</para>
/// </remarks>
public interface IComponentStore
{
    /// <summary>Adds a component, or puts a declaration in the place of the one that is there.</summary>
    /// <param name="component">
    /// What to keep. When one is replaced, it keeps its own <see cref="StoredComponent.CreatedAt"/>.
    /// </param>
    /// <param name="condition">What must be there now.</param>
    /// <param name="cancellationToken">Gives up waiting; what was handed over is saved all the same.</param>
    /// <returns>What became of it.</returns>
    ValueTask<SaveComponentOutcome> SaveAsync(
        StoredComponent component, SaveCondition condition, CancellationToken cancellationToken);

    /// <summary>Removes a component.</summary>
    /// <returns>Whether it was there.</returns>
    ValueTask<bool> RemoveAsync(string name, CancellationToken cancellationToken);

    /// <returns>The component with exactly this name, or <see langword="null"/>.</returns>
    ValueTask<StoredComponent?> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>Components by name, in the order of their characters.</summary>
    ValueTask<ComponentPage> ListAsync(int limit, int offset, CancellationToken cancellationToken);
}

/// <summary>A component as it was registered.</summary>
public sealed record StoredComponent
{
    /// <summary>Components that a store takes.</summary>
    public const int MaxComponents = 10_000;

    /// <summary>As tasks write it; unique.</summary>
    public required string Name { get; init; }

    /// <summary>The protocol that it speaks.</summary>
    public required string Kind { get; init; }

    /// <summary>UTF-8 JSON, as it was sent.</summary>
    public required ReadOnlyMemory<byte> Declaration { get; init; }

    /// <summary>The hash of <see cref="Declaration"/>.</summary>
    public required string ContentHash { get; init; }

    /// <summary>When it was first saved.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When this declaration was saved.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Who declared it.</summary>
    public ComponentOrigin Origin { get; init; }
}

/// <summary>Who declared a component.</summary>
public enum ComponentOrigin
{
    /// <summary>Somebody who called the API.</summary>
    Api,

    /// <summary>A worker that does its tasks.</summary>
    Worker,
}

/// <summary>How an origin is written.</summary>
public static class ComponentOrigins
{
    extension(ComponentOrigin origin)
    {
        /// <summary><c>api</c> or <c>worker</c>.</summary>
        public string Word => origin == ComponentOrigin.Worker ? "worker" : "api";
    }
}

/// <summary>What must be there for a component to be saved.</summary>
public abstract record SaveCondition
{
    private SaveCondition()
    {
    }

    /// <summary>Whatever is there.</summary>
    public sealed record Any : SaveCondition;

    /// <summary>No component with this name.</summary>
    public sealed record Absent : SaveCondition;

    /// <summary>The declaration with this hash.</summary>
    /// <param name="ContentHash">Of which.</param>
    public sealed record Unchanged(string ContentHash) : SaveCondition;
}

/// <summary>What became of a component that was to be saved.</summary>
public abstract record SaveComponentOutcome
{
    private SaveComponentOutcome()
    {
    }

    /// <summary>It is new.</summary>
    /// <param name="Component">As it is stored.</param>
    public sealed record Added(StoredComponent Component) : SaveComponentOutcome;

    /// <summary>It is in the place of an earlier declaration.</summary>
    /// <param name="Component">As it is stored.</param>
    public sealed record Replaced(StoredComponent Component) : SaveComponentOutcome;

    /// <summary>The condition does not hold; nothing was written.</summary>
    /// <param name="Current">What is there; <see langword="null"/> when nothing is.</param>
    public sealed record Refused(StoredComponent? Current) : SaveComponentOutcome;

    /// <summary>There are as many components as there may be; nothing was written.</summary>
    public sealed record Full : SaveComponentOutcome;
}

/// <summary>A page of components.</summary>
/// <param name="Items">By name.</param>
/// <param name="Total">How many there are in all.</param>
public sealed record ComponentPage(IReadOnlyList<StoredComponent> Items, long Total);
