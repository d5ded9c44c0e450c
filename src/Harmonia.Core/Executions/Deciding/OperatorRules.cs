using System.Collections.Immutable;
using Harmonia.Core.Definitions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Executions.Deciding;

/// <summary>What people may do to an execution.</summary>
internal static class OperatorRules
{
    private const string ByUser = "user";

    public static Decision.Rejected? Pause(Draft draft)
    {
        if (draft.State.Status != ExecutionStatus.Running)
        {
            return draft.State.Status.IsFinal ? Refusals.AlreadyEnded(draft.State) : Refusals.NotRunning(draft.State);
        }

        CheckpointRules.TakeBefore(draft, CheckpointKind.BeforePause);
        draft.Add(new WorkflowPaused(ByUser) { At = draft.At });
        return null;
    }

    public static Decision.Rejected? Resume(Draft draft)
    {
        if (draft.State.Status != ExecutionStatus.Paused)
        {
            return draft.State.Status.IsFinal ? Refusals.AlreadyEnded(draft.State) : Refusals.NotPaused(draft.State);
        }

        draft.Add(new WorkflowResumed { At = draft.At });
        return null;
    }

    public static Decision.Rejected? Cancel(Draft draft, CancelExecution cancel)
    {
        if (draft.State.Status.IsFinal)
        {
            return Refusals.AlreadyEnded(draft.State);
        }

        if (draft.State.Closing is { } closing)
        {
            return closing.Status == ExecutionStatus.Canceled.Word ? null : Refusals.Closing(closing);
        }

        CheckpointRules.TakeBefore(draft, CheckpointKind.BeforeCancel);
        EndRules.CancelTasks(draft, draft.State.Root, "workflow_canceled");
        EndRules.Close(draft, new WorkflowClosing(
            ExecutionStatus.Canceled.Word, cancel.Reason, null, [], null)
        { At = draft.At });
        return null;
    }

    /// <summary>
    /// Reopens what failed, what was withdrawn because of it, and everything that depends on those. Of maps that are
    /// not behind another of these, what completed is kept.
    /// </summary>
    public static Decision.Rejected? Retry(Draft draft)
    {
        var state = draft.State;
        if (state.Status != ExecutionStatus.Failed
            && (state.Status != ExecutionStatus.Completed || state.Warnings.IsEmpty || state.Root.Tokens is not null))
        {
            return Refusals.NotFailed(state); // Tokens that have gone on cannot be taken back.
        }

        if (state.Root.Tokens is not null)
        {
            draft.Add(new WorkflowRetried([.. state.BrokenVisits.Select(task => task.Path)]) { At = draft.At });
            return null;
        }

        var (reopened, behind) = Reopened(state);
        var kept = reopened
            .Where(task => task.Map is not null && !behind[task.Definition.Index])
            .Select(task => task.Definition.Id)
            .ToImmutableArray();
        draft.Add(new WorkflowRetried([.. reopened.Select(task => task.Definition.Id)])
        {
            At = draft.At,
            Kept = kept.IsEmpty ? null : kept,
        });
        return null;
    }

    /// <summary>Says what became of a task whose outcome was not known.</summary>
    public static Decision.Rejected? Resolve(Draft draft, ResolveTask resolve)
    {
        if (draft.State.Find(resolve.Task) is not { Waiting: WaitReason.Operator } task)
        {
            return Refusals.NotAsked(resolve.Task);
        }

        switch (resolve.Resolution)
        {
            case TaskResolution.Retry:
                draft.Add(new TaskReleased(task.Attempt) { At = draft.At, Task = task.Path });
                break;
            case TaskResolution.Complete:
                AttemptRules.Accept(draft, task, resolve.Output ?? JsonText.EmptyObject);
                break;
            default:
                draft.Fail(task, new TaskFailure(
                    FailureCodes.UnknownOutcome,
                    resolve.Reason ?? "Somebody said that it was not done.",
                    Retryable: false), final: true);
                break;
        }

        return null;
    }

    private static (TaskState[] Reopened, bool[] Behind) Reopened(ExecutionState state)
    {
        // What was undone is to be done again, and what comes last is to come last again.
        var undone = state.Undone.Select(path => path.Split('.', '[', '#')[0]).ToHashSet(StringComparer.Ordinal);
        var (reopened, behind) = (new bool[state.Tasks.Count], new bool[state.Tasks.Count]);
        var toVisit = new Queue<int>();
        foreach (var task in state.Tasks)
        {
            if (task.Status is TaskStatus.Failed or TaskStatus.Canceled
                || (state.Status == ExecutionStatus.Completed && task.HasWarnings)
                || task.Definition.Role != TaskRole.Normal
                || undone.Contains(task.Definition.Id))
            {
                Visit(task.Definition.Index);
            }

            behind[task.Definition.Index] = undone.Contains(task.Definition.Id); // All of it is to be done again.
        }

        while (toVisit.TryDequeue(out var index))
        {
            foreach (var dependant in state.Tasks[index].Definition.Dependants)
            {
                behind[dependant.Task] = true;
                Visit(dependant.Task);
            }
        }

        return ([.. state.Tasks.Where(task => reopened[task.Definition.Index])], behind);

        void Visit(int index)
        {
            if (!reopened[index])
            {
                reopened[index] = true;
                toVisit.Enqueue(index);
                if (state.Tasks[index].Definition.Stream is { } stream)
                {
                    Visit(stream.Target); // What is brought anew is to be taken.
                }
            }
        }
    }
}
