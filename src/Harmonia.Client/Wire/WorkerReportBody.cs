using System.Text.Json;
using System.Text.Json.Serialization;

namespace Harmonia.Client;

/// <summary>What a worker says of attempts that it has: the same of all of them.</summary>
/// <param name="WorkerId">Who.</param>
/// <param name="Items">Of each, at most 1,000. The fields of one may stand beside <c>worker_id</c> instead.</param>
public sealed record WorkerReportBody(string WorkerId, IReadOnlyList<AttemptReport> Items);

/// <summary>What is said of one attempt. Which fields there may be depends on what is said.</summary>
/// <param name="ExecutionId">Of which execution.</param>
/// <param name="Task">Of which task.</param>
/// <param name="Attempt">Which attempt.</param>
/// <param name="Epoch">As it was handed over.</param>
public sealed record AttemptReport(Guid ExecutionId, string Task, int Attempt, long Epoch)
{
    /// <summary>As it was handed over.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? LeaseToken { get; init; }

    /// <summary>Heartbeat: from 0 to 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Progress { get; init; }

    /// <summary>Heartbeat and failure: for people.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Message { get; init; }

    /// <summary>Heartbeat: what whoever does this task next is given. Failure: what is kept with it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Details { get; init; }

    /// <summary>Completion: what came of it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Output { get; init; }

    /// <summary>Failure: its class, <c>task_failed</c> unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ErrorType { get; init; }

    /// <summary>Failure: whether another attempt may help; true unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Retryable { get; init; }
}

/// <summary>What became of what was said of several attempts, in their order.</summary>
public sealed record WorkerReportAnswer(IReadOnlyList<AttemptReportResult> Items);

/// <summary>What became of what was said of one attempt.</summary>
/// <param name="ExecutionId">Of which execution.</param>
/// <param name="Task">Of which task.</param>
/// <param name="Attempt">Which attempt.</param>
/// <param name="Status"><c>ok</c>; <c>repeated</c> when it was said before; <c>stale</c> when the attempt is not the
/// worker's; <c>later</c> when it is to be said again.</param>
public sealed record AttemptReportResult(Guid ExecutionId, string Task, int Attempt, string Status)
{
    /// <summary>Stale: the epoch of whoever has it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Epoch { get; init; }

    /// <summary>Heartbeat: it is handed to another when nothing is heard until then.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? LeaseUntil { get; init; }

    /// <summary>Heartbeat: whether nobody needs it any more, so that the worker should stop.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Canceled { get; init; }

    /// <summary>Why, for people.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Message { get; init; }
}
