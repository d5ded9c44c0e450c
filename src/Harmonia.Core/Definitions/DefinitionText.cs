using System.Buffers;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Harmonia.Core.Definitions;

/// <summary>The compact JSON text of a definition as it is stored, and its hash.</summary>
/// <param name="Utf8">The text.</param>
/// <param name="Hash">SHA-256 over the text, in lower-case hexadecimal.</param>
public sealed record DefinitionText(ReadOnlyMemory<byte> Utf8, string Hash)
{
    /// <summary>
    /// Members keep their order and numbers their digits; only white space and escapes are made uniform.
    /// </summary>
    public static DefinitionText Of(JsonElement source)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(
            buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            source.WriteTo(writer);
        }

        return new DefinitionText(buffer.WrittenMemory, Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan)));
    }
}
