using System.Text.Json;
using System.Text.Json.Serialization;

namespace Harmonia.Client;

/// <summary>A task's state, in short.</summary>
public sealed record TaskSummary
{
    /// <summary>pending, waiting, running, completed, failed, skipped or canceled.</summary>
    public required string Status { get; init; }

    /// <summary>When its first attempt started.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>What it gave.</summary>
    public JsonElement? Output { get; init; }

    /// <summary>What it waits for: <c>limit</c>, <c>retry</c>, <c>timer</c>, <c>signal</c> ….</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Waiting { get; init; }

    /// <summary>Why it waits, failed or was skipped, in a sentence.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Why { get; init; }
}

/// <summary>How far a map is.</summary>
/// <param name="Total">Items that it has so far.</param>
/// <param name="Completed">Those that completed.</param>
/// <param name="Failed">Those that failed.</param>
/// <param name="Running">Those that are under way.</param>
/// <param name="Open">Whether more can be added.</param>
/// <param name="Errors">The first of those that failed.</param>
public sealed record ItemProgress(
    int Total, int Completed, int Failed, int Running, bool Open, IReadOnlyList<ItemFailure> Errors);

/// <summary>Why an item of a map failed.</summary>
/// <param name="Index">Which item, from 0.</param>
/// <param name="Code">The class of its failure.</param>
/// <param name="Message">One or two sentences.</param>
public sealed record ItemFailure(int Index, string Code, string Message);

/// <summary>A task's state.</summary>
public sealed record TaskExecution
{
    /// <summary>Its id within the workflow.</summary>
    public required string TaskId { get; init; }

    /// <summary>pending, waiting, running, completed, failed, skipped or canceled.</summary>
    public required string Status { get; init; }

    /// <summary>When its first attempt started.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>The rendered input of the last attempt.</summary>
    public JsonElement? Input { get; init; }

    /// <summary>What it gave.</summary>
    public JsonElement? Output { get; init; }

    /// <summary>Why its last attempt failed.</summary>
    public FailureDetail? Error { get; init; }

    /// <summary>Failed attempts that were followed by another.</summary>
    public required int Retries { get; init; }

    /// <summary>The last attempt that started; 0 when none has.</summary>
    public required int Attempt { get; init; }

    /// <summary>How far the last attempt said it was, from 0 to 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Progress { get; init; }

    /// <summary>The same in words.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ProgressMessage { get; init; }

    /// <summary>How far it is with its items, if it is a map.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ItemProgress? Items { get; init; }

    /// <summary>What it waits for: <c>limit</c>, <c>retry</c>, <c>timer</c>, <c>signal</c> ….</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Waiting { get; init; }

    /// <summary>Why it waits, failed or was skipped, in a sentence.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Why { get; init; }
}
