namespace Harmonia.Core.Executions.Deciding;

/// <summary>What becomes of tasks whose component is not there.</summary>
internal static class ComponentRules
{
    /// <summary>
    /// Between an attempt that reached nobody and the next one, if nothing else holds that back: the time doubles with
    /// each, so that a component that seems to be there and is not does not keep the engine busy.
    /// </summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private const int MaxReason = 1_024;

    /// <summary>Has a task, and all others for the same action, wait until the component is there.</summary>
    public static Decision.Rejected? Hold(Draft draft, HoldTask hold)
    {
        var state = draft.State;
        if (state.Status == ExecutionStatus.Running
            && state.Find(hold.Task) is { } task
            && state.IsReady(task)
            && !state.IsShut(task))
        {
            var definition = task.Definition;
            draft.Add(new WaitingForComponent(definition.Component, definition.Action, Shortened(hold.Reason))
            {
                At = draft.At,
                Task = task.Path,
            });
        }

        return null;
    }

    /// <summary>Takes an attempt back that reached nobody.</summary>
    public static Decision.Rejected? Return(Draft draft, ReturnTask report)
    {
        if (AttemptRules.Running(draft, report.Task, report.Attempt) is { } task)
        {
            var pause = Math.Min(
                FirstPause.TotalMilliseconds * Math.Pow(2, task.Returns), LongestPause.TotalMilliseconds);
            draft.Add(new AttemptReturned(
                task.Attempt, Shortened(report.Reason), draft.At + TimeSpan.FromMilliseconds(pause))
            {
                At = draft.At,
                Task = task.Path,
            });
        }

        return null;
    }

    public static Decision.Rejected? Progress(Draft draft, ReportProgress report)
    {
        if (AttemptRules.Running(draft, report.Task, report.Attempt) is { } task)
        {
            draft.Add(new TaskProgressed(task.Attempt, report.Progress, report.Message, report.Details)
            {
                At = draft.At,
                Task = task.Path,
            });
        }

        return null;
    }

    private static string Shortened(string text) => text.Length <= MaxReason ? text : $"{text[..(MaxReason - 1)]}…";
}
