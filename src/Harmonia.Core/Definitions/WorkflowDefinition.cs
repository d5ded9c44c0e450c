using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Core.Expressions;
using Harmonia.Core.Schemas;

namespace Harmonia.Core.Definitions;

/// <summary>A workflow, validated and compiled; immutable and safe to share between executions and threads.</summary>
public sealed class WorkflowDefinition
{
    private readonly FrozenDictionary<string, int> _indexById;

    internal WorkflowDefinition(ImmutableArray<TaskDefinition> tasks)
    {
        Tasks = tasks;
        _indexById = tasks.ToFrozenDictionary(task => task.Id, task => task.Index, StringComparer.Ordinal);
    }

    /// <summary>
    /// SHA-256 over the stored text, in lower-case hexadecimal: the key under which definitions are kept.
    /// </summary>
    public required string Hash { get; init; }

    /// <summary>The definition as it was sent, as JSON.</summary>
    public required JsonElement Source { get; init; }

    public required string Name { get; init; }

    /// <summary>The author's label.</summary>
    public required string Version { get; init; }

    public string? Description { get; init; }

    public JsonSchema? Input { get; init; }

    public JsonSchema? Output { get; init; }

    /// <summary>What an execution returns; <see langword="null"/> for the outputs of the leaf tasks by id.</summary>
    public Template? Result { get; init; }

    /// <summary>Time for the whole execution.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>In the author's order.</summary>
    public ImmutableArray<TaskDefinition> Tasks { get; }

    /// <returns>The task's index, or -1.</returns>
    public int IndexOf(string taskId) => _indexById.GetValueOrDefault(taskId, -1);
}
