using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Harmonia.Tekton.Doubles.Serving;

/// <summary>JSON as the originals write it.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonNode? Parse(string text) => JsonNode.Parse(text);

    public static string Write(JsonNode? node)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Relaxed))
        {
            if (node is null)
            {
                writer.WriteNullValue();
            }
            else
            {
                node.WriteTo(writer);
            }
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>With a blank after commas and colons, as Python does; members in the order given, or sorted.</summary>
    public static string Spaced(JsonNode? node, bool sorted = false)
    {
        switch (node)
        {
            case JsonObject members:
                var ordered = sorted
                    ? members.OrderBy(member => member.Key, StringComparer.Ordinal)
                    : members.AsEnumerable();
                return "{" + string.Join(", ", ordered.Select(
                    member => $"{Write(member.Key)}: {Spaced(member.Value, sorted)}")) + "}";
            case JsonArray items:
                return "[" + string.Join(", ", items.Select(item => Spaced(item, sorted))) + "]";
            default:
                return Write(node);
        }
    }

    public static JsonArray List(params IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    public static JsonArray Copies(IEnumerable<JsonNode?> nodes) => new([.. nodes.Select(node => node?.DeepClone())]);

    /// <summary>A number that always shows that it is one with a fraction.</summary>
    public static JsonNode Float(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return JsonNode.Parse(text.AsSpan().ContainsAny('.', 'E') ? text : $"{text}.0")!;
    }

    /// <summary>Seconds since 1970 with microseconds.</summary>
    public static JsonNode Epoch(DateTimeOffset time) =>
        Float(Math.Round((time - DateTimeOffset.UnixEpoch).TotalSeconds, 6));

    /// <summary>ISO 8601 with microseconds and without a zone.</summary>
    public static string Iso(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}
