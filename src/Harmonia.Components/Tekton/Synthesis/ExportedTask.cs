using System.Text.Json;
using Harmonia.Components.Tekton.Calling;
using Harmonia.Core.Executions;

namespace Harmonia.Components.Tekton.Synthesis;

/// <summary>A task of a workflow that becomes a step of a plan.</summary>
internal sealed record ExportedTask(
    string Id, string Component, string Action, JsonElement Input, IReadOnlyList<string> DependsOn)
{
    private const int MaxTasks = 1000;

    /// <returns>
    /// In an order in which each comes after those that it waits for, as Synthesis runs steps in their order;
    /// <see langword="null"/> when a task cannot be exported.
    /// </returns>
    public static List<ExportedTask>? ReadAll(JsonElement workflow)
    {
        var read = Tasks(workflow).Take(MaxTasks + 1).ToList();
        if (read.Count is 0 or > MaxTasks || read.Contains(null))
        {
            return null;
        }

        List<ExportedTask> ordered = [];
        HashSet<string> done = new(StringComparer.Ordinal);
        List<ExportedTask> open = [.. read.OfType<ExportedTask>()];
        while (open.Count > 0)
        {
            var next = open.Find(task => task.DependsOn.All(done.Contains));
            if (next is null)
            {
                return null;
            }

            open.Remove(next);
            ordered.Add(next);
            done.Add(next.Id);
        }

        return ordered;
    }

    public static JsonElement Plan(JsonElement workflow, IEnumerable<ExportedTask> tasks, string harmonia) =>
        JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("name", AnswerText.TextAt(workflow, "name") ?? "workflow");
            writer.WriteString("description", AnswerText.TextAt(workflow, "description") ?? "");
            writer.WriteStartArray("steps");
            foreach (var task in tasks)
            {
                task.Write(writer, harmonia);
            }

            writer.WriteEndArray();
            writer.WriteStartObject("metadata");
            writer.WriteString("export_format", "synthesis_v1");
            writer.WriteEndObject();
            writer.WriteEndObject();
        });

    private static IEnumerable<ExportedTask?> Tasks(JsonElement workflow) => AnswerText.At(workflow, "tasks") switch
    {
        { ValueKind: JsonValueKind.Object } map =>
            map.EnumerateObject().Select(member => Of(member.Name, member.Value)),
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray()
            .Select(item => AnswerText.TextAt(item, "id|task_id|name") is { } id ? Of(id, item) : null),
        _ => [],
    };

    private static ExportedTask? Of(string id, JsonElement task) =>
        AnswerText.TextAt(task, "component") is { } component && AnswerText.TextAt(task, "action") is { } action
            ? new(id, component, action, AnswerText.At(task, "input") ?? JsonText.EmptyObject, Dependencies(task))
            : null;

    private static IReadOnlyList<string> Dependencies(JsonElement task) => AnswerText.At(task, "depends_on") switch
    {
        { ValueKind: JsonValueKind.String } one => [one.GetString()!],
        { ValueKind: JsonValueKind.Array } list =>
            [.. list.EnumerateArray().Select(item => item.ValueKind is JsonValueKind.String
                ? item.GetString()!
                : AnswerText.TextAt(item, "task") ?? "")],
        _ => [],
    };

    private void Write(Utf8JsonWriter writer, string harmonia)
    {
        writer.WriteStartObject();
        writer.WriteString("id", Id);
        writer.WriteString("type", "api");
        writer.WriteStartObject("parameters");
        writer.WriteString(
            "url",
            $"{harmonia}/api/v1/components/{Uri.EscapeDataString(Component)}/actions/{Uri.EscapeDataString(Action)}");
        writer.WriteString("method", "POST");
        writer.WritePropertyName("json");
        Input.WriteTo(writer);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
