using System.Diagnostics;

namespace Harmonia.Core.Executions;

/// <content>Tasks that are called back.</content>
public sealed partial class ExecutionState
{
    private void EvolveCallback(TaskState task, TaskEvent fact)
    {
        switch (fact)
        {
            case CallbackAwaited awaited:
                Leave(task);
                (task.Status, task.Waiting) = (TaskStatus.Waiting, WaitReason.Callback);
                task.Callback = task.Callback! with { Answer = awaited.Answer };
                break;
            case CallbackReceived received:
                task.Callback = task.Callback! with { Body = received.Body };
                break;
            default:
                throw new UnreachableException($"Event {fact.GetType().Name} is about no callback.");
        }
    }
}
