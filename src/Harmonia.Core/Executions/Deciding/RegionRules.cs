namespace Harmonia.Core.Executions.Deciding;

/// <summary>What the end of one task does to others beside it.</summary>
internal static class RegionRules
{
    /// <summary>Why such a task was canceled.</summary>
    public const string Withdrawn = "withdrawn";

    /// <summary>Withdraws what a completed task names in <c>cancels</c>, with all that is within it.</summary>
    public static void Withdraw(Draft draft, TaskState completed)
    {
        foreach (var index in completed.Definition.Cancels)
        {
            var task = completed.Frame.Tasks[index];
            if (task.Status.IsFinal)
            {
                continue;
            }

            foreach (var frame in task.Frames.ToArray())
            {
                EndRules.CancelTasks(draft, frame, Withdrawn);
            }

            draft.Add(new TaskCanceled(task.Attempt, Withdrawn) { At = draft.At, Task = task.Path });
        }
    }
}
