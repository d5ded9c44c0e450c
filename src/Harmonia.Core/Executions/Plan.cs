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
    public static Plan Nothing { get; } = new([], false, false, null);
}
