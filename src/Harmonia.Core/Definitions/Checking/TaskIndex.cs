using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Checking;

/// <summary>The tasks of a workflow by place and by id.</summary>
internal sealed class TaskIndex(IReadOnlyList<TaskDraft> tasks)
{
    private readonly Dictionary<string, int> _indexById =
        tasks.ToDictionary(task => task.Id, task => task.Index, StringComparer.Ordinal);

    public IReadOnlyList<TaskDraft> All => tasks;

    /// <returns>The place of a task, or -1.</returns>
    public int IndexOf(string id) => _indexById.GetValueOrDefault(id, -1);

    public string? Nearest(string id) => NearestName.Find(id, tasks.Select(task => task.Id));
}
