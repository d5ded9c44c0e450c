using Harmonia.Core.Expressions;

namespace Harmonia.Core.Definitions;

/// <summary>What becomes of items that still run when a map has what it needs.</summary>
public enum MapRest
{
    /// <summary>They are withdrawn.</summary>
    Cancel,

    /// <summary>They run to their end, and nobody minds how that is.</summary>
    Consume,
}

/// <summary>How many items of a map may fail: a number of them, or a share of all.</summary>
/// <param name="Count">The number; used when there is no share.</param>
/// <param name="Percent">The share, from 0 to 100; <see langword="null"/> when a number is given.</param>
public readonly record struct MapTolerance(int Count, double? Percent)
{
    public bool IsExceeded(int failed, int total) =>
        Percent is { } percent ? failed * 100.0 > percent * total : failed > Count;
}

/// <summary>How a map goes through its items.</summary>
public sealed record MapSettings
{
    /// <summary>Items that one map may have.</summary>
    public const int MaxItems = 100_000;

    /// <summary>Items of a map whose <c>complete_when</c> looks at all outputs, each time anew.</summary>
    public const int MaxItemsWithOutputs = 1_000;

    /// <summary>Items that are under way at once unless the map says otherwise.</summary>
    public const int DefaultConcurrency = 1_000;

    /// <summary>Items that may be under way at once at most: each takes memory.</summary>
    public const int MaxConcurrencyLimit = 10_000;

    /// <summary>Items that are under way at once.</summary>
    public int MaxConcurrency { get; init; } = DefaultConcurrency;

    /// <summary>Elements of <c>items</c> that are one item together, as a list; 0 for each on its own.</summary>
    public int BatchSize { get; init; }

    /// <summary>
    /// How many items may fail; <see langword="null"/> for none, or for as many as <see cref="MinCompleted"/> leaves.
    /// </summary>
    public MapTolerance? Tolerance { get; init; }

    /// <summary>Completed items with which the map completes; <see langword="null"/> for all.</summary>
    public int? MinCompleted { get; init; }

    /// <summary>Asked after each item: the map completes when it holds.</summary>
    public Condition? CompleteWhen { get; init; }

    public MapRest Rest { get; init; }

    /// <summary>Whether items can be added until it is closed.</summary>
    public bool IsOpen { get; init; }

    /// <summary>
    /// Place of the task beside it whose partial results are its items; <see langword="null"/> for a list of items.
    /// </summary>
    public int? Producer { get; init; }

    /// <summary>Whether <see cref="CompleteWhen"/> looks at the outputs of all items.</summary>
    public bool SeesOutputs => CompleteWhen is { } condition
        && condition.References.Any(entry => entry.Reference.Segments[0] == Executions.ScopeNames.Outputs);
}
