using Harmonia.Core.Definitions;

namespace Harmonia.Core.Executions;

/// <content>How it goes on from where another execution was.</content>
public sealed partial class ExecutionState
{
    /// <summary>What has ended stays as it is; whatever has not begins to wait anew, as of now.</summary>
    private void Evolve(WorkflowRestored restored)
    {
        if (IsGivenUp)
        {
            StopUndoing();
            Reopen();
        }

        (Status, StatusReason) = (ExecutionStatus.Running, ReasonToRun());
        (CreatedAt, EndedAt) = (restored.At, null);
        (Output, Failure, FailedTasks, Warnings) = (null, null, [], []);
        // Checkpoints so far were taken of the original.
        (ManualCheckpoints, LastCheckpointAt, LastCheckpointVersion) = (0, null, 0);
        if (Closing is null)
        {
            SetDeadline(restored.At);
        }

        LeaveFamily();
        foreach (var path in restored.Tasks)
        {
            var task = Find(path)
                ?? throw new InvalidDataException($"The history reopens '{path}', which is not there.");
            if (task.Frame.Tokens is null)
            {
                Reopen(task);
            }
        }

        if (_root.Tokens is not null)
        {
            ReopenVisits(restored.At);
        }

        foreach (var task in AllTasks().ToArray())
        {
            TakeUp(task, restored.At);
        }
    }

    /// <summary>What was to be undone is done again instead.</summary>
    private void StopUndoing()
    {
        foreach (var task in _undoing?.Tasks ?? [])
        {
            Leave(task);
            Yield(task);
            (task.Status, task.Waiting, task.DueAt) = (TaskStatus.Canceled, WaitReason.None, null);
        }

        _undoing = null;
    }

    /// <summary>As if it had not run; a handler still knows which failure called for it.</summary>
    private void Reopen(TaskState task)
    {
        if (task.Status.IsFinal)
        {
            task.Frame.OpenTasks++;
        }
        else
        {
            Leave(task);
            CloseFrames(task, LastAt);
            Yield(task);
        }

        var trigger = task.Trigger;
        task.Reopen();
        task.Trigger = trigger;
        _done.Remove(task.Frame);
    }

    private void TakeUp(TaskState task, DateTimeOffset at)
    {
        switch (task.Status)
        {
            case TaskStatus.Pending:
                Leave(task);
                task.Counts = Recount(task);
                Judge(task, at);
                break;
            case TaskStatus.Running when task.Definition.Kind.IsContainer || task.Frames.Count > 0:
                // What is open within it goes on; only its limits begin anew.
                (task.FirstReadyAt, task.StartedAt) = (at, at);
                AddTotalTimer(task);
                AddAttemptTimer(task);
                break;
            case TaskStatus.Waiting when task.Waiting == WaitReason.Operator:
                task.FirstReadyAt = at;
                AddTotalTimer(task);
                break;
            case TaskStatus.Waiting or TaskStatus.Running:
                Leave(task);
                if (task.FirstStartedAt is null)
                {
                    BeReady(task, at); // Its own delay and its window are asked again.
                    break;
                }

                // It costs no retry, its attempts are counted on, and its limits begin anew.
                (task.FirstReadyAt, task.FirstStartedAt, task.DueAt) = (at, at, null);
                AddTotalTimer(task);
                Wait(task, WaitReason.Limit, at);
                break;
        }
    }

    private static JoinCounts Recount(TaskState task)
    {
        var counts = default(JoinCounts);
        foreach (var dependency in task.Definition.DependsOn)
        {
            if (task.Frame.Tasks[dependency.Task].EndFor(dependency) is not TaskEnds.None and var end)
            {
                counts = counts.With(end, dependency.On);
            }
        }

        return counts;
    }
}
