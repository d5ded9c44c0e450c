using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Core.Definitions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Executions;

/// <content>What happens between the decision that an execution ends and its end.</content>
public sealed partial class ExecutionState
{
    /// <summary>Follows the path of the task that is undone; no id can hold such a sign.</summary>
    private const string UndoSuffix = "~compensate";

    /// <summary>Kept over an end: a failed cleanup can be retried, and more may fail then.</summary>
    private readonly Stack<Undo> _undo = new();
    private readonly List<string> _undone = [];
    private ImmutableArray<string> _undoFailures = [];
    private Frame? _undoing;
    private bool _finalizing;

    /// <summary>How it will end, while it undoes what was done and cleans up; <see langword="null"/> before.</summary>
    public WorkflowClosing? Closing { get; private set; }

    /// <summary>The last failure that an error handler took care of, with its task.</summary>
    internal (string Task, TaskFailure Failure)? LastError { get; private set; }

    /// <summary>Whether a call that undoes a task is on its way.</summary>
    internal bool IsUndoing => _undoing is not null;

    internal Frame? Undoing => _undoing;

    /// <summary>Whether something was done that can be undone.</summary>
    internal bool HasUndo => _undo.Count > 0;

    /// <summary>Paths of compensations that failed for good.</summary>
    internal ImmutableArray<string> UndoFailures => _undoFailures;

    /// <summary>Paths of the tasks that were undone.</summary>
    internal IReadOnlyCollection<string> Undone => _undone;

    /// <summary>Whether it has failed or been canceled, or is about to.</summary>
    internal bool IsGivenUp => Closing is { } closing
        ? closing.Status != ExecutionStatus.Completed.Word
        : Status is ExecutionStatus.Failed or ExecutionStatus.Canceled;

    /// <summary>Own tasks that have not been called for: they do not keep the execution going.</summary>
    internal IEnumerable<TaskState> Parked() => _finalizing
        ? []
        : Definition.Parkable.Select(index => Tasks[index]).Where(task => task.Status == TaskStatus.Pending);

    private void Evolve(WorkflowClosing closing)
    {
        Closing = closing;
        Deadline = null;
        if (closing.Status == ExecutionStatus.Canceled.Word)
        {
            Status = ExecutionStatus.Running; // Whoever paused it does not hold up its end.
        }

        foreach (var task in Tasks)
        {
            if ((!task.Status.IsFinal || task.IsConsuming) && task.Definition.Role != TaskRole.Finally)
            {
                Leave(task);
                Withdraw(task, closing.At);
            }
        }

        _suspects.Clear();
        _routes.Clear();
        _root.OpenTasks = _root.Tokens is null ? _root.OpenTasks : 0;
        if (closing.Status == ExecutionStatus.Completed.Word)
        {
            OpenFinally(closing.At);
        }
        else
        {
            UndoNext(closing.At);
        }
    }

    /// <summary>What a running execution is about, when that is its end.</summary>
    private string? ReasonToRun() => Closing is null ? null : _finalizing ? "finalizing" : "compensating";

    private void Evolve(ErrorOccurred error, TaskState failed)
    {
        failed.IsCaught = true;
        LastError = (failed.Path, error.Failure);
        foreach (var id in error.Handlers)
        {
            var handler = _root.Find(id)!;
            handler.Trigger ??= (failed.Path, error.Failure);
            Judge(handler, error.At);
        }
    }

    /// <summary>Opens the call that undoes what was done last; when nothing is left, the last tasks.</summary>
    private void UndoNext(DateTimeOffset at)
    {
        if (!_undo.TryPop(out var undo))
        {
            _undoing = null;
            OpenFinally(at);
            return;
        }

        StatusReason = "compensating";
        _undone.Add(undo.Path);
        var body = new TaskBody([undo.Definition]) { IsInline = true };
        var path = undo.Path + UndoSuffix;
        var attempts = Find(path)?.Attempt ?? 0; // A retried execution may come here again.
        _undoing = new Frame(body, null, null, null, _nextOrder++, attempts, path);
        var task = _undoing.Tasks[0];
        task.Input = undo.Input;
        _nested[task.Path] = task;
        Judge(task, at);
    }

    private void UndoEnded(TaskState task, DateTimeOffset at)
    {
        if (task.Status == TaskStatus.Failed)
        {
            _undoFailures = _undoFailures.Add(task.Path);
        }

        UndoNext(at);
    }

    private void OpenFinally(DateTimeOffset at)
    {
        (_finalizing, StatusReason) = (true, "finalizing");
        foreach (var index in Definition.Parkable)
        {
            Judge(Tasks[index], at);
        }
    }

    /// <summary>Whether a task that does not run from the start may run now.</summary>
    private bool IsCalledFor(TaskState task) => task.Definition.Role switch
    {
        TaskRole.Finally => _finalizing,
        TaskRole.Handler => task.Trigger is not null || !task.Definition.DependsOn.IsEmpty,
        _ => true,
    };

    /// <summary>It goes on: as if it had never begun to end.</summary>
    private void Reopen()
    {
        (Closing, _finalizing, LastError, _undoFailures) = (null, false, null, []);
        _undone.Clear();
    }

    /// <summary>A call that undoes a task, with what it gets.</summary>
    private sealed record Undo(string Path, TaskDefinition Definition, JsonElement Input);
}
