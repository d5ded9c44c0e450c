namespace Harmonia.Torture;

/// <summary>What the history of one execution must be like, whatever happened to the server.</summary>
internal sealed class HistoryChecks(string execution, IReadOnlyList<HistoryItem> history, Violations violations)
{
    private const string UndoSuffix = "~compensate";

    private readonly Dictionary<string, TaskHistory> _tasks = new(StringComparer.Ordinal);
    private readonly Stack<string> _done = new();
    private readonly List<string> _undone = [];

    /// <summary>Compensations in the order in which they began.</summary>
    public IReadOnlyList<string> Undone => _undone;

    /// <summary>Checks everything and returns what happened to each task.</summary>
    public IReadOnlyDictionary<string, TaskHistory> Check()
    {
        CheckVersions();
        CheckEnds();
        var isPaused = false;
        foreach (var item in history)
        {
            if (item.Type == "workflow_paused")
            {
                isPaused = true;
            }
            else if (item.Type is "workflow_resumed" or "workflow_restored")
            {
                isPaused = false;
            }

            if (item.Type == "workflow_restored")
            {
                Inherit(item);
            }
            else if (item.Type is "workflow_failed" or "workflow_canceled")
            {
                Require(_done.Count == 0, $"{string.Join(", ", _done)} was not undone", item);
            }

            if (item.Task is { } task)
            {
                Require(!isPaused || item.Type != "task_started", $"{task} was started while it was paused", item);
                Take(Of(task), item);
            }
        }

        return _tasks;
    }

    private void CheckVersions()
    {
        for (var index = 0; index < history.Count; index++)
        {
            if (history[index].Version != index + 1)
            {
                Require(false, $"event number {index + 1} has another version", history[index]);
                return;
            }
        }
    }

    private void CheckEnds()
    {
        Require(history is [{ Type: "workflow_started" }, ..], "it does not begin with its start", null);
        Require(history.Count(item => item.Type == "workflow_started") == 1, "it has started more than once", null);
        var last = history is [.., var end] ? end : null;
        Require(last is { IsEnd: true }, "its last event is not its end", last);
        Require(history.Count(item => item.IsEnd) == 1, "it has not ended exactly once", null);
    }

    private void Take(TaskHistory task, HistoryItem item)
    {
        switch (item.Type)
        {
            case "task_started":
                Require(task.OpenAttempt is null, "an attempt began while another one ran", item);
                Require(item.Attempt == task.Attempts + 1, $"an attempt is not number {task.Attempts + 1}", item);
                Require(!task.HasEnded, "an attempt began after the task had ended", item);
                CheckUndoing(task, item);
                task.Attempts = item.Attempt ?? task.Attempts;
                task.OpenAttempt = item.Attempt;
                task.WakeAt = item.WakeAt;
                break;
            case "task_completed":
                Require(item.Attempt == task.OpenAttempt, "an attempt completed that was not under way", item);
                Require(task.WakeAt is not { } due || item.Timestamp >= due, "a sleep ended early", item);
                task.CompletedAttempt = item.Attempt;
                if (item.IsUndoable)
                {
                    _done.Push(item.Task!);
                }

                End(task, item);
                break;
            case "task_interrupted" or "retry_attempted":
                Require(item.Attempt == task.OpenAttempt, "an attempt ended that was not under way", item);
                task.OpenAttempt = null;
                break;
            case "signal_taken" or "iteration_started" or "iteration_completed":
                break;
            case "task_postponed":
                Require(task.OpenAttempt is null, "an attempt was put off while one ran", item);
                break;
            case "waiting_for_component":
                Require(task.OpenAttempt is null, "a component was waited for while an attempt ran", item);
                break;
            case "task_progress":
                Require(item.Attempt == task.OpenAttempt, "an attempt was told of that was not under way", item);
                break;
            case "task_failed" or "task_skipped" or "task_canceled":
                End(task, item);
                break;
            case "tasks_spliced" or "task_chunk" or "item_completed" or "item_failed" or "items_added":
                break; // Of a frame, not of an attempt.
            default:
                Require(false, "an event of a task has an unknown type", item);
                break;
        }
    }

    /// <summary>What was done is undone in exactly the reverse order, and each once, however often that is tried.
    /// </summary>
    private void CheckUndoing(TaskHistory task, HistoryItem item)
    {
        if (!item.Task!.EndsWith(UndoSuffix, StringComparison.Ordinal) || task.IsUndoing)
        {
            return;
        }

        task.IsUndoing = true;
        _undone.Add(item.Task);
        var last = _done.TryPop(out var path) ? path + UndoSuffix : null;
        Require(item.Task == last, $"{last ?? "nothing"} was to be undone", item);
    }

    /// <summary>What came before is the original's: its attempts are not under way here.</summary>
    private void Inherit(HistoryItem restored)
    {
        _undone.Clear();
        foreach (var (path, task) in _tasks)
        {
            var isReopened = restored.Reopened.Contains(path) || path.EndsWith(UndoSuffix, StringComparison.Ordinal);
            (task.HasEnded, task.IsUndoing) = (task.HasEnded && !isReopened, false);
            task.HasCompletedBefore = task.CompletedAttempt is not null && !isReopened;
            var goesOn = _tasks.Keys.Any(other => other.StartsWith($"{path}[", StringComparison.Ordinal));
            task.OpenAttempt = goesOn && !isReopened ? task.OpenAttempt : null; // A loop itself goes on.
            (task.WakeAt, task.CompletedAttempt) = (null, null);
        }
    }

    private void End(TaskHistory task, HistoryItem item)
    {
        Require(!task.HasEnded, "a task ended twice", item);
        task.HasEnded = true;
        task.OpenAttempt = null;
    }

    private TaskHistory Of(string task)
    {
        if (!_tasks.TryGetValue(task, out var found))
        {
            _tasks[task] = found = new TaskHistory();
        }

        return found;
    }

    private void Require(bool holds, string what, HistoryItem? item) =>
        violations.Check(holds, $"In the history {what}{(item is null ? "." : $": {item}")}", execution);
}

/// <summary>What the history says about one task.</summary>
internal sealed class TaskHistory
{
    /// <summary>Attempts that were recorded: numbers 1 to this one.</summary>
    public int Attempts { get; set; }

    public int? OpenAttempt { get; set; }

    public int? CompletedAttempt { get; set; }

    /// <summary>Whether it had completed when the execution was restored from another one.</summary>
    public bool HasCompletedBefore { get; set; }

    public DateTimeOffset? WakeAt { get; set; }

    public bool HasEnded { get; set; }

    /// <summary>Whether it is a compensation that has begun.</summary>
    public bool IsUndoing { get; set; }
}
