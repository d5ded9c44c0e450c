namespace Harmonia.Core.Definitions;

/// <summary>The ways in which a task can end; a set of them says which ends satisfy a dependency.</summary>
[Flags]
public enum TaskEnds
{
    None = 0,
    Completed = 1,
    Failed = 2,
    Skipped = 4,
    Canceled = 8,
    Any = Completed | Failed | Skipped | Canceled,
}

/// <summary>Questions about ends.</summary>
public static class TaskEndsExtensions
{
    extension(TaskEnds ends)
    {
        /// <summary>The ends for people, such as <c>completed or skipped</c>.</summary>
        public string Words => string.Join(
            " or ",
            new[] { TaskEnds.Completed, TaskEnds.Failed, TaskEnds.Skipped, TaskEnds.Canceled }
                .Where(end => (ends & end) != 0)
                .Select(end => end.ToString().ToLowerInvariant()));
    }
}
