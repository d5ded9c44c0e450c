using System.Text.Json;
using System.Text.Json.Serialization;

namespace Harmonia.Core.Executions;

/// <summary>An iteration of a loop began: its path is <c>loop[3]</c>.</summary>
/// <remarks>It carries what those before it have left behind, for they may be forgotten.</remarks>
public sealed record IterationStarted : ScopeEvent
{
    /// <summary>
    /// The highest number of an attempt in the execution; <see langword="null"/> while there are only first ones.
    /// </summary>
    [JsonPropertyName("last_attempt")]
    public int? LastAttempt { get; init; }

    /// <summary>Whether a failure in an iteration before was covered by <c>on_error: continue</c>.</summary>
    [JsonPropertyName("warnings")]
    public bool? Warnings { get; init; }
}

/// <summary>All tasks of an iteration have ended well.</summary>
/// <param name="Output">What it returned.</param>
public sealed record IterationCompleted(
    [property: JsonPropertyName("output")] JsonElement Output) : ScopeEvent
{
    /// <summary>When the next one may begin; <see langword="null"/> for at once.</summary>
    [JsonPropertyName("due_at")]
    public DateTimeOffset? DueAt { get; init; }
}
