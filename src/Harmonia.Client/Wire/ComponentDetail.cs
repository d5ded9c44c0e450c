using System.Text.Json;

namespace Harmonia.Client;

/// <summary>A component with all that is known of it.</summary>
public sealed record ComponentDetail
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

    /// <summary>The declaration as it was sent, without values that may be secret; only of registered ones.</summary>
    public JsonElement? Declaration { get; init; }

    /// <summary>The hash of the declaration, for <c>If-Match</c>.</summary>
    public string? ContentHash { get; init; }

    /// <summary>Whether it is left alone for a while, as it kept failing; only of registered ones.</summary>
    public ComponentBreaker? Breaker { get; init; }

    /// <summary>The last time that it was asked whether it is there.</summary>
    public ComponentProbe? LastProbe { get; init; }

    /// <summary>How much it is asked to do at once.</summary>
    public required ComponentLimits Limits { get; init; }

    /// <summary>When it was first saved.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When its declaration was saved.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }
}

/// <summary>The circuit breaker of a component.</summary>
/// <param name="State"><c>closed</c> while it is called, <c>open</c> while it is not, <c>half_open</c> while one call
/// tries it.</param>
/// <param name="Failures">Failures in a row.</param>
/// <param name="OpenUntil">When it is tried again.</param>
public sealed record ComponentBreaker(string State, int Failures, DateTimeOffset? OpenUntil);

/// <summary>An answer to the question whether a component is there.</summary>
/// <param name="At">When.</param>
/// <param name="Success">Whether it is.</param>
/// <param name="DurationMs">How long the answer took.</param>
/// <param name="Message">What was found, for people.</param>
public sealed record ComponentProbe(DateTimeOffset At, bool Success, double? DurationMs, string? Message);

/// <summary>How much a component is asked to do.</summary>
/// <param name="MaxConcurrent">Calls at once; <see langword="null"/> for the server's own limit.</param>
/// <param name="Timeout">Seconds for one call; <see langword="null"/> for the task's own.</param>
public sealed record ComponentLimits(int? MaxConcurrent, double? Timeout);
