using System.Text.Json;
using System.Text.Json.Serialization;

namespace Harmonia.Client;

/// <summary>Free-form state to be kept with an execution.</summary>
/// <param name="State">An object.</param>
public sealed record StateBody(JsonElement State);

/// <summary>The state was replaced.</summary>
/// <param name="Success">Always <see langword="true"/>.</param>
/// <param name="ExecutionId">Of which execution.</param>
/// <param name="Timestamp">When.</param>
public sealed record StateSaved(bool Success, Guid ExecutionId, DateTimeOffset Timestamp);

/// <summary>An execution's free-form state.</summary>
/// <param name="State">An object.</param>
/// <param name="LastUpdated">When it was last replaced; the start of the execution when never.</param>
public sealed record StateAnswer(JsonElement State, DateTimeOffset LastUpdated);

/// <summary>Something to evaluate: exactly one of the three, and what it sees.</summary>
public sealed record EvaluationBody
{
    /// <summary>The text of an expression, without <c>${ }</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Expression { get; init; }

    /// <summary>Any JSON value whose strings may hold <c>${…}</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Template { get; init; }

    /// <summary>A condition: text, a boolean or an object.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Condition { get; init; }

    /// <summary>Names and values, such as <c>input</c> and <c>tasks</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Scope { get; init; }
}

/// <summary>What an evaluation gave.</summary>
/// <param name="Value">Any JSON value.</param>
public sealed record EvaluationAnswer(JsonElement Value);

/// <summary>The server lives.</summary>
/// <param name="Status">Always <c>healthy</c>.</param>
/// <param name="Component">Always <c>harmonia</c>.</param>
/// <param name="Version">Of the release.</param>
/// <param name="UptimeSeconds">Since it started.</param>
/// <param name="Ready">Whether everything that was open at the start has been taken up.</param>
public sealed record HealthAnswer(string Status, string Component, string Version, double UptimeSeconds, bool Ready);

/// <summary>Whether the server is ready for work.</summary>
/// <param name="Ready">Whether it is.</param>
/// <param name="Reasons">Why not, in sentences.</param>
public sealed record ReadyAnswer(bool Ready, IReadOnlyList<string> Reasons);

/// <summary>An event as it is told to those who listen.</summary>
/// <param name="EventType">Such as <c>task_completed</c>.</param>
/// <param name="ExecutionId">Of which execution.</param>
/// <param name="TaskId">Of which task, if it is about one.</param>
/// <param name="Timestamp">When it was decided.</param>
/// <param name="Details">What else it says.</param>
/// <param name="Message">For people.</param>
public sealed record LiveEvent(
    string EventType,
    Guid ExecutionId,
    string? TaskId,
    DateTimeOffset Timestamp,
    JsonElement? Details,
    string? Message);
