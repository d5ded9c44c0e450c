namespace Harmonia.Cli.Running;

/// <summary>What is known of a task while its execution goes on.</summary>
internal sealed record TaskRow(string Task, string Status)
{
    public int? Attempt { get; init; }

    /// <summary>When the attempt started; unknown for what is computed without one.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public string? Message { get; init; }

    /// <summary>How long the last attempt took, or has taken until <paramref name="now"/>.</summary>
    public TimeSpan? Time(DateTimeOffset now) => StartedAt is { } start ? (EndedAt ?? now) - start : null;
}

/// <summary>The tasks of one execution, as its events tell of them.</summary>
internal sealed class TaskBoard
{
    private readonly Dictionary<string, TaskRow> _rows = new(StringComparer.Ordinal);

    /// <summary>In the order in which they were first heard of.</summary>
    public IReadOnlyCollection<TaskRow> Rows => _rows.Values;

    /// <returns>The task's row after the event; <see langword="null"/> for an event of the execution.</returns>
    public TaskRow? Apply(ProgressEvent fact)
    {
        if (fact.Task is not { } task)
        {
            return null;
        }

        var before = _rows.GetValueOrDefault(task);
        var status = StatusAfter(fact.Type) ?? before?.Status ?? "pending";
        var row = new TaskRow(task, status)
        {
            Attempt = fact.Attempt ?? before?.Attempt,
            StartedAt = fact.Type == "task_started" ? fact.At : before?.StartedAt,
            EndedAt = status == "running" ? null : fact.At,
            Message = fact.Message,
        };
        _rows[task] = row;
        return row;
    }

    private static string? StatusAfter(string type) => type switch
    {
        "task_started" => "running",
        "task_completed" => "completed",
        "task_failed" => "failed",
        "task_skipped" => "skipped",
        "task_canceled" => "canceled",
        "task_interrupted" => "interrupted",
        "retry_attempted" => "retrying",
        "task_postponed" or "waiting_for_component" or "attempt_returned" => "waiting",
        _ => null, // A newer server may tell of more.
    };
}
