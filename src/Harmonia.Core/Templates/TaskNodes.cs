using System.Text.Json;
using Harmonia.Core.Definitions.Checking;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Templates;

/// <summary>The tasks of a definition by id, whether it has them as a map or as a list.</summary>
internal sealed class TaskNodes
{
    public const string Tasks = "tasks";
    public const string Steps = "steps";

    private TaskNodes(string field) => Field = field;

    /// <summary>The member of the definition: <c>tasks</c>, or <c>steps</c>.</summary>
    public string Field { get; }

    public OrderedDictionary<string, JsonElement> ById { get; } = new(StringComparer.Ordinal);

    /// <returns><see langword="null"/> when the definition has none, or none that can be taken apart.</returns>
    public static TaskNodes? Of(JsonElement definition, string pointer, FindingList findings)
    {
        var field = definition.TryGetProperty(Tasks, out var source) ? Tasks : Steps;
        if (field == Steps && !definition.TryGetProperty(Steps, out source))
        {
            return null;
        }

        var nodes = new TaskNodes(field);
        var at = JsonPointer.Append(pointer, field);
        switch (source.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in source.EnumerateObject())
                {
                    nodes.ById[member.Name] = member.Value;
                }

                return nodes;
            case JsonValueKind.Array:
                nodes.AddAll(source, at, findings);
                return nodes;
            default:
                findings.Error(FindingCodes.WrongType, at, $"'{field}' must be a map of tasks, or a list of them.");
                return null;
        }
    }

    public static TaskNodes Empty(string field) => new(field);

    /// <summary>Writes the member: a map, or a list for <c>steps</c>, as the other form has no map.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WritePropertyName(Field);
        if (Field == Tasks)
        {
            writer.WriteStartObject();
            foreach (var (id, node) in ById)
            {
                writer.WritePropertyName(id);
                WriteNode(writer, node, null);
            }

            writer.WriteEndObject();
            return;
        }

        writer.WriteStartArray();
        foreach (var (id, node) in ById)
        {
            WriteNode(writer, node, id);
        }

        writer.WriteEndArray();
    }

    /// <summary>The key, or the place in the list, says the id; a second one inside could differ.</summary>
    private static void WriteNode(Utf8JsonWriter writer, JsonElement node, string? id)
    {
        if (node.ValueKind != JsonValueKind.Object)
        {
            node.WriteTo(writer);
            return;
        }

        writer.WriteStartObject();
        if (id is not null)
        {
            writer.WriteString("id", id);
        }

        foreach (var member in node.EnumerateObject().Where(member => member.Name is not ("id" or "task_id")))
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
