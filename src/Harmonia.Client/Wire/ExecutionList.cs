namespace Harmonia.Client;

/// <summary>An execution in a list.</summary>
/// <param name="ExecutionId">Its id.</param>
/// <param name="WorkflowId">Of which workflow.</param>
/// <param name="WorkflowName">The workflow's name when it started.</param>
/// <param name="Status">pending, running, completed, failed, paused or canceled.</param>
/// <param name="StatusReason">A stable code for what is finer than the status.</param>
/// <param name="StartTime">When it was accepted.</param>
/// <param name="EndTime">When it ended.</param>
/// <param name="ParentId">The execution that started it, if one did.</param>
public sealed record ExecutionSummary(
    Guid ExecutionId,
    Guid WorkflowId,
    string WorkflowName,
    string Status,
    string? StatusReason,
    DateTimeOffset StartTime,
    DateTimeOffset? EndTime,
    Guid? ParentId = null);

/// <summary>A page of executions, newest first.</summary>
/// <param name="Executions">The page.</param>
/// <param name="Total">How many match in all.</param>
/// <param name="Limit">Rows at most.</param>
/// <param name="Offset">Rows passed over.</param>
/// <param name="NextCursor">The parameter <c>cursor</c> of the next page; <see langword="null"/> on the last.</param>
public sealed record ExecutionList(
    IReadOnlyList<ExecutionSummary> Executions, long Total, int Limit, int Offset, string? NextCursor);
