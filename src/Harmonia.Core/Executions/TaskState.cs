using System.Text.Json;
using Harmonia.Core.Definitions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Executions;

/// <summary>What is known of one task of one execution. Only <see cref="ExecutionState"/> changes it.</summary>
public sealed class TaskState
{
    internal TaskState(TaskDefinition definition) => Definition = definition;

    public TaskDefinition Definition { get; }

    public TaskStatus Status { get; internal set; }

    public WaitReason Waiting { get; internal set; }

    /// <summary>The last attempt that started; 0 when none has.</summary>
    public int Attempt { get; internal set; }

    /// <summary>Failed attempts that were followed by another, since it was first ready.</summary>
    public int Retries { get; internal set; }

    /// <summary>The rendered input of the last attempt.</summary>
    public JsonElement? Input { get; internal set; }

    public JsonElement? Output { get; internal set; }

    /// <summary>Why the last attempt, or the task, failed.</summary>
    public TaskFailure? Failure { get; internal set; }

    /// <summary>Why it was skipped: <c>condition</c> or <c>join</c>.</summary>
    public string? SkipReason { get; internal set; }

    /// <summary>The same for people.</summary>
    public string? SkipDetail { get; internal set; }

    /// <summary>When its join was first met.</summary>
    public DateTimeOffset? FirstReadyAt { get; internal set; }

    /// <summary>Since when it waits for a place.</summary>
    public DateTimeOffset? ReadyAt { get; internal set; }

    /// <summary>When its first attempt started.</summary>
    public DateTimeOffset? FirstStartedAt { get; internal set; }

    /// <summary>When its last attempt started.</summary>
    public DateTimeOffset? StartedAt { get; internal set; }

    public DateTimeOffset? EndedAt { get; internal set; }

    /// <summary>When the next attempt may start, or a sleeping task wakes.</summary>
    public DateTimeOffset? DueAt { get; internal set; }

    /// <summary>Its dependencies by how they ended.</summary>
    internal JoinCounts Counts { get; set; }

    /// <summary>
    /// How it ended, as its dependants see it: a failure under <c>on_error: continue</c> counts as completed.
    /// </summary>
    internal TaskEnds End => Status switch
    {
        TaskStatus.Completed => TaskEnds.Completed,
        TaskStatus.Failed when Definition.OnError == ErrorMode.Continue => TaskEnds.Completed,
        TaskStatus.Failed => TaskEnds.Failed,
        TaskStatus.Skipped => TaskEnds.Skipped,
        TaskStatus.Canceled => TaskEnds.Canceled,
        _ => TaskEnds.None,
    };

    /// <summary>As if it had not run; the numbers of its attempts go on, so that late reports stay late.</summary>
    internal void Reopen()
    {
        (Status, Waiting, Retries, Counts) = (TaskStatus.Pending, WaitReason.None, 0, default);
        (Input, Output, Failure, SkipReason, SkipDetail) = (null, null, null, null, null);
        (FirstReadyAt, ReadyAt, FirstStartedAt, StartedAt, EndedAt, DueAt) = (null, null, null, null, null, null);
    }
}
