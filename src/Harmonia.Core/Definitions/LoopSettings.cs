using Harmonia.Core.Expressions;

namespace Harmonia.Core.Definitions;

/// <summary>How long a loop goes on, and what is kept of it.</summary>
public sealed record LoopSettings
{
    /// <summary>The most that <c>max_iterations</c> and <c>count</c> may say.</summary>
    public const int MostIterations = 1_000_000;

    /// <summary><c>max_iterations</c> of a loop that has neither that nor a <c>count</c>.</summary>
    public const int DefaultIterations = 1_000;

    /// <summary>The most that <c>keep_last</c> may say.</summary>
    public const int MostKept = 1_000;

    /// <summary><c>keep_last</c> of a loop that does not say.</summary>
    public const int DefaultKept = 10;

    /// <summary>Asked before each iteration: there is another while it holds.</summary>
    public Condition? While { get; init; }

    /// <summary>Asked after each iteration, where its tasks are seen: it was the last one once this holds.</summary>
    public Condition? Until { get; init; }

    /// <summary>The most iterations that are wanted; rendered when the loop starts.</summary>
    public Template? Count { get; init; }

    /// <summary>Iterations after which the loop is stopped, whatever else it wants.</summary>
    public int MaxIterations { get; init; } = DefaultIterations;

    /// <summary>Whether the loop completes when it is stopped, and does not fail.</summary>
    public bool CompletesAtLimit { get; init; }

    /// <summary>Time between the end of an iteration and the next.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Of how many iterations the outputs, and the events, are kept.</summary>
    public int KeepLast { get; init; } = DefaultKept;
}
