using System.Text.Json;
using System.Text.Json.Serialization;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Executions;

/// <summary>
/// The tasks of one item of a map have ended. Where there is but one task, its own end says it and this is left out.
/// </summary>
public sealed record ItemCompleted([property: JsonPropertyName("output")] JsonElement Output) : ScopeEvent;

/// <summary>A task of one item of a map failed and nobody within handles it.</summary>
public sealed record ItemFailed([property: JsonPropertyName("failure")] TaskFailure Failure) : ScopeEvent;

/// <summary>Somebody added items to a map.</summary>
/// <param name="Items">The list of them.</param>
/// <param name="Close">Whether no more will come.</param>
public sealed record ItemsAdded(
    [property: JsonPropertyName("items")] JsonElement Items,
    [property: JsonPropertyName("close")] bool Close) : TaskEvent;
