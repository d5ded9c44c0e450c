using System.Text.Json;

namespace Harmonia.Core.Executions;

/// <summary>Items of a map as JSON.</summary>
internal static class MapItemsJson
{
    /// <summary><c>[{"index", "code", "message"}]</c> of the first items that failed.</summary>
    public static JsonElement Errors(MapItems items, int limit) => JsonText.Write(writer =>
        WriteErrors(writer, items, limit));

    public static void WriteErrors(Utf8JsonWriter writer, MapItems items, int limit)
    {
        writer.WriteStartArray();
        foreach (var (index, code, message) in items.Errors.Take(limit))
        {
            writer.WriteStartObject();
            writer.WriteNumber("index", index);
            writer.WriteString("code", code);
            writer.WriteString("message", message);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
