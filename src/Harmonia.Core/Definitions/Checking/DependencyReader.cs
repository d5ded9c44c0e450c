using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Checking;

/// <summary>
/// Reads what tasks wait for: <c>depends_on</c>, <c>join</c> and the handlers named by <c>on_error</c>.
/// </summary>
internal sealed class DependencyReader(TaskIndex tasks, FindingList findings)
{
    private static readonly FieldNames EntryFields = FieldNames.Only("task", "on");

    private static readonly Dictionary<string, TaskEnds> Ends = new(StringComparer.Ordinal)
    {
        ["completed"] = TaskEnds.Completed,
        ["failed"] = TaskEnds.Failed,
        ["skipped"] = TaskEnds.Skipped,
        ["canceled"] = TaskEnds.Canceled,
        ["cancelled"] = TaskEnds.Canceled,
    };

    public void Read()
    {
        foreach (var task in tasks.All)
        {
            ReadDependencies(task);
        }

        foreach (var task in tasks.All)
        {
            Lead(task);
        }

        foreach (var task in tasks.All.Where(task => !task.HasFixedJoin))
        {
            task.Join = JoinReader.Read(task, findings);
        }

        foreach (var sources in tasks.All.Where(task => task.Handler is not null).GroupBy(task => task.Handler!))
        {
            AddHandler(sources.Key, [.. sources]);
        }
    }

    private void ReadDependencies(TaskDraft task)
    {
        foreach (var source in task.Sources.Select(tasks.IndexOf).Where(source => source >= 0))
        {
            task.Dependencies.Add(new Dependency(source, TaskEnds.Completed)); // A wrong id has its finding elsewhere.
        }

        var fields = new FieldReader(task.Source, task.Pointer, findings);
        if (task.DependsOnField is not { } name || fields.Find(name) is not { } entries)
        {
            return;
        }

        var pointer = fields.At(name);
        switch (entries.ValueKind)
        {
            case JsonValueKind.String:
                Add(task, entries.GetString()!, TaskEnds.Completed, pointer, []);
                break;
            case JsonValueKind.Array:
                var seen = new HashSet<int>();
                var place = 0;
                foreach (var entry in entries.EnumerateArray())
                {
                    ReadEntry(task, entry, pointer, place++, seen);
                }

                break;
            default:
                fields.WrongType(name, "a task id, or a list of them", entries);
                break;
        }
    }

    private void ReadEntry(TaskDraft task, JsonElement entry, string list, int place, HashSet<int> seen)
    {
        if (entry.ValueKind == JsonValueKind.String)
        {
            Add(task, entry.GetString()!, TaskEnds.Completed, list, seen, place);
            return;
        }

        var pointer = JsonPointer.Append(list, place);
        if (entry.ValueKind != JsonValueKind.Object)
        {
            findings.Error(
                FindingCodes.WrongType,
                pointer,
                $"A task id or {{\"task\": id, \"on\": [ends]}} is expected here, not {Shown.Value(entry)}.");
            return;
        }

        var fields = new FieldReader(entry, pointer, findings);
        fields.AcceptOnly(EntryFields);
        fields.Require("task");
        if (fields.Text("task") is { } id)
        {
            Add(task, id, ReadEnds(fields), list, seen, place);
        }
    }

    private TaskEnds ReadEnds(FieldReader entry)
    {
        if (entry.Find("on") is null || entry.Texts("on") is not { } names)
        {
            return TaskEnds.Completed;
        }

        var ends = TaskEnds.None;
        for (var place = 0; place < names.Length; place++)
        {
            var name = names[place];
            if (!Ends.TryGetValue(name, out var end))
            {
                findings.Error(
                    FindingCodes.InvalidValue,
                    JsonPointer.Append(entry.At("on"), place),
                    $"A task does not end '{Shown.Text(name)}'. Use completed, failed, skipped or canceled.",
                    () => NearestName.Find(name, Ends.Keys));
                end = TaskEnds.Completed;
            }

            ends |= end;
        }

        return ends;
    }

    private void Add(TaskDraft task, string id, TaskEnds on, string list, HashSet<int> seen, int place = -1)
    {
        // The pointer of every single entry would be built for nothing: few have a finding.
        string Pointer() => place < 0 ? list : JsonPointer.Append(list, place);
        var target = tasks.IndexOf(id);
        if (target < 0)
        {
            findings.Error(
                FindingCodes.UnknownTask,
                Pointer(),
                $"There is no task '{Shown.Text(id)}' to wait for. Correct the id or add the task.",
                () => tasks.Nearest(id));
        }
        else if (target == task.Index)
        {
            findings.Error(
                FindingCodes.Cycle, Pointer(), $"A task cannot wait for itself: {id} -> {id}. Remove the entry.");
        }
        else if (!seen.Add(target))
        {
            findings.Error(
                FindingCodes.DuplicateTask,
                Pointer(),
                $"'{id}' is in depends_on twice. Keep one entry, with all of its ends in 'on'.");
        }
        else
        {
            task.Dependencies.Add(new Dependency(target, on));
        }
    }

    /// <summary>Lets the tasks that a decision or a parallel task names wait for it.</summary>
    private void Lead(TaskDraft task)
    {
        foreach (var (id, pointer, branches) in task.Leads)
        {
            var target = tasks.IndexOf(id);
            if (target < 0)
            {
                findings.Error(
                    FindingCodes.UnknownTask,
                    pointer,
                    $"There is no task '{Shown.Text(id)}' to go to. Correct the id or add the task.",
                    () => tasks.Nearest(id));
                continue;
            }

            var dependencies = tasks.All[target].Dependencies;
            var known = dependencies.FindIndex(dependency => dependency.Task == task.Index);
            if (known < 0)
            {
                dependencies.Add(new Dependency(task.Index, TaskEnds.Completed, branches));
            }
            else
            {
                dependencies[known] = dependencies[known] with { Branches = dependencies[known].Branches | branches };
            }
        }
    }

    private void AddHandler(string id, TaskDraft[] sources)
    {
        var target = tasks.IndexOf(id);
        foreach (var source in sources.Where(source => target < 0 || source.Index == target))
        {
            findings.Error(
                FindingCodes.UnknownTask,
                $"{source.Pointer}/on_error/goto",
                target < 0
                    ? $"There is no task '{Shown.Text(id)}' to go to. Correct the id or add the task."
                    : $"'{id}' cannot handle its own failure. Name another task.",
                () => target < 0 ? tasks.Nearest(id) : null);
        }

        if (target < 0)
        {
            return;
        }

        var handler = tasks.All[target];
        var fields = new FieldReader(handler.Source, handler.Pointer, findings);
        if (handler.Dependencies.Count > 0 || fields.Find("join") is not null)
        {
            findings.Error(
                FindingCodes.InvalidValue,
                fields.At(fields.Find("join") is not null ? "join" : "depends_on"),
                $"'{id}' runs when '{sources[0].Id}' fails, as on_error says there."
                    + " Remove its own depends_on and join.");
            return;
        }

        var others = sources.Where(source => source.Index != target).ToArray();
        handler.Dependencies.AddRange(others.Select(source => new Dependency(source.Index, TaskEnds.Failed)));
        handler.Join = new JoinRule(others.Length > 1 ? JoinKind.OneFailed : JoinKind.AllSuccess);
    }
}
