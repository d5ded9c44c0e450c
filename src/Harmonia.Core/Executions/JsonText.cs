using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Harmonia.Core.Executions;

/// <summary>Makes small JSON values, and measures them.</summary>
public static class JsonText
{
    public static JsonElement EmptyObject { get; } = Write(static writer =>
    {
        writer.WriteStartObject();
        writer.WriteEndObject();
    });

    public static JsonElement Null { get; } = Write(static writer => writer.WriteNullValue());

    /// <summary>What <paramref name="write"/> writes, as a value that keeps itself alive.</summary>
    public static JsonElement Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer);
        }

        return JsonDocument.Parse(buffer.WrittenMemory).RootElement;
    }

    public static JsonElement Of(string? text) => text is null ? Null : Write(writer => writer.WriteStringValue(text));

    public static JsonElement Of(long number) => Write(writer => writer.WriteNumberValue(number));

    /// <summary>A list of these.</summary>
    public static JsonElement List(IEnumerable<JsonElement> items) => Write(writer =>
    {
        writer.WriteStartArray();
        foreach (var item in items)
        {
            item.WriteTo(writer);
        }

        writer.WriteEndArray();
    });

    /// <summary>An object with the members of both; those of <paramref name="over"/> win.</summary>
    /// <remarks>What is no object has no members.</remarks>
    public static JsonElement Merge(JsonElement under, JsonElement over) => Write(writer =>
    {
        writer.WriteStartObject();
        if (under.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in under.EnumerateObject())
            {
                if (over.ValueKind != JsonValueKind.Object || !over.TryGetProperty(member.Name, out _))
                {
                    member.WriteTo(writer);
                }
            }
        }

        if (over.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in over.EnumerateObject())
            {
                member.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    });

    /// <summary>Bytes of the value's UTF-8 text as it was read.</summary>
    public static int Size(JsonElement value) => JsonMarshal.GetRawUtf8Value(value).Length;
}
