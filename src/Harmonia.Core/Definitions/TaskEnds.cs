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
