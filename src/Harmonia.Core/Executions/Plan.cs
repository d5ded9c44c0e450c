using System.Collections.Immutable;

namespace Harmonia.Core.Executions;

/// <summary>The work owed to an execution: what the world should do next.</summary>
/// <param name="Ready">Tasks whose next attempt may start now, in their order, as many as its limit leaves room
/// for.</param>
/// <param name="MoreReady">Whether further tasks are ready beyond that limit.</param>
/// <param name="MoreToDecide">Whether the last decision stopped before everything was settled: decide a
/// <see cref="Tick"/> at once.</param>
/// <param name="WakeAt">When the clock has something to say next; <see langword="null"/> when never.</param>
public sealed record Plan(
    ImmutableArray<TaskState> Ready, bool MoreReady, bool MoreToDecide, DateTimeOffset? WakeAt)
{
    /// <summary>Orders at most in one plan; further ones are in the next, once these are confirmed.</summary>
    public const int MaxOrders = 64;

    public static Plan Nothing { get; } = new([], false, false, null);

    /// <summary>Tasks whose next attempt may start when their component is there, so many of each action.</summary>
    public ImmutableArray<TaskState> Held { get; init; } = [];

    /// <summary>What children must be told, the oldest first, up to <see cref="MaxOrders"/>.</summary>
    public ImmutableArray<OwedOrder> Orders { get; init; } = [];
}

/// <summary>An order that a child has not been told yet.</summary>
/// <param name="Child">Whom to tell.</param>
/// <param name="Order">What to tell.</param>
/// <param name="Number">The version at which it was given, so that it can be told from a later one.</param>
public sealed record OwedOrder(ExecutionId Child, ChildOrder Order, long Number);
