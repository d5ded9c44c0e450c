using System.Text.Json;
using Harmonia.Core.Definitions.Checking;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Templates;

/// <summary>The tasks of a definition by id, whether it has them as a map or as a list.</summary>
internal sealed class TaskMap
{
    public const string Tasks = "tasks";
    public const string Steps = "steps";

    private TaskMap(string field) => Field = field;

    /// <summary>The member of the definition: <c>tasks</c>, or <c>steps</c>.</summary>
    public string Field { get; }

    public OrderedDictionary<string, JsonElement> ById { get; } = new(StringComparer.Ordinal);

    /// <returns><see langword="null"/> when the definition has none, or none that can be taken apart.</returns>
    public static TaskMap? Of(JsonElement definition, string pointer, FindingList findings)
    {
        var field = definition.TryGetProperty(Tasks, out var source) ? Tasks : Steps;
        if (field == Steps && !definition.TryGetProperty(Steps, out source))
        {
            return null;
        }

        var tasks = new TaskMap(field);
        var at = JsonPointer.Append(pointer, field);
        switch (source.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in source.EnumerateObject())
                {
                    tasks.ById[member.Name] = member.Value;
                }

                return tasks;
            case JsonValueKind.Array:
                tasks.AddAll(source, at, findings);
                return tasks;
            default:
                findings.Error(FindingCodes.WrongType, at, $"'{field}' must be a map of tasks, or a list of them.");
                return null;
        }
    }

    public static TaskMap Empty(string field) => new(field);

    /// <summary>Writes the member: a map, or a list for <c>steps</c>, as the other form has no map.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WritePropertyName(Field);
        if (Field == Tasks)
        {
            writer.WriteStartObject();
            foreach (var (id, task) in ById)
            {
                writer.WritePropertyName(id);
                WriteTask(writer, task, null);
            }

            writer.WriteEndObject();
            return;
        }

        writer.WriteStartArray();
        foreach (var (id, task) in ById)
        {
            WriteTask(writer, task, id);
        }

        writer.WriteEndArray();
    }

    /// <summary>The key, or the place in the list, says the id; a second one inside could differ.</summary>
    private static void WriteTask(Utf8JsonWriter writer, JsonElement task, string? id)
    {
        if (task.ValueKind != JsonValueKind.Object)
        {
            task.WriteTo(writer);
            return;
        }

        writer.WriteStartObject();
        if (id is not null)
        {
            writer.WriteString("id", id);
        }

        foreach (var member in task.EnumerateObject().Where(member => member.Name is not ("id" or "task_id")))
        {
            member.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    private void AddAll(JsonElement list, string pointer, FindingList findings)
    {
        var index = 0;
        foreach (var item in list.EnumerateArray())
        {
            var at = JsonPointer.Append(pointer, index++);
            if (FieldReader.Of(item, at, findings) is not { } fields)
            {
                continue;
            }

            if ((fields.Text("id") ?? fields.Text("task_id") ?? fields.Text("name")) is not { } id)
            {
                fields.Require("id");
            }
            else if (!ById.TryAdd(id, item))
            {
                findings.Error(FindingCodes.DuplicateTask, at, $"There is a task '{id}' already.");
            }
        }
    }
}
