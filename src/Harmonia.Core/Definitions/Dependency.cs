namespace Harmonia.Core.Definitions;

/// <summary>One entry of <c>depends_on</c>.</summary>
/// <param name="Task">Index of the task that is waited for.</param>
/// <param name="On">The ends that satisfy it.</param>
public readonly record struct Dependency(int Task, TaskEnds On);
