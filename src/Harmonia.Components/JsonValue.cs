using System.Buffers;
using System.Text.Json;

namespace Harmonia.Components;

/// <summary>Makes self-contained JSON values without reflection.</summary>
internal static class JsonValue
{
    /// <summary>Deeper than the 64 levels that a peer's body may have, because outputs wrap it.</summary>
    private const int MaxDepth = 128;

    public static readonly JsonElement EmptyObject = Object(static _ => { });

    /// <summary>An object with the members that <paramref name="write"/> writes.</summary>
    public static JsonElement Object(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return JsonElement.Parse(buffer.WrittenSpan, new JsonDocumentOptions { MaxDepth = MaxDepth });
    }
}
