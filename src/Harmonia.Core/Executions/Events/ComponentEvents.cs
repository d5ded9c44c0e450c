using System.Text.Json;
using System.Text.Json.Serialization;

namespace Harmonia.Core.Executions;

/// <summary>
/// A task could start, and its component is not there. All tasks for the same action wait until one of them starts.
/// </summary>
/// <param name="Component">Whom they wait for.</param>
/// <param name="Action">To do what.</param>
/// <param name="Reason">What is known of why, for people.</param>
public sealed record WaitingForComponent(
    [property: JsonPropertyName("component")] string Component,
    [property: JsonPropertyName("action")] string Action,
    [property: JsonPropertyName("reason")] string Reason) : TaskEvent;

/// <summary>
/// An attempt reached nobody: it counts as not made. The next one bears its number, and no retry is used up.
/// </summary>
/// <param name="Attempt">Which attempt.</param>
/// <param name="Reason">What was tried and found, for people.</param>
/// <param name="DueAt">When it may be tried again at the earliest.</param>
public sealed record AttemptReturned(
    [property: JsonPropertyName("attempt")] int Attempt,
    [property: JsonPropertyName("reason")] string Reason,
    [property: JsonPropertyName("due_at")] DateTimeOffset DueAt) : TaskEvent;

/// <summary>How far an attempt says that it is. Of frequent reports the latest is kept.</summary>
/// <param name="Attempt">Which attempt.</param>
/// <param name="Progress">From 0 to 1; <see langword="null"/> when it cannot say.</param>
/// <param name="Message">For people.</param>
/// <param name="Details">What the next attempt gets, if this one does not end well.</param>
public sealed record TaskProgressed(
    [property: JsonPropertyName("attempt")] int Attempt,
    [property: JsonPropertyName("progress")] double? Progress,
    [property: JsonPropertyName("message")] string? Message,
    [property: JsonPropertyName("details")] JsonElement? Details) : TaskEvent;
