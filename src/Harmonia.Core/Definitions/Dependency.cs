namespace Harmonia.Core.Definitions;

/// <summary>One entry of <c>depends_on</c>.</summary>
/// <param name="Task">Index of the task that is waited for.</param>
/// <param name="On">The ends that satisfy it.</param>
/// <param name="Branches">
/// When the task is a decision: the branches that lead here, one bit each; 0 for a dependency on the decision itself.
/// </param>
public readonly record struct Dependency(int Task, TaskEnds On, ulong Branches = 0);
