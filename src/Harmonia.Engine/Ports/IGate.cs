namespace Harmonia.Engine.Ports;

/// <summary>Lets attempts of one action begin: the free places of workers, or whether a component is up.</summary>
/// <remarks>
/// <para>
/// <see cref="TryEnter"/> and <see cref="ShutBecause"/> are called with a lock held: they must neither block nor call
/// back.
/// </para>
/// <para>
/// When a gate that was shut may have opened, its directory raises <see cref="IComponentDirectory.Changed"/>. Until
/// then nobody asks again, except when an attempt of the same component is over.
/// </para>
/// </remarks>
public interface IGate
{
    /// <summary>
    /// Why nothing can begin for as long as nobody knows, for people; <see langword="null"/> when it is open, or merely
    /// full for now. A task that finds it shut waits for its component.
    /// </summary>
    string? ShutBecause { get; }

    /// <summary>Takes a place. Each place that was taken is given back by one <see cref="Leave"/>.</summary>
    bool TryEnter();

    /// <summary>Gives a place back.</summary>
    /// <param name="wasUsed">Whether an attempt was made with it.</param>
    void Leave(bool wasUsed);
}
