using System.Text.Json;
using Harmonia.Core.Executions;

namespace Harmonia.Components.Tekton.Prometheus;

/// <summary>What can be said of data without understanding it.</summary>
internal static class DataSummary
{
    private const int MaxNames = 50;

    public static JsonElement Of(JsonElement data) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("type", TypeOf(data));
        writer.WriteNumber("characters", CharactersOf(data));
        switch (data.ValueKind)
        {
            case JsonValueKind.String:
                WriteText(writer, data.GetString()!);
                break;
            case JsonValueKind.Array:
                WriteList(writer, data);
                break;
            case JsonValueKind.Object:
                writer.WriteNumber("fields", data.EnumerateObject().Count());
                WriteNames(writer, data.EnumerateObject().Select(member => member.Name));
                break;
            default:
                writer.WritePropertyName("value");
                data.WriteTo(writer);
                break;
        }

        writer.WriteEndObject();
    });

    private static string TypeOf(JsonElement data) => data.ValueKind switch
    {
        JsonValueKind.String => "text",
        JsonValueKind.Array => "list",
        JsonValueKind.Object => "object",
        JsonValueKind.Number => "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => "null",
    };

    private static int CharactersOf(JsonElement data) =>
        data.ValueKind is JsonValueKind.String ? data.GetString()!.Length : data.GetRawText().Length;

    private static void WriteText(Utf8JsonWriter writer, string text)
    {
        writer.WriteNumber("lines", text.Length is 0 ? 0 : text.TrimEnd('\n').Split('\n').Length);
        writer.WriteNumber("words", text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length);
    }

    private static void WriteList(Utf8JsonWriter writer, JsonElement list)
    {
        var numbers = list.EnumerateArray().Where(item => item.ValueKind is JsonValueKind.Number)
            .Select(item => item.GetDouble()).ToList();
        writer.WriteNumber("items", list.GetArrayLength());
        if (numbers.Count > 0)
        {
            writer.WriteNumber("numbers", numbers.Count);
            Write("sum", numbers.Sum());
            Write("min", numbers.Min());
            Write("max", numbers.Max());
            Write("average", numbers.Average());
        }

        WriteNames(writer, list.EnumerateArray()
            .Where(item => item.ValueKind is JsonValueKind.Object)
            .SelectMany(item => item.EnumerateObject().Select(member => member.Name)));

        void Write(string name, double value)
        {
            if (double.IsFinite(value))
            {
                writer.WriteNumber(name, value);
            }
        }
    }

    private static void WriteNames(Utf8JsonWriter writer, IEnumerable<string> names)
    {
        var distinct = names.Distinct(StringComparer.Ordinal).Take(MaxNames).ToList();
        if (distinct.Count is 0)
        {
            return;
        }

        writer.WriteStartArray("names");
        foreach (var name in distinct)
        {
            writer.WriteStringValue(name);
        }

        writer.WriteEndArray();
    }
}
