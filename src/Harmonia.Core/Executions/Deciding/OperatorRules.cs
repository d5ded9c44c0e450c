using System.Collections.Immutable;
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

        EndRules.CancelTasks(draft, draft.State.Root, "workflow_canceled");
        draft.Add(new WorkflowCanceled(cancel.Reason) { At = draft.At });
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
            && (state.Status != ExecutionStatus.Completed || state.Warnings.IsEmpty))
        {
            return Refusals.NotFailed(state);
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

    public static Decision.Rejected? ChangeState(Draft draft, ChangeState change)
    {
        if (JsonText.Size(change.State) > draft.State.Settings.MaxValueBytes)
        {
            return new Decision.Rejected(
                RefusalCodes.InvalidInput, $"The state is larger than {draft.State.Settings.MaxValueBytes} bytes.");
        }

        draft.Add(new StateChanged(change.State) { At = draft.At });
        return null;
    }

    private static (TaskState[] Reopened, bool[] Behind) Reopened(ExecutionState state)
    {
        var (reopened, behind) = (new bool[state.Tasks.Count], new bool[state.Tasks.Count]);
        var toVisit = new Queue<int>();
        foreach (var task in state.Tasks)
        {
            if (task.Status is TaskStatus.Failed or TaskStatus.Canceled
                || (state.Status == ExecutionStatus.Completed && task.HasWarnings))
            {
                Visit(task.Definition.Index);
            }
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
            }
        }
    }
}
