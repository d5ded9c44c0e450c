using System.Text.Json;
using Harmonia.Core.Definitions.Checking;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Dialects;

/// <summary>
/// Tasks that name their successors (<c>next</c>) and whom they wait for (a <c>join</c> that is a list).
/// </summary>
internal sealed class TaskChain
{
    private readonly Dictionary<string, TaskDependencies> _byId = new(StringComparer.Ordinal);
    private readonly FindingList _findings;

    private TaskChain(IReadOnlyList<DialectTask> tasks, FindingList findings)
    {
        _findings = findings;
        foreach (var task in tasks.Where(task => task.Id is not null))
        {
            _byId.TryAdd(task.Id!, new TaskDependencies(task.Fields));
        }
    }

    /// <summary>Whether a task is written as part of a chain.</summary>
    public static bool IsLink(DialectTask task) =>
        task.Fields.Has("next") || task.Fields.Has("config")
        || task.Fields.Json("join")?.ValueKind == JsonValueKind.Array;

    /// <summary>Turns successors and lists of predecessors into <c>depends_on</c>.</summary>
    public static void Resolve(IReadOnlyList<DialectTask> tasks, FindingList findings)
    {
        var chain = new TaskChain(tasks, findings);
        foreach (var task in tasks.Where(task => task.Fields.Json("join")?.ValueKind == JsonValueKind.Array))
        {
            chain.AddPredecessors(task);
        }

        foreach (var task in tasks)
        {
            chain.AddSuccessors(task);
        }
    }

    private void AddPredecessors(DialectTask task)
    {
        foreach (var (id, origin) in Names(task.Fields, "join"))
        {
            // A name that no task has is reported by the reader of the dependencies, at this place.
            if (task.Id is not null)
            {
                _byId[task.Id].Add(id, origin);
            }
        }

        task.Fields.Remove("join");
    }

    private void AddSuccessors(DialectTask task)
    {
        foreach (var (id, origin) in Names(task.Fields, "next"))
        {
            if (!_byId.TryGetValue(id, out var successor))
            {
                _findings.Error(
                    FindingCodes.UnknownTask,
                    origin,
                    $"There is no task '{Shown.Text(id)}' to go on with. Correct the id or add the task.",
                    () => NearestName.Find(id, _byId.Keys));
            }
            else if (task.Id is not null)
            {
                successor.Add(task.Id, origin);
            }
        }

        task.Fields.Remove("next");
    }

    private List<(string Id, string Origin)> Names(DialectObject fields, string name)
    {
        var value = fields.Json(name);
        if (value is { ValueKind: JsonValueKind.String } single)
        {
            return [(single.GetString()!, fields.PlaceOf(name))];
        }

        if (value is null)
        {
            return [];
        }

        if (value is not { ValueKind: JsonValueKind.Array } list)
        {
            Report(fields.PlaceOf(name), value.Value);
            return [];
        }

        return list.EnumerateArray()
            .Select((item, index) => (item, JsonPointer.Append(fields.PlaceOf(name), index)))
            .Where(entry => IsName(entry.item, entry.Item2))
            .Select(entry => (entry.item.GetString()!, entry.Item2))
            .ToList();
    }

    private bool IsName(JsonElement item, string origin)
    {
        if (item.ValueKind == JsonValueKind.String)
        {
            return true;
        }

        Report(origin, item);
        return false;
    }

    private void Report(string origin, JsonElement value) => _findings.Error(
        FindingCodes.WrongType, origin, $"A task id, or a list of them, is expected here, not {Shown.Value(value)}.");
}
