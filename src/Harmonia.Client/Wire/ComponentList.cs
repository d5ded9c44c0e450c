namespace Harmonia.Client;

/// <summary>A component in a list.</summary>
public sealed record ComponentSummary
{
    /// <summary>As tasks write it.</summary>
    public required string Name { get; init; }

    /// <summary>The protocol that it speaks; <see langword="null"/> where the server does not know it.</summary>
    public string? Protocol { get; init; }

    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>Names of its actions.</summary>
    public required IReadOnlyList<string> Actions { get; init; }

    /// <summary><c>up</c>, <c>down</c> or <c>unknown</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Why it is down.</summary>
    public string? Reason { get; init; }

    /// <summary><c>built_in</c>, <c>api</c>, <c>worker</c> or <c>discovered</c>.</summary>
    public required string Origin { get; init; }

    /// <summary>Whether it comes with this release.</summary>
    public required bool BuiltIn { get; init; }

    /// <summary>When its declaration was saved; <see langword="null"/> for one that has none.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }
}

/// <summary>A page of components, by name.</summary>
/// <param name="Components">The page.</param>
/// <param name="Count">How many are on this page.</param>
/// <param name="Total">How many there are in all.</param>
/// <param name="Limit">Rows at most.</param>
/// <param name="Offset">Rows passed over.</param>
public sealed record ComponentList(
    IReadOnlyList<ComponentSummary> Components, int Count, long Total, int Limit, int Offset);
