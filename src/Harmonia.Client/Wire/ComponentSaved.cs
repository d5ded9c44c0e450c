using System.Text.Json.Serialization;

namespace Harmonia.Client;

/// <summary>A component that was registered.</summary>
public sealed record ComponentSaved
{
    /// <summary>As tasks write it.</summary>
    public required string Name { get; init; }

    /// <summary>The protocol that it speaks.</summary>
    public required string Protocol { get; init; }

    /// <summary>Names of the actions that it declares.</summary>
    public required IReadOnlyList<string> Actions { get; init; }

    /// <summary>When it was first saved.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When this declaration was saved.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The hash of the declaration, for <c>If-Match</c>.</summary>
    public required string ContentHash { get; init; }

    /// <summary>What somebody should look at.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<WireFinding>? Warnings { get; init; }
}

/// <summary>A component that was removed.</summary>
/// <param name="Success">Always true.</param>
/// <param name="Message">For people.</param>
public sealed record ComponentRemoved(bool Success, string Message);
