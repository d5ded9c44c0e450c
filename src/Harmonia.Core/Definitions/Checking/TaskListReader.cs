using System.Text.Json;
using System.Text.RegularExpressions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Checking;

/// <summary>Reads <c>tasks</c>, a map of ids to tasks or a list of tasks with ids.</summary>
internal sealed partial class TaskListReader(FindingList findings)
{
    private readonly List<TaskDraft> _tasks = [];
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    /// <summary>Reads <c>tasks</c> of a workflow, or of a task that contains others; or <c>steps</c>.</summary>
    public static List<TaskDraft> Read(
        FieldReader holder, int maxTasks, FindingList findings, string name = "tasks")
    {
        if (holder.Find(name) is { } source)
        {
            return Read(source, holder.At(name), maxTasks, findings);
        }

        holder.Require(name);
        return [];
    }

    public static List<TaskDraft> Read(JsonElement source, string pointer, int maxTasks, FindingList findings)
    {
        var reader = new TaskListReader(findings);
        reader.Read(source, pointer, maxTasks);
        return reader._tasks;
    }

    private void Read(JsonElement source, string pointer, int maxTasks)
    {
        if (source.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
        {
            findings.Error(
                FindingCodes.WrongType,
                pointer,
                $"A map of ids to tasks, or a list of tasks with ids, is expected here, not {Shown.Value(source)}.");
            return;
        }

        var isMap = source.ValueKind == JsonValueKind.Object;
        var count = isMap ? source.GetPropertyCount() : source.GetArrayLength();
        if (count == 0)
        {
            findings.Error(FindingCodes.InvalidValue, pointer, "A workflow has at least one task. Add one.");
        }
        else if (count > maxTasks)
        {
            findings.Error(
                FindingCodes.TooManyTasks,
                pointer,
                $"There are {count} tasks; at most {maxTasks} are accepted. Split the workflow.");
        }
        else if (isMap)
        {
            ReadMap(source, pointer);
        }
        else
        {
            ReadList(source, pointer);
        }
    }

    private void ReadMap(JsonElement source, string pointer)
    {
        foreach (var property in source.EnumerateObject())
        {
            var id = property.Name;
            var at = JsonPointer.Append(pointer, id);
            if (FieldReader.Of(property.Value, at, findings) is not { } fields)
            {
                continue;
            }

            if (GivenId(fields) is { } given && given != id)
            {
                findings.Error(
                    FindingCodes.InvalidValue,
                    at,
                    $"The task is called '{Shown.Text(id)}' by its key and '{Shown.Text(given)}' by its id."
                        + " Make them equal or leave the id out.",
                    () => id);
            }

            Add(id, at, property.Value);
        }
    }

    private void ReadList(JsonElement source, string pointer)
    {
        var place = 0;
        foreach (var item in source.EnumerateArray())
        {
            var at = JsonPointer.Append(pointer, place++);
            if (FieldReader.Of(item, at, findings) is not { } fields)
            {
                continue;
            }

            if (GivenId(fields) is { } id)
            {
                Add(id, at, item);
            }
            else if (fields.Find("id") is null && fields.Find("task_id") is null)
            {
                AddByName(item, at, fields);
            }
        }
    }

    /// <summary>The documents' lists have tasks with a name alone: a name that can be an id is one.</summary>
    private void AddByName(JsonElement item, string at, FieldReader fields)
    {
        if (fields.Find("name") is { ValueKind: JsonValueKind.String } name && IdPattern().IsMatch(name.GetString()!))
        {
            Add(name.GetString()!, at, item);
            return;
        }

        fields.Require("id");
    }

    private static string? GivenId(FieldReader fields)
    {
        fields.RefuseBoth("id", "task_id");
        return fields.Text("id") ?? fields.Text("task_id");
    }

    private void Add(string id, string pointer, JsonElement source)
    {
        if (!IdPattern().IsMatch(id))
        {
            findings.Error(
                FindingCodes.InvalidValue,
                pointer,
                $"The task id '{Shown.Text(id)}' must be 1 to 64 letters, digits, '_' or '-'.",
                () => Corrected(id));
        }

        if (_ids.Add(id))
        {
            _tasks.Add(new TaskDraft(_tasks.Count, id, pointer, source));
            return;
        }

        findings.Error(
            FindingCodes.DuplicateTask,
            pointer,
            $"There is a task '{Shown.Text(id)}' already. Give this one another id.");
    }

    private static string? Corrected(string id)
    {
        var corrected = Foreign().Replace(id.Trim(), "_");
        return IdPattern().IsMatch(corrected) ? corrected : null;
    }

    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex IdPattern();

    [GeneratedRegex("[^A-Za-z0-9_-]", RegexOptions.CultureInvariant)]
    private static partial Regex Foreign();
}
