using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Harmonia.Cli.Output;

/// <summary>JSON for programs, indented for people.</summary>
internal static class JsonPrinter
{
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // Never part of HTML; text stays readable.
        MaxDepth = 256,
    };

    public static void Print(TextWriter output, JsonElement value) => Print(output, value.WriteTo);

    public static void Print<T>(TextWriter output, T value, JsonTypeInfo<T> type) =>
        Print(output, writer => JsonSerializer.Serialize(writer, value, type));

    public static void Print(TextWriter output, Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            write(writer);
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
    }
}
