using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Harmonia.Core.Templates;

/// <summary>Makes JSON out of parts that may nest as deep as a document, below levels of our own.</summary>
internal static class TemplateJson
{
    private const int MaxDepth = 1_000;

    public static JsonElement Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(
            buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            write(writer);
        }

        return Parse(buffer.WrittenMemory);
    }

    public static JsonElement Parse(ReadOnlyMemory<byte> text) =>
        JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = MaxDepth }).RootElement;

    /// <summary>Objects and lists on the longest way down.</summary>
    public static int Depth(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => 1 + value.EnumerateObject().Select(member => Depth(member.Value)).Append(0).Max(),
        JsonValueKind.Array => 1 + value.EnumerateArray().Select(Depth).Append(0).Max(),
        _ => 0,
    };
}
