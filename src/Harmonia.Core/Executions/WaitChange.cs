namespace Harmonia.Core.Executions;

/// <summary>What somebody outside may look for among executions that wait.</summary>
public enum WaitKind
{
    /// <summary>A signal, by its name.</summary>
    Signal,

    /// <summary>An approval, by the path of its task.</summary>
    Approval,
}

/// <summary>An execution began to wait for something, or does not any more.</summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Name">A signal's name, or a task's path.</param>
/// <param name="Task">The task that asks people; <see langword="null"/> for a signal, and once nobody waits.</param>
/// <param name="IsOpen">Whether it waits.</param>
public sealed record WaitChange(WaitKind Kind, string Name, TaskState? Task, bool IsOpen);
