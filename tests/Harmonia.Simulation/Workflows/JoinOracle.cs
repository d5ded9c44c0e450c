using Harmonia.Core.Definitions;
using TaskStatus = Harmonia.Core.Executions.TaskStatus;

namespace Harmonia.Simulation.Workflows;

internal enum JoinAnswer
{
    Wait,
    Run,
    Skip,
}

/// <summary>The truth table of joins once more, read off the documentation and not off the product.</summary>
internal static class JoinOracle
{
    /// <param name="join">Which rule.</param>
    /// <param name="count">Its number.</param>
    /// <param name="dependencies">How each dependency ended (none while it has not), and which ends satisfy it.</param>
    public static JoinAnswer Ask(JoinKind join, int count, (TaskEnds End, TaskEnds On)[] dependencies)
    {
        if (dependencies.Length == 0)
        {
            return JoinAnswer.Run;
        }

        var satisfied = dependencies.Count(dependency => dependency.On.HasFlag(dependency.End) && dependency.End != 0);
        var open = dependencies.Count(dependency => dependency.End == TaskEnds.None);
        var failed = dependencies.Any(dependency => dependency.End == TaskEnds.Failed);
        var lost = dependencies.Length - satisfied - open;
        return join switch
        {
            JoinKind.AllSuccess when lost > 0 => JoinAnswer.Skip,
            JoinKind.AllSuccess => open == 0 ? JoinAnswer.Run : JoinAnswer.Wait,
            JoinKind.AllDone => open == 0 ? JoinAnswer.Run : JoinAnswer.Wait,
            JoinKind.AnySuccess when satisfied > 0 => JoinAnswer.Run,
            JoinKind.AnySuccess => open == 0 ? JoinAnswer.Skip : JoinAnswer.Wait,
            JoinKind.NoneFailed when failed => JoinAnswer.Skip,
            JoinKind.NoneFailed => open == 0 ? JoinAnswer.Run : JoinAnswer.Wait,
            JoinKind.OneFailed when failed => JoinAnswer.Run,
            JoinKind.OneFailed => open == 0 ? JoinAnswer.Skip : JoinAnswer.Wait,
            _ when satisfied >= count => JoinAnswer.Run,
            _ => satisfied + open < count ? JoinAnswer.Skip : JoinAnswer.Wait,
        };
    }

    /// <summary>A task's end as those who depend on it see it.</summary>
    public static TaskEnds EndOf(WorkflowSketch sketch, int task, ReferenceEnd[] ends) =>
        EndOf(ends[task].Status, sketch.Tasks[task].ContinuesOnError);

    public static TaskEnds EndOf(TaskStatus status, bool continues) => status switch
    {
        TaskStatus.Completed => TaskEnds.Completed,
        TaskStatus.Failed => continues ? TaskEnds.Completed : TaskEnds.Failed,
        TaskStatus.Skipped => TaskEnds.Skipped,
        TaskStatus.Canceled => TaskEnds.Canceled,
        _ => TaskEnds.None,
    };
}
