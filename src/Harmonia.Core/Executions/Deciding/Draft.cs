using System.Collections.Immutable;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Executions.Deciding;

/// <summary>A decision being made: the state as it becomes, and the events so far.</summary>
internal sealed class Draft(ExecutionState state, ExecutionCommand command)
{
    private readonly ImmutableArray<ExecutionEvent>.Builder _events = ImmutableArray.CreateBuilder<ExecutionEvent>();

    private readonly string? _reported = (command as AttemptReport)?.Task;

    /// <summary>What the reported attempt used up, until the first event of its task tells it.</summary>
    private TaskUsage? _usage = (command as AttemptReport)?.Usage;

    public ExecutionState State => state;

    public DateTimeOffset At => command.At;

    /// <summary>The child whose end is being reported.</summary>
    public ExecutionId? EndedChild { get; set; }

    /// <summary>How many events there are so far.</summary>
    public int Count => _events.Count;

    public ImmutableArray<ExecutionEvent> Events => _events.DrainToImmutable();

    /// <summary>Adds a fact. The first one of a decision carries the key of the request that caused it.</summary>
    public void Add(ExecutionEvent fact)
    {
        if (_events.Count == 0 && command.Request is { } request)
        {
            fact = fact with { Request = request };
        }

        if (_usage is { } usage && fact is TaskEvent ofTask && ofTask.Task == _reported)
        {
            (fact, _usage) = (ofTask with { Usage = usage }, null);
        }

        state.Evolve(fact);
        _events.Add(fact);
    }

    /// <summary>
    /// Ends an attempt, or a task that has not started: another attempt follows, or the task has failed.
    /// </summary>
    public void Fail(TaskState task, TaskFailure failure, bool final = false)
    {
        foreach (var frame in task.Frames.ToArray())
        {
            EndRules.CancelTasks(this, frame, "task_failed"); // Whoever works within it is to be told.
        }

        failure = failure.Bounded();
        var child = EndedChild is not null && EndedChild == task.Child ? EndedChild : null;
        var due = final ? null : RetryRules.NextAttempt(task, failure, At, command.Jitter);
        if (due is { } dueAt)
        {
            Add(new RetryAttempted(
                task.Attempt, failure, task.Retries + 1, task.Definition.Retry.MaxRetries, dueAt)
            {
                At = At,
                Task = task.Path,
                ChildId = child,
            });
            return;
        }

        Add(new TaskFailed(task.Attempt, failure, task.Retries) { At = At, Task = task.Path, ChildId = child });
    }

    /// <summary>What the expressions of a task see.</summary>
    public ExecutionScope Scope(TaskState task) => new(state, At, task.Frame, task);

    /// <summary>What the result of a frame sees.</summary>
    public ExecutionScope Scope(Frame frame) => new(state, At, frame, null);
}
