using System.Collections.Immutable;
using System.IO.Enumeration;

namespace Harmonia.Core.Definitions;

/// <summary>What the plan of a dynamic task may contain. Whatever is not allowed is refused.</summary>
public sealed record PlanPolicy
{
    public const int DefaultTasks = 100;
    public const int MostTasks = 1_000;
    public const int DefaultDepth = 2;
    public const int DefaultFanOut = 50;
    public const int DefaultRetries = 10;
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromDays(1);

    /// <summary>Task types that a plan may use unless the policy says otherwise.</summary>
    public static ImmutableArray<string> DefaultTypes { get; } =
        ["standard", "expression", "decision", "parallel", "join", "group"];

    /// <summary>Components that may be called, with <c>*</c> for any text.</summary>
    public required ImmutableArray<string> Components { get; init; }

    /// <summary><c>component.action</c> that may be called; all of the components' when empty.</summary>
    public ImmutableArray<string> Actions { get; init; } = [];

    public ImmutableArray<string> Types { get; init; } = DefaultTypes;

    /// <summary>Tasks in all, with those within others.</summary>
    public int MaxTasks { get; init; } = DefaultTasks;

    /// <summary>How deep tasks may be within tasks; 1 for none within others.</summary>
    public int MaxDepth { get; init; } = DefaultDepth;

    /// <summary>Tasks that wait for the same task, or for none; items of a map at once.</summary>
    public int MaxFanOut { get; init; } = DefaultFanOut;

    public int MaxRetries { get; init; } = DefaultRetries;

    /// <summary>The longest time limit that a task of a plan may have.</summary>
    public TimeSpan MaxTimeout { get; init; } = DefaultTimeout;

    public bool Allows(string component, string action) =>
        Components.Any(pattern => Matches(pattern, component))
        && (Actions.IsEmpty || Actions.Any(pattern => Matches(pattern, $"{component}.{action}")));

    private static bool Matches(string pattern, string text) =>
        FileSystemName.MatchesSimpleExpression(pattern.Replace("\\", "\\\\", StringComparison.Ordinal), text, false);
}
