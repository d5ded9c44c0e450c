using System.Text.Json;
using System.Text.Json.Serialization;

namespace Harmonia.Client;

/// <summary>An approval that waits for an answer, in short.</summary>
public sealed record ApprovalSummary(
    Guid ExecutionId,
    string WorkflowName,
    string Task,
    int Attempt,
    string Title,
    IReadOnlyList<string> Assignees,
    DateTimeOffset RequestedAt,
    DateTimeOffset? Deadline);

/// <summary>A page of approvals, the oldest first.</summary>
/// <param name="Approvals">Those that match.</param>
/// <param name="NextCursor">Where the next page begins; <see langword="null"/> when there is none.</param>
public sealed record ApprovalList(IReadOnlyList<ApprovalSummary> Approvals, string? NextCursor);

/// <summary>The approvals of one execution.</summary>
public sealed record ExecutionApprovals(IReadOnlyList<ApprovalDetail> Approvals);

/// <summary>What was asked, and what was answered.</summary>
public sealed record ApprovalDetail
{
    /// <summary>Of which execution.</summary>
    public required Guid ExecutionId { get; init; }

    /// <summary>The path of the task.</summary>
    public required string Task { get; init; }

    /// <summary>Which attempt asks; an answer may name it, so that it never answers a later question.</summary>
    public required int Attempt { get; init; }

    /// <summary>The status of the task: <c>waiting</c> while it can be answered.</summary>
    public required string Status { get; init; }

    /// <summary>The question.</summary>
    public required string Title { get; init; }

    /// <summary>More about it.</summary>
    public string? Description { get; init; }

    /// <summary>Who may answer; empty for anybody.</summary>
    public required IReadOnlyList<string> Assignees { get; init; }

    /// <summary>When it was asked.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>When the wait is given up.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>When they are reminded next.</summary>
    public DateTimeOffset? RemindAt { get; init; }

    /// <summary>When others are asked instead.</summary>
    public DateTimeOffset? EscalateAt { get; init; }

    /// <summary>How many must approve.</summary>
    public required int Quorum { get; init; }

    /// <summary>How many must reject.</summary>
    public required int RejectQuorum { get; init; }

    /// <summary>Whether the answer may change the input.</summary>
    public required bool Edits { get; init; }

    /// <summary>The shape of the data that an answer carries.</summary>
    public JsonElement? Form { get; init; }

    /// <summary>What is asked about.</summary>
    public JsonElement? Input { get; init; }

    /// <summary>In the order in which they came.</summary>
    public required IReadOnlyList<AnswerDetail> Answers { get; init; }
}

/// <summary>One person's answer.</summary>
/// <param name="Decision"><c>approve</c> or <c>reject</c>.</param>
/// <param name="Actor">Who; <see langword="null"/> when nobody said.</param>
/// <param name="AnsweredAt">When.</param>
/// <param name="Comment">What the person said about it.</param>
public sealed record AnswerDetail(string Decision, string? Actor, DateTimeOffset AnsweredAt, string? Comment);

/// <summary>An answer to an approval.</summary>
public sealed record AnswerBody
{
    /// <summary><c>approve</c> or <c>reject</c>; not said where the address says it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Decision { get; init; }

    /// <summary>What was filled in or changed.</summary>
    public JsonElement? Data { get; init; }

    /// <summary>What the person says about it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Comment { get; init; }

    /// <summary>Who answers.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Actor { get; init; }

    /// <summary>The attempt that was shown.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Attempt { get; init; }
}

/// <summary>An answer was taken.</summary>
/// <param name="Success">Always true.</param>
/// <param name="ExecutionId">Of which execution.</param>
/// <param name="Task">Of which task.</param>
/// <param name="Decision"><c>approve</c> or <c>reject</c>.</param>
/// <param name="ExecutionStatus">The execution's status after it.</param>
public sealed record AnswerTaken(
    bool Success, Guid ExecutionId, string Task, string Decision, string ExecutionStatus);

/// <summary>Asks for a link with which one person can answer without an account.</summary>
public sealed record LinkBody
{
    /// <summary>Who gets it: the answer bears this name. One of the assignees, if there are any.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Actor { get; init; }

    /// <summary>Allows only this answer: <c>approve</c> or <c>reject</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Decision { get; init; }

    /// <summary>Seconds for which it is good: 604,800 (a week) unless given, and never beyond the deadline.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ExpiresIn { get; init; }
}

/// <summary>A link that answers once. Whoever has it can answer: it is a secret.</summary>
public sealed record LinkAnswer(string Url, string Task, int Attempt, string? Actor, DateTimeOffset ExpiresAt);
