using System.Text.Json;
using System.Text.Json.Serialization;

namespace Harmonia.Client;

/// <summary>Everything about one execution.</summary>
public sealed record ExecutionDetail
{
    /// <summary>Its id.</summary>
    public required Guid ExecutionId { get; init; }

    /// <summary>The same id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Of which workflow.</summary>
    public required Guid WorkflowId { get; init; }

    /// <summary>The workflow's name when it started.</summary>
    public required string WorkflowName { get; init; }

    /// <summary>pending, running, completed, failed, paused or canceled.</summary>
    public required string Status { get; init; }

    /// <summary>A stable code for what is finer than the status.</summary>
    public string? StatusReason { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset StartTime { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>The number of its last event.</summary>
    public required long Version { get; init; }

    /// <summary>How far it is.</summary>
    public required ExecutionProgress Progress { get; init; }

    /// <summary>Its tasks by id, in short.</summary>
    public required IReadOnlyDictionary<string, TaskSummary> TaskStatuses { get; init; }

    /// <summary>Its tasks by id.</summary>
    public required IReadOnlyDictionary<string, TaskExecution> TaskExecutions { get; init; }

    /// <summary>What it was started with, defaults filled in.</summary>
    public required JsonElement Input { get; init; }

    /// <summary>What it returned.</summary>
    public JsonElement? Output { get; init; }

    /// <summary>Why it failed.</summary>
    public FailureDetail? Error { get; init; }

    /// <summary>Failed tasks that <c>on_error: continue</c> covered.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>What was attached at the start.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>The execution that started it; absent when none did.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ParentDetail? Parent { get; init; }

    /// <summary>
    /// Executions that it started, newest first, up to 100; <c>GET /api/executions?parent=</c> has all.
    /// </summary>
    public required IReadOnlyList<ChildExecution> Children { get; init; }

    /// <summary>How many executions it started.</summary>
    public required long ChildrenTotal { get; init; }

    /// <summary>Retries of all tasks together.</summary>
    public required int Retries { get; init; }

    /// <summary>What its attempts used of models; absent when none used any.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public UsageDetail? Usage { get; init; }
}

/// <summary>What was used of models.</summary>
/// <param name="InputTokens">Tokens that models were given.</param>
/// <param name="OutputTokens">Tokens that models produced.</param>
/// <param name="TotalTokens">Both together.</param>
/// <param name="CostUsd">In US dollars; 0 when the prices are not known.</param>
/// <param name="Calls">Calls to models.</param>
public sealed record UsageDetail(long InputTokens, long OutputTokens, long TotalTokens, decimal CostUsd, long Calls);

/// <summary>The execution that started another.</summary>
/// <param name="ExecutionId">Which.</param>
/// <param name="Task">The path of its task.</param>
/// <param name="Attempt">The attempt of that task.</param>
public sealed record ParentDetail(Guid ExecutionId, string Task, int Attempt);

/// <summary>An execution that another started.</summary>
/// <param name="Task">The path of the task that it was started for.</param>
/// <param name="ExecutionId">Its id.</param>
/// <param name="Status">pending, running, completed, failed, paused or canceled.</param>
public sealed record ChildExecution(string Task, Guid ExecutionId, string Status);

/// <summary>How far an execution is.</summary>
/// <param name="Total">Tasks in all.</param>
/// <param name="Completed">Tasks that are completed.</param>
/// <param name="Failed">Tasks that failed.</param>
/// <param name="Skipped">Tasks that were skipped.</param>
/// <param name="Running">Tasks that run.</param>
/// <param name="Waiting">Tasks that wait for a named thing.</param>
/// <param name="Pending">Tasks whose dependencies have not ended.</param>
/// <param name="Canceled">Tasks that were withdrawn.</param>
/// <param name="Percent">Of tasks that have ended.</param>
public sealed record ExecutionProgress(
    int Total,
    int Completed,
    int Failed,
    int Skipped,
    int Running,
    int Waiting,
    int Pending,
    int Canceled,
    int Percent);
