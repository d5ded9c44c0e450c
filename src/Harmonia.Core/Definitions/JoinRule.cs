using System.Diagnostics;

namespace Harmonia.Core.Definitions;

/// <summary>When a task runs and when it is skipped, given how its dependencies ended.</summary>
public enum JoinKind
{
    /// <summary>Every dependency satisfied; skipped as soon as one cannot be. The default.</summary>
    AllSuccess,

    /// <summary>Every dependency ended, however; never skipped.</summary>
    AllDone,

    /// <summary>The first one satisfied; skipped when all ended and none was.</summary>
    AnySuccess,

    /// <summary>All ended and none failed; skipped as soon as one failed.</summary>
    NoneFailed,

    /// <summary>The first failure; skipped when all ended and none failed.</summary>
    OneFailed,

    /// <summary><see cref="JoinRule.Count"/> satisfied; skipped as soon as that cannot be reached.</summary>
    Count,
}

/// <summary>A <see cref="JoinKind"/> with its number.</summary>
/// <param name="Kind">The rule.</param>
/// <param name="Count">How many must be satisfied; 0 unless <paramref name="Kind"/> is <see
/// cref="JoinKind.Count"/>.</param>
public readonly record struct JoinRule(JoinKind Kind, int Count = 0)
{
    /// <summary>The rule as it is written in a definition.</summary>
    public string Word => Kind switch
    {
        JoinKind.AllSuccess => "all_success",
        JoinKind.AllDone => "all_done",
        JoinKind.AnySuccess => "any_success",
        JoinKind.NoneFailed => "none_failed",
        JoinKind.OneFailed => "one_failed",
        JoinKind.Count => $"count: {Count}",
        _ => throw new UnreachableException($"Join {Kind} has no word."),
    };
}
