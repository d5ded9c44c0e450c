using System.Collections.Immutable;
using Harmonia.Core.Expressions;
using Harmonia.Core.Schemas;

namespace Harmonia.Core.Definitions;

/// <summary>What a rejection means for the task.</summary>
public enum RejectMode
{
    /// <summary>The task fails with <c>rejected</c>.</summary>
    Fail,

    /// <summary>The task completes and its output says that it was not approved.</summary>
    Continue,

    /// <summary>The task is skipped.</summary>
    Skip,
}

/// <summary>What a task of type <c>approval</c> asks of people.</summary>
public sealed record ApprovalSettings
{
    /// <summary>Reminders at most, so that a forgotten approval does not fill its history.</summary>
    public const int MaxReminders = 100;

    /// <summary>People that one approval can be assigned to.</summary>
    public const int MaxAssignees = 1_000;

    /// <summary>The shape of the data that an answer carries; checked when it is answered.</summary>
    public JsonSchema? Form { get; init; }

    /// <summary>Renders to the question; the name of the task when it says nothing.</summary>
    public Template? Title { get; init; }

    public Template? Description { get; init; }

    /// <summary>Renders to the names of those who may answer; <see langword="null"/> for anybody.</summary>
    public Template? Assignees { get; init; }

    /// <summary>Whether an answer may carry a changed input, which becomes the output's data.</summary>
    public bool Edits { get; init; }

    public TimeSpan? Deadline { get; init; }

    public TimeoutMode OnTimeout { get; init; }

    /// <summary>When to remind, counted from the request.</summary>
    public ImmutableArray<TimeSpan> Reminders { get; init; } = [];

    /// <summary>When to ask others, counted from the request.</summary>
    public TimeSpan? EscalateAfter { get; init; }

    /// <summary>Renders to the names of those who may answer from then on.</summary>
    public Template? EscalateTo { get; init; }

    /// <summary>How many different people must approve.</summary>
    public int Quorum { get; init; } = 1;

    /// <summary>How many different people must reject.</summary>
    public int RejectQuorum { get; init; } = 1;

    public RejectMode OnReject { get; init; }
}
