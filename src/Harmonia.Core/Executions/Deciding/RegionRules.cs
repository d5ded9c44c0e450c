namespace Harmonia.Core.Executions.Deciding;

/// <summary>What the end of one task does to others beside it.</summary>
internal static class RegionRules
{
    /// <summary>Why such a task was canceled.</summary>
    public const string Withdrawn = "withdrawn";

    /// <summary>Withdraws what a completed task names in <c>cancels</c>, with all that is within it.</summary>
    public static void Withdraw(Draft draft, TaskState completed)
    {
        var named = completed.Definition.Cancels;
        var tasks = completed.Frame.Tokens is null
            ? named.Select(index => completed.Frame.Tasks[index])
            : completed.Frame.Tasks.Where(task => task.Visit > 0 && named.Contains(task.Definition.Index));
        foreach (var task in tasks.Where(task => task != completed && !task.Status.IsFinal).ToArray())
        {
            foreach (var frame in task.Frames.ToArray())
            {
                EndRules.CancelTasks(draft, frame, Withdrawn);
            }

            draft.Add(new TaskCanceled(task.Attempt, Withdrawn) { At = draft.At, Task = task.Path });
        }
    }
}
