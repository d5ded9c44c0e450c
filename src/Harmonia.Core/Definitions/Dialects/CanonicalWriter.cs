using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Dialects;

/// <summary>Writes what a document became, and notes every value that does not stand where it was written.</summary>
internal sealed class CanonicalWriter(Utf8JsonWriter writer)
{
    private readonly PointerMap _map = new();

    /// <exception cref="JsonException">It is nested too deep to be read again.</exception>
    public static (JsonElement Canonical, PointerMap Map) Write(DialectObject root)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        });
        var writer = new CanonicalWriter(json);
        writer.WriteValue(root, "", "");
        json.Flush();
        return (JsonElement.Parse(buffer.WrittenSpan), writer._map);
    }

    private void WriteValue(DialectValue value, string pointer, string expected)
    {
        if (value is MadeValue || value.Origin != expected)
        {
            _map.Add(pointer, value.Origin, value is MadeValue);
        }

        switch (value)
        {
            case KeptValue { Json: var json }:
                json.WriteTo(writer);
                break;
            case MadeValue { Json: var json }:
                json.WriteTo(writer);
                break;
            case DialectObject made:
                WriteObject(made, pointer);
                break;
            case DialectList list:
                WriteList(list, pointer);
                break;
        }
    }

    private void WriteObject(DialectObject value, string pointer)
    {
        writer.WriteStartObject();
        foreach (var (name, member) in value.Members)
        {
            writer.WritePropertyName(name);
            WriteValue(member, JsonPointer.Append(pointer, name), JsonPointer.Append(value.Origin, name));
        }

        writer.WriteEndObject();
    }

    private void WriteList(DialectList value, string pointer)
    {
        writer.WriteStartArray();
        var index = 0;
        foreach (var item in value.Items)
        {
            WriteValue(item, JsonPointer.Append(pointer, index), JsonPointer.Append(value.Origin, index));
            index++;
        }

        writer.WriteEndArray();
    }
}
