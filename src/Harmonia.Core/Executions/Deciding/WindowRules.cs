namespace Harmonia.Core.Executions.Deciding;

/// <summary>When attempts may start.</summary>
internal static class WindowRules
{
    /// <summary>Has a task wait for its window, if that is closed now.</summary>
    /// <remarks>
    /// Asked when everything else is met, and once more when there is a place: it may have closed in between.
    /// </remarks>
    public static bool Postpones(Draft draft, TaskState task)
    {
        if (task.Definition.Window is not { } window || window.IsOpen(draft.At))
        {
            return false;
        }

        draft.Add(new TaskPostponed(WaitReason.Window.Word!, window.NextOpening(draft.At))
        {
            At = draft.At,
            Task = task.Path,
        });
        return true;
    }
}
