using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Harmonia.Core.Executions;

/// <summary>People are asked. Follows the start of the attempt.</summary>
/// <param name="Attempt">The attempt that waits for them.</param>
/// <param name="Title">The question.</param>
/// <param name="Description">More about it.</param>
/// <param name="Assignees">Who may answer; empty for anybody.</param>
/// <param name="Deadline">When the wait is given up.</param>
public sealed record ApprovalRequested(
    [property: JsonPropertyName("attempt")] int Attempt,
    [property: JsonPropertyName("title")] string Title,
    [property: JsonPropertyName("description")] string? Description,
    [property: JsonPropertyName("assignees")] ImmutableArray<string> Assignees,
    [property: JsonPropertyName("deadline")] DateTimeOffset? Deadline) : TaskEvent;

/// <summary>Somebody answered. What that means for the task stands in the event after it, if it was enough.</summary>
/// <param name="Attempt">The attempt that waits.</param>
/// <param name="Decision"><c>approve</c> or <c>reject</c>.</param>
/// <param name="Data">What was filled in or changed; <see langword="null"/> for nothing.</param>
/// <param name="Comment">What the person said about it.</param>
/// <param name="Actor">Who; <see langword="null"/> when nobody said.</param>
/// <param name="Via">How: <c>api</c> or <c>link</c>.</param>
public sealed record ApprovalAnswered(
    [property: JsonPropertyName("attempt")] int Attempt,
    [property: JsonPropertyName("decision")] string Decision,
    [property: JsonPropertyName("data")] JsonElement? Data,
    [property: JsonPropertyName("comment")] string? Comment,
    [property: JsonPropertyName("actor")] string? Actor,
    [property: JsonPropertyName("via")] string Via) : TaskEvent;

/// <summary>It is time to ask again.</summary>
/// <param name="Attempt">The attempt that waits.</param>
/// <param name="Number">Which reminder, from 1.</param>
public sealed record ApprovalReminded(
    [property: JsonPropertyName("attempt")] int Attempt,
    [property: JsonPropertyName("number")] int Number) : TaskEvent;

/// <summary>Nobody answered for too long: others are asked instead.</summary>
/// <param name="Attempt">The attempt that waits.</param>
/// <param name="Assignees">Who may answer from now on.</param>
public sealed record ApprovalEscalated(
    [property: JsonPropertyName("attempt")] int Attempt,
    [property: JsonPropertyName("assignees")] ImmutableArray<string> Assignees) : TaskEvent;
