using System.Collections.Frozen;
using System.Collections.Immutable;
using Harmonia.Core.Expressions;

namespace Harmonia.Core.Definitions;

/// <summary>While this holds, a waiting task can be answered; when it stops to hold, the task is skipped.</summary>
/// <param name="Condition">What must hold.</param>
/// <param name="Watches">
/// After a change of which it is asked again: ids of tasks, <see cref="State"/>, or <see cref="Anything"/>.
/// </param>
public sealed record Guard(Condition Condition, ImmutableArray<string> Watches)
{
    /// <summary>Stands for the state of the execution; not an id that a task can have.</summary>
    public const string State = "/state";

    /// <summary>Stands for every change.</summary>
    public const string Anything = "/";

    /// <summary>What does not change while an execution runs.</summary>
    private static readonly FrozenSet<string> Constants = new[]
    {
        "input", "param", "params", "parameters", "workflow", "env", "item", "index",
    }.ToFrozenSet(StringComparer.Ordinal);

    internal static Guard Of(Condition condition) => new(condition,
    [
        .. condition.References
            .Select(entry => Watch(entry.Reference.Segments.AsSpan()))
            .OfType<string>()
            .Distinct(StringComparer.Ordinal),
    ]);

    private static string? Watch(ReadOnlySpan<string> path) => path switch
    {
        ["context", _, ..] => Watch(path[1..]),
        ["tasks", var id, ..] => id,
        ["state", ..] => State,
        [var root, ..] when Constants.Contains(root) => null,
        _ => Anything,
    };
}
