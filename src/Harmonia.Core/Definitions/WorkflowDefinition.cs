using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Core.Schemas;

namespace Harmonia.Core.Definitions;

/// <summary>A workflow, validated and compiled; immutable and safe to share between executions and threads.</summary>
public sealed class WorkflowDefinition
{
    internal WorkflowDefinition(TaskBody root)
    {
        Root = root;
        Parkable = [.. root.Tasks.Where(task => task.Role != TaskRole.Normal).Select(task => task.Index)];
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

    /// <summary>Time for the whole execution.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>What one execution may use up; <see langword="null"/> when nothing is limited.</summary>
    public Budget? Budget { get; init; }

    /// <summary>Asked in order about a failure that nobody else takes care of.</summary>
    public ImmutableArray<ErrorHandler> ErrorHandlers { get; init; } = [];

    /// <summary>Indexes of its own tasks that do not run from the start.</summary>
    internal ImmutableArray<int> Parkable { get; }

    /// <summary>Its own tasks, and what an execution returns.</summary>
    public TaskBody Root { get; }

    /// <summary>Its own tasks, in the author's order.</summary>
    public ImmutableArray<TaskDefinition> Tasks => Root.Tasks;

    /// <returns>The index of one of its own tasks, or -1.</returns>
    public int IndexOf(string taskId) => Root.IndexOf(taskId);

    /// <summary>Finds the task that a path within an execution is about: <c>each[12].fetch</c>.</summary>
    /// <returns><see langword="null"/> for a path that this definition does not say, such as that of a task which was
    /// added while it ran.</returns>
    public TaskDefinition? FindByPath(string path)
    {
        var rest = path.AsSpan();
        var body = Root;
        TaskDefinition? found = null;
        while (!rest.IsEmpty && body is not null)
        {
            if (body.IndexOf(rest.ToString()) is var whole and >= 0)
            {
                return body.Tasks[whole];
            }

            var end = rest.IndexOfAny('.', '[', '#');
            var id = end < 0 ? rest : rest[..end];
            if (body.IndexOf(id.ToString()) is not (var index and >= 0))
            {
                return null;
            }

            found = body.Tasks[index];
            var dot = end < 0 ? -1 : rest.IndexOf('.');
            rest = dot < 0 ? [] : rest[(dot + 1)..];
            body = found.Body;
            if (body is { IsInline: true })
            {
                (found, body) = (body.Tasks[0], body.Tasks[0].Body);
            }
        }

        return rest.IsEmpty ? found : null;
    }
}
