using System.Text.Json;

namespace Harmonia.Client;

/// <summary>An event as it is told to those who listen.</summary>
/// <param name="EventType">Such as <c>task_completed</c>.</param>
/// <param name="ExecutionId">Of which execution.</param>
/// <param name="TaskId">Of which task, if it is about one.</param>
/// <param name="Version">Its number within the execution.</param>
/// <param name="Timestamp">When it was decided.</param>
/// <param name="Details">What else it says.</param>
/// <param name="Message">For people.</param>
public sealed record LiveEvent(
    string EventType,
    Guid ExecutionId,
    string? TaskId,
    long Version,
    DateTimeOffset Timestamp,
    JsonElement? Details,
    string? Message)
{
    /// <summary>Its place among the events of all executions; told on the streams of all alone.</summary>
    public long? Position { get; init; }
}
