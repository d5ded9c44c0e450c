namespace Harmonia.Core.Schedules;

/// <summary>Since when a <see cref="StartDelay"/> counts.</summary>
public enum DelayReference
{
    /// <summary>The start of the execution.</summary>
    WorkflowStart,

    /// <summary>The moment at which everything that the task waits for has ended.</summary>
    DependenciesDone,
}

/// <summary>How long a task is held back, and since when.</summary>
public sealed record StartDelay(TimeSpan Delay, DelayReference Reference)
{
    /// <returns>Before when the task does not start.</returns>
    public DateTimeOffset NotBefore(DateTimeOffset workflowStart, DateTimeOffset dependenciesDone) =>
        (Reference == DelayReference.WorkflowStart ? workflowStart : dependenciesDone) + Delay;
}
