using System.Text.Json;
using Harmonia.Core.Definitions;

namespace Harmonia.Core.Executions;

/// <content>What happens between the attempts of tasks, and what that means for others that wait.</content>
public sealed partial class ExecutionState
{
    /// <summary>What happens to a task between its attempts, and after its end.</summary>
    private void EvolveWaiting(TaskEvent fact, TaskState task)
    {
        switch (fact)
        {
            case TaskInterrupted { Asks: true }:
                Leave(task);
                (task.Status, task.Waiting) = (TaskStatus.Waiting, WaitReason.Operator);
                break;
            case TaskInterrupted or TaskReleased:
                Leave(task);
                Wait(task, WaitReason.Limit, fact.At);
                break;
            case ErrorOccurred error:
                Evolve(error, task);
                break;
            case TransitionsTaken taken:
                Evolve(taken, task);
                break;
            case RetryAttempted retry:
                Retry(task, retry);
                break;
            case TaskPostponed postponed:
                Leave(task);
                task.DueAt = postponed.DueAt;
                Wait(task, WaitReason.Window, postponed.DueAt);
                break;
            case WaitingForComponent waiting:
                Evolve(waiting);
                break;
            case AttemptReturned returned:
                Evolve(task, returned);
                break;
            case TaskProgressed progressed:
                (task.Progress, task.ProgressMessage) = (progressed.Progress, progressed.Message);
                task.ProgressDetails = progressed.Details ?? task.ProgressDetails;
                break;
            default:
                EvolveWait(task, fact);
                break;
        }
    }

    private void Retry(TaskState task, RetryAttempted retry)
    {
        Forget(task, retry.ChildId);
        Leave(task);
        Abandon(task);
        CloseFrames(task, retry.At);
        (task.Failure, task.Retries, task.DueAt) = (retry.Failure, retry.RetryCount, retry.DueAt);
        task.Callback = null;
        Wait(task, WaitReason.Retry, retry.DueAt);
    }

    private void SetState(JsonElement state, DateTimeOffset at)
    {
        (CustomState, CustomStateAt) = (state, at);
        _looks.UnionWith(_watching);
        Doubt(Guard.State);
    }
}
