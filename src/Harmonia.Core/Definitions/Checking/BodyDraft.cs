using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Core.Expressions;

namespace Harmonia.Core.Definitions.Checking;

/// <summary>Tasks that run together, while they are being checked.</summary>
/// <param name="owner">The task that contains them; <see langword="null"/> for the workflow's own.</param>
/// <param name="outer">The body of that task.</param>
/// <param name="names">Names that their expressions see beside those that are seen everywhere.</param>
internal sealed class BodyDraft(TaskDraft? owner, BodyDraft? outer, ImmutableArray<string> names)
{
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    public TaskDraft? Owner => owner;

    public BodyDraft? Outer => outer;

    /// <summary>Names of this body and of those around it.</summary>
    public ImmutableArray<string> Names { get; } = [.. names, .. outer?.Names ?? []];

    /// <summary>How many bodies are around it.</summary>
    public int Depth { get; } = outer is null ? 0 : outer.Depth + 1;

    /// <summary>Grows while it is read: a task may bring others along.</summary>
    public List<TaskDraft> Tasks { get; } = [];

    public Template? Result { get; set; }

    public bool IsInline { get; init; }

    /// <summary>Whether transitions lead from task to task.</summary>
    public bool HasTransitions { get; init; }

    /// <summary>By id; once all tasks are read.</summary>
    public TaskIndex Index { get; set; } = new([]);

    public TaskGraph Graph { get; set; } = new([]);

    /// <summary>Whether there is a task with this id in it or around it.</summary>
    public bool Sees(string id) => _ids.Contains(id) || outer?.Sees(id) == true;

    /// <summary>Adds a task that the author has written elsewhere, or not at all.</summary>
    public TaskDraft Add(string id, string pointer, JsonElement source)
    {
        var task = new TaskDraft(Tasks.Count, id, pointer, source);
        Add(task);
        return task;
    }

    public void Add(TaskDraft task)
    {
        Tasks.Add(task);
        _ids.Add(task.Id);
    }
}
