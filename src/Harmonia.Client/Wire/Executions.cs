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
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Output { get; init; }

    /// <summary>What it waits for: <c>limit</c>, <c>retry</c> or <c>timer</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Waiting { get; init; }

    /// <summary>Why it waits, failed or was skipped, in a sentence.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Why { get; init; }
}

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

    /// <summary>What it waits for: <c>limit</c>, <c>retry</c> or <c>timer</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Waiting { get; init; }

    /// <summary>Why it waits, failed or was skipped, in a sentence.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Why { get; init; }
}

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
    int Total, int Completed, int Failed, int Skipped, int Running, int Waiting, int Pending, int Canceled, int Percent);

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

    /// <summary>Retries of all tasks together.</summary>
    public required int Retries { get; init; }
}

/// <summary>An execution in a list.</summary>
/// <param name="ExecutionId">Its id.</param>
/// <param name="WorkflowId">Of which workflow.</param>
/// <param name="WorkflowName">The workflow's name when it started.</param>
/// <param name="Status">pending, running, completed, failed, paused or canceled.</param>
/// <param name="StatusReason">A stable code for what is finer than the status.</param>
/// <param name="StartTime">When it was accepted.</param>
/// <param name="EndTime">When it ended.</param>
public sealed record ExecutionSummary(
    Guid ExecutionId,
    Guid WorkflowId,
    string WorkflowName,
    string Status,
    string? StatusReason,
    DateTimeOffset StartTime,
    DateTimeOffset? EndTime);

/// <summary>A page of executions, newest first.</summary>
/// <param name="Executions">The page.</param>
/// <param name="Total">How many match in all.</param>
/// <param name="Limit">Rows at most.</param>
/// <param name="Offset">Rows passed over.</param>
/// <param name="NextCursor">Gives the next page as the parameter <c>cursor</c>; <see langword="null"/> on the
/// last.</param>
public sealed record ExecutionList(
    IReadOnlyList<ExecutionSummary> Executions, long Total, int Limit, int Offset, string? NextCursor);

/// <summary>A page of an execution's events.</summary>
/// <param name="Items">In order.</param>
public sealed record ExecutionHistory(IReadOnlyList<HistoryItem> Items)
{
    /// <summary>Gives the next page as the parameter <c>after</c>; absent on the last page for now.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? NextAfter { get; init; }
}

/// <summary>An event as it was stored.</summary>
/// <param name="Version">1, 2, 3 … within the execution.</param>
/// <param name="Type">Such as <c>task_completed</c>.</param>
/// <param name="Timestamp">When it was decided.</param>
/// <param name="TaskId">Of which task, if it is about one.</param>
/// <param name="Data">What else it says.</param>
public sealed record HistoryItem(long Version, string Type, DateTimeOffset Timestamp, string? TaskId, JsonElement Data);

/// <summary>A cancellation.</summary>
/// <param name="Reason">For people; kept in the history.</param>
public sealed record CancelBody(string? Reason);

/// <summary>A command was carried out.</summary>
/// <param name="Success">Always <see langword="true"/>.</param>
/// <param name="ExecutionId">Of which execution.</param>
/// <param name="Status">The status that the command leads to.</param>
public sealed record CommandAnswer(bool Success, Guid ExecutionId, string Status);
