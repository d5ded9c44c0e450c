using System.Text.Json;
using System.Text.Json.Serialization;

namespace Harmonia.Client;

/// <summary>What is to be executed.</summary>
public sealed record StartBody
{
    /// <summary>The id or name of a saved workflow; either this or <see cref="Workflow"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? WorkflowId { get; init; }

    /// <summary>A definition that is not saved; either this or <see cref="WorkflowId"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Workflow { get; init; }

    /// <summary>An object; empty when nothing is said.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Input { get; init; }

    /// <summary>An object that is kept with the execution.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Metadata { get; init; }
}

/// <summary>An execution was accepted, and perhaps waited for.</summary>
/// <param name="ExecutionId">Its id.</param>
/// <param name="WorkflowId">Of which workflow.</param>
/// <param name="WorkflowName">The workflow's name.</param>
/// <param name="Status"><c>pending</c> unless its end was waited for.</param>
/// <param name="CreatedAt">When it was accepted.</param>
public sealed record ExecutionStarted(
    Guid ExecutionId, Guid WorkflowId, string WorkflowName, string Status, DateTimeOffset CreatedAt)
{
    /// <summary>What it returned.</summary>
    public JsonElement? Output { get; init; }

    /// <summary>Why it failed.</summary>
    public FailureDetail? Error { get; init; }

    /// <summary>The number of its last event.</summary>
    public long Version { get; init; }

    /// <summary>Tasks that failed and were covered.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Warnings { get; init; }
}
