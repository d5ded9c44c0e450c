using System.Collections.Concurrent;
using System.Text.Json;
using Harmonia.Core.Executions;

namespace Harmonia.Bench;

/// <summary>The workflows that are measured; every task is a call of an executor in this process.</summary>
internal static class BenchWorkflows
{
    private static readonly ConcurrentDictionary<(string, int), JsonElement> Made = new();

    /// <summary>t1 -> t2 -> … -> tN.</summary>
    public static JsonElement Chain(int length) => Made.GetOrAdd(("chain", length), _ => JsonText.Write(writer =>
    {
        Begin(writer, $"chain-{length}");
        for (var index = 1; index <= length; index++)
        {
            Task(writer, $"t{index}", index > 1 ? [$"t{index - 1}"] : []);
        }

        End(writer);
    }));

    /// <summary>first -> N tasks -> last.</summary>
    public static JsonElement Fan(int width) => Made.GetOrAdd(("fan", width), _ => JsonText.Write(writer =>
    {
        Begin(writer, $"fan-{width}");
        Task(writer, "first", []);
        var middle = Enumerable.Range(1, width).Select(index => $"m{index}").ToArray();
        foreach (var id in middle)
        {
            Task(writer, id, ["first"]);
        }

        Task(writer, "last", middle);
        End(writer);
    }));

    private static void Begin(Utf8JsonWriter writer, string name)
    {
        writer.WriteStartObject();
        writer.WriteString("name", name);
        writer.WriteStartObject("tasks");
    }

    private static void Task(Utf8JsonWriter writer, string id, string[] dependsOn)
    {
        writer.WriteStartObject(id);
        writer.WriteString("component", BenchExecutor.Name);
        writer.WriteString("action", BenchExecutor.Noop);
        writer.WriteStartArray("depends_on");
        foreach (var other in dependsOn)
        {
            writer.WriteStringValue(other);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void End(Utf8JsonWriter writer)
    {
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
