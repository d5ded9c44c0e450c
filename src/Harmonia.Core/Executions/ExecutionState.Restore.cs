namespace Harmonia.Core.Executions;

/// <content>How it goes on from where another execution was.</content>
public sealed partial class ExecutionState
{
    /// <summary>What has ended stays as it is; whatever has not begins to wait anew, as of now.</summary>
    private void Evolve(WorkflowRestored restored)
    {
        ForgetWork();
        (Status, StatusReason, EndedAt, CreatedAt) = (ExecutionStatus.Running, null, null, restored.At);
        (Output, Failure, FailedTasks, Warnings) = (null, null, [], []);
        (ManualCheckpoints, LastCheckpointAt) = (0, null); // Those were taken of the original.
        SetDeadline(restored.At);
        foreach (var id in restored.Tasks)
        {
            _tasks[Definition.IndexOf(id)].Reopen();
        }

        (OpenTasks, RunningCalls) = (_tasks.Count(task => !task.Status.IsFinal), 0);
        foreach (var task in _tasks)
        {
            TakeUp(task, restored.At);
        }
    }

    private void TakeUp(TaskState task, DateTimeOffset at)
    {
        switch (task.Status)
        {
            case TaskStatus.Pending:
                task.Counts = Recount(task);
                Judge(task, at);
                break;
            case TaskStatus.Waiting or TaskStatus.Running:
                // As if interrupted: it costs no retry, its attempts are counted on, and its limits begin anew.
                (task.FirstReadyAt, task.DueAt) = (at, null);
                task.FirstStartedAt = task.FirstStartedAt is null ? null : at;
                AddTotalTimer(task);
                Wait(task, WaitReason.Limit, at);
                break;
            case TaskStatus.Failed:
                _suspects.Enqueue(task.Definition.Index);
                break;
        }
    }

    private JoinCounts Recount(TaskState task)
    {
        var counts = default(JoinCounts);
        foreach (var dependency in task.Definition.DependsOn)
        {
            if (_tasks[dependency.Task].End is not Definitions.TaskEnds.None and var end)
            {
                counts = counts.With(end, dependency.On);
            }
        }

        return counts;
    }
}
