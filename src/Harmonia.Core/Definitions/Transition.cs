using Harmonia.Core.Expressions;

namespace Harmonia.Core.Definitions;

/// <summary>A way from the end of one task to another.</summary>
/// <param name="Key">Its name among the ways out of the same task: its own, or the id of its target.</param>
/// <param name="To">Index of the task that it leads to.</param>
/// <param name="Condition">Whether it is taken; <see langword="null"/> for always.</param>
/// <param name="On">The ends of the task after which it is asked.</param>
public sealed record Transition(string Key, int To, Condition? Condition, TaskEnds On)
{
    /// <summary>Tokens that one transition may make out of one.</summary>
    public const int MostThreads = 1_000;

    /// <summary>How many tokens it makes out of one.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Which of the ways into its target it is: the place of its source among them.</summary>
    public int Branch { get; init; }
}
