using System.Collections.Immutable;
using System.Text.Json;

namespace Harmonia.Core.Executions;

/// <summary>What people were asked, and what they answered.</summary>
public sealed record ApprovalState
{
    /// <summary>The attempt that asked.</summary>
    public required int Attempt { get; init; }

    public required string Title { get; init; }

    public string? Description { get; init; }

    /// <summary>Who may answer; empty for anybody.</summary>
    public ImmutableArray<string> Assignees { get; init; } = [];

    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>When the wait is given up.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>When they are reminded next.</summary>
    public DateTimeOffset? RemindAt { get; init; }

    /// <summary>How often they were reminded.</summary>
    public int Reminders { get; init; }

    /// <summary>When others are asked instead; <see langword="null"/> once they are.</summary>
    public DateTimeOffset? EscalateAt { get; init; }

    /// <summary>In the order in which they came.</summary>
    public ImmutableArray<ApprovalAnswer> Answers { get; init; } = [];

    internal int Count(bool approve) => Answers.Count(answer => answer.Approve == approve);

    internal ApprovalAnswer? Of(string actor) => Answers.FirstOrDefault(answer => answer.Actor == actor);
}

/// <summary>One person's answer.</summary>
public sealed record ApprovalAnswer(
    bool Approve, JsonElement? Data, string? Comment, string? Actor, DateTimeOffset At, string Via)
{
    /// <summary>The word on the wire.</summary>
    public string Word => Approve ? "approve" : "reject";
}
