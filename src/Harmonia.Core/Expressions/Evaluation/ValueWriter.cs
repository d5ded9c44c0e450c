using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Harmonia.Core.Expressions.Evaluation;

/// <summary>Turns values into JSON and into text.</summary>
internal static class ValueWriter
{
    private static readonly JsonElement NullJson = JsonElement.Parse("null"u8);
    private static readonly JsonElement TrueJson = JsonElement.Parse("true"u8);
    private static readonly JsonElement FalseJson = JsonElement.Parse("false"u8);

    // Depth is checked while values are computed; JSON that came in adds its own.
    private static readonly JsonDocumentOptions Nested = new() { MaxDepth = 1_000 };

    private static readonly JsonWriterOptions Compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 1_000,
        SkipValidation = true,
    };

    public static JsonElement ToJson(in Value value, EvaluationContext context, int offset)
    {
        switch (value.Kind)
        {
            case ValueKind.Null: return NullJson;
            case ValueKind.Boolean: return value.Boolean ? TrueJson : FalseJson;
        }

        return Parse(ToBytes(value, context, offset), offset);
    }

    private static JsonElement Parse(ReadOnlySpan<byte> json, int offset)
    {
        try
        {
            return JsonElement.Parse(json, Nested);
        }
        catch (JsonException failure)
        {
            throw EvaluationException.Of(
                ExpressionError.LimitExceeded, $"The value is no JSON: {failure.Message}", offset);
        }
    }

    /// <summary>The text that stands for a value inside a text: texts raw, anything else as compact JSON.</summary>
    public static string ToText(in Value value, EvaluationContext context, int offset)
    {
        switch (value.Kind)
        {
            case ValueKind.Null: return "null";
            case ValueKind.Boolean: return value.Boolean ? "true" : "false";
            case ValueKind.Number: return NumberText(value);
            case ValueKind.Instant: return Instants.ToIso(value.Instant);
            case ValueKind.Text:
                context.SpendText(value.RawLength, offset);
                return value.Text;
            default: return ToCompactJson(value, context, offset);
        }
    }

    /// <summary>JSON without the white space that its author may have left in it.</summary>
    public static string ToCompactJson(in Value value, EvaluationContext context, int offset)
    {
        var json = context.ToJson(value, offset);
        var length = Value.Of(json).RawLength;
        context.SpendText(length, offset);
        context.Reserve(length, offset);
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Compact))
        {
            json.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static string NumberText(in Value value)
    {
        if (value.IsJson)
        {
            return value.Json.GetRawText();
        }

        return value.TryGetInteger(out var integer)
            ? integer.ToString(CultureInfo.InvariantCulture)
            : value.ToDouble().ToString("R", CultureInfo.InvariantCulture);
    }

    public static void Write(Utf8JsonWriter writer, in Value value, EvaluationContext context, int depth, int offset)
    {
        if (value.IsJson && value.Json.ValueKind != JsonValueKind.Undefined)
        {
            var raw = JsonMarshal.GetRawUtf8Value(value.Json);
            context.Copy(raw.Length, offset);
            writer.WriteRawValue(raw, skipInputValidation: true);
            return;
        }

        switch (value.Kind)
        {
            case ValueKind.Boolean: writer.WriteBooleanValue(value.Boolean); break;
            case ValueKind.Number: writer.WriteRawValue(NumberText(value), skipInputValidation: true); break;
            case ValueKind.Instant: writer.WriteStringValue(Instants.ToIso(value.Instant)); break;
            case ValueKind.Text:
                context.SpendText(value.Text.Length, offset);
                context.Reserve(value.Text.Length, offset);
                writer.WriteStringValue(value.Text);
                break;
            case ValueKind.List: WriteList(writer, value, context, depth, offset); break;
            case ValueKind.Object: WriteObject(writer, value, context, depth, offset); break;
            default: writer.WriteNullValue(); break;
        }
    }

    private static void WriteList(
        Utf8JsonWriter writer, in Value list, EvaluationContext context, int depth, int offset)
    {
        context.CheckDepth(depth + 1, offset);
        writer.WriteStartArray();
        foreach (var item in context.Items(list, offset))
        {
            Write(writer, item, context, depth + 1, offset);
        }

        writer.WriteEndArray();
    }

    private static void WriteObject(
        Utf8JsonWriter writer, in Value value, EvaluationContext context, int depth, int offset)
    {
        context.CheckDepth(depth + 1, offset);
        writer.WriteStartObject();
        foreach (var (name, member) in context.Members(value, offset))
        {
            context.Reserve(name.Length, offset);
            writer.WritePropertyName(name);
            Write(writer, member, context, depth + 1, offset);
        }

        writer.WriteEndObject();
    }

    private static ReadOnlySpan<byte> ToBytes(in Value value, EvaluationContext context, int offset)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Compact))
        {
            Write(writer, value, context, 0, offset);
        }

        return buffer.WrittenSpan;
    }
}
