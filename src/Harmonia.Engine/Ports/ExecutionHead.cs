using System.Text.Json;
using Harmonia.Core.Executions;

namespace Harmonia.Engine.Ports;

/// <summary>
/// What lists show of an execution and timers need: a projection, written in the transaction of its events.
/// </summary>
public sealed record ExecutionHead
{
    /// <summary>Which execution.</summary>
    public required ExecutionId Id { get; init; }

    /// <summary>Of which workflow; an inline definition gets an id derived from its hash.</summary>
    public required WorkflowId WorkflowId { get; init; }

    /// <summary>The workflow's name when it started.</summary>
    public required string WorkflowName { get; init; }

    /// <summary>Hash of the definition that it keeps for ever.</summary>
    public required string DefinitionHash { get; init; }

    /// <summary>Its status after the events stored with this head.</summary>
    public required ExecutionStatus Status { get; init; }

    /// <summary>
    /// A stable code for what is finer than the status; <see langword="null"/> when there is nothing to add.
    /// </summary>
    public string? StatusReason { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ended; <see langword="null"/> while it has not.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>
    /// When it must be looked at again at the latest: never later than anything that it waits for, the past while
    /// attempts run, and <see langword="null"/> when it waits for nothing but somebody's call.
    /// </summary>
    public DateTimeOffset? WakeAt { get; init; }

    /// <summary>What the caller attached.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>The execution that started it; <see langword="null"/> when none did.</summary>
    public ExecutionId? ParentId { get; init; }

    /// <summary>The path of the task that it was started for.</summary>
    public string? ParentTask { get; init; }

    /// <summary>
    /// Why it cannot be processed; <see langword="null"/> unless it is parked. Only
    /// <see cref="IExecutionStore.QuarantineAsync"/> sets it.
    /// </summary>
    public string? Quarantine { get; init; }

    /// <summary>
    /// Events that were removed from its history. Only <see cref="IExecutionStore.ForgetAsync"/> changes it.
    /// </summary>
    public long Forgotten { get; init; }

    /// <summary>Its place in the order of creation, given by the store; 0 in an append.</summary>
    public long Ordinal { get; init; }
}

/// <summary>Which heads to list.</summary>
public sealed record ExecutionQuery
{
    /// <summary>Only executions of this workflow.</summary>
    public WorkflowId? WorkflowId { get; init; }

    /// <summary>Only executions that this one started.</summary>
    public ExecutionId? ParentId { get; init; }

    /// <summary>Only these statuses; empty for all.</summary>
    public IReadOnlyList<ExecutionStatus> Statuses { get; init; } = [];

    /// <summary>All of these must hold.</summary>
    public IReadOnlyList<FieldFilter> Filters { get; init; } = [];

    /// <summary>Rows at most.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>Rows to pass over; with a cursor, counted from it.</summary>
    public int Offset { get; init; }

    /// <summary>Only executions created before the one with this <see cref="ExecutionHead.Ordinal"/>.</summary>
    public long? BeforeOrdinal { get; init; }
}

/// <summary>A page of heads.</summary>
/// <param name="Items">Newest first.</param>
/// <param name="Total">How many match in all, whatever the limit, offset and cursor.</param>
public sealed record ExecutionPage(IReadOnlyList<ExecutionHead> Items, long Total);

/// <summary>How a filter compares.</summary>
public enum FilterOperator
{
    /// <summary>Equal.</summary>
    Eq,

    /// <summary>Not equal.</summary>
    Neq,

    /// <summary>Contains the text, ignoring ASCII case.</summary>
    Contains,

    /// <summary>Starts with the text, ignoring ASCII case.</summary>
    StartsWith,

    /// <summary>Greater than.</summary>
    Gt,

    /// <summary>Greater than or equal.</summary>
    Gte,

    /// <summary>Less than.</summary>
    Lt,

    /// <summary>Less than or equal.</summary>
    Lte,

    /// <summary>Equal to one of the values.</summary>
    In,
}

/// <summary>One <c>field:operator:value</c>.</summary>
/// <param name="Field">A field out of the closed list of the query's kind; the store throws
/// <see cref="ArgumentException"/> for any other.</param>
/// <param name="Operator">How to compare: text ordinally, times as instants.</param>
/// <param name="Values">One value, or several for <see cref="FilterOperator.In"/>; times as ISO 8601.</param>
public sealed record FieldFilter(string Field, FilterOperator Operator, IReadOnlyList<string> Values)
{
    /// <summary>Fields of executions that can be filtered.</summary>
    public static IReadOnlyList<string> ExecutionFields { get; } =
    [
        "execution_id", "workflow_id", "workflow_name", "name", "status", "status_reason", "start_time",
        "created_at", "end_time",
    ];

    /// <summary>Fields of workflows that can be filtered.</summary>
    public static IReadOnlyList<string> WorkflowFields { get; } =
        ["id", "name", "description", "version", "created_at", "updated_at"];

    /// <summary>Fields of templates that can be filtered.</summary>
    public static IReadOnlyList<string> TemplateFields { get; } =
        ["id", "name", "description", "version", "created_at", "updated_at"];
}
