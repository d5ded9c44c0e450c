using System.Collections.Frozen;
using System.Collections.Immutable;
using Harmonia.Core.Expressions;

namespace Harmonia.Core.Definitions;

/// <summary>
/// Tasks that run together: those of a workflow, or those within a task that contains others. Immutable.
/// </summary>
public sealed class TaskBody
{
    private readonly FrozenDictionary<string, int> _indexById;

    internal TaskBody(ImmutableArray<TaskDefinition> tasks)
    {
        Tasks = tasks;
        _indexById = tasks.ToFrozenDictionary(task => task.Id, task => task.Index, StringComparer.Ordinal);
    }

    /// <summary>In the author's order.</summary>
    public ImmutableArray<TaskDefinition> Tasks { get; }

    /// <summary>
    /// What running it once returns; <see langword="null"/> for the outputs of the leaf tasks by id.
    /// </summary>
    public Template? Result { get; init; }

    /// <summary>
    /// Whether it is the one <c>task</c> of a map, which has no name of its own: its output is the body's.
    /// </summary>
    public bool IsInline { get; init; }

    /// <summary>Whether transitions lead from task to task, and nothing depends on anything.</summary>
    public bool HasTransitions => Tasks.Length > 0 && Tasks[0].Routing is not null;

    /// <returns>The task's index, or -1.</returns>
    public int IndexOf(string taskId) => _indexById.GetValueOrDefault(taskId, -1);
}
