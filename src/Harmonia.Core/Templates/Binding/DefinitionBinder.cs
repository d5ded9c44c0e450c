using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Harmonia.Core.Definitions;
using Harmonia.Core.Definitions.Checking;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Templates.Binding;

/// <summary>Fills the parameters of a definition in.</summary>
internal sealed class DefinitionBinder : IDisposable
{
    private static readonly int MaxDepth = DocumentLimits.Default.MaxDepth;

    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _writer;
    private readonly TextBinder _texts;
    private readonly FindingList _findings;
    private readonly int _maxBytes;
    private bool _isFull;

    private DefinitionBinder(JsonElement values, int maxBytes, FindingList findings)
    {
        (_maxBytes, _findings) = (maxBytes, findings);
        _texts = new TextBinder(values, maxBytes, findings);
        _writer = new Utf8JsonWriter(
            _buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    /// <param name="definition">With references to parameters.</param>
    /// <param name="values">A value for each parameter.</param>
    /// <param name="maxBytes">Bytes of what comes out, at most.</param>
    /// <param name="findings">Get what is wrong.</param>
    public static JsonElement Bind(JsonElement definition, JsonElement values, int maxBytes, FindingList findings)
    {
        using var binder = new DefinitionBinder(values, maxBytes, findings);
        binder.Write(definition, Place.Workflow, "", isValue: false);
        binder._writer.Flush();
        return binder._isFull ? JsonText.EmptyObject : TemplateJson.Parse(binder._buffer.WrittenMemory);
    }

    public void Dispose() => _writer.Dispose();

    /// <param name="source">What is written.</param>
    /// <param name="place">Where.</param>
    /// <param name="pointer">Where in the template.</param>
    /// <param name="isValue">Whether it came out of a parameter, so that it is not looked through again.</param>
    private void Write(JsonElement source, Place place, string pointer, bool isValue)
    {
        if (IsFull(pointer))
        {
            _writer.WriteNullValue();
            return;
        }

        switch (source.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(source, place, pointer, isValue);
                break;
            case JsonValueKind.Array:
                WriteList(source, place, pointer, isValue);
                break;
            case JsonValueKind.String when isValue:
                _writer.WriteStringValue(TextBinder.Encode(source.GetString()!, place.Use()));
                break;
            case JsonValueKind.String:
                WriteText(source, place, pointer);
                break;
            default:
                source.WriteTo(_writer);
                break;
        }
    }

    private void WriteObject(JsonElement source, Place place, string pointer, bool isValue)
    {
        _writer.WriteStartObject();
        foreach (var member in source.EnumerateObject())
        {
            _writer.WritePropertyName(member.Name);
            var at = isValue ? pointer : JsonPointer.Append(pointer, member.Name);
            Write(member.Value, place.Below(source, member.Name), at, isValue);
        }

        _writer.WriteEndObject();
    }

    private void WriteList(JsonElement source, Place place, string pointer, bool isValue)
    {
        _writer.WriteStartArray();
        var below = place == Place.Tasks ? Place.Task : place;
        var index = 0;
        foreach (var item in source.EnumerateArray())
        {
            Write(item, below, isValue ? pointer : JsonPointer.Append(pointer, index++), isValue);
        }

        _writer.WriteEndArray();
    }

    private void WriteText(JsonElement source, Place place, string pointer)
    {
        if (TextOf(source) is not { } text || _texts.Bind(text, place.Use(), pointer) is not var (value, isValue))
        {
            source.WriteTo(_writer);
        }
        else if (!isValue)
        {
            value.WriteTo(_writer);
        }
        else if (place == Place.Condition && value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            // As a bare text it would be taken for an expression, and as a number for a mistake.
            _writer.WriteStringValue($"${{{ExpressionLiteral.Of(value)}}}");
        }
        else
        {
            Write(value, place, pointer, isValue: true);
        }
    }

    private bool IsFull(string pointer)
    {
        if (_isFull)
        {
            return true;
        }

        if (_writer.BytesCommitted + _writer.BytesPending > _maxBytes)
        {
            Fail(FindingCodes.TooLarge, pointer, $"has more than {_maxBytes} bytes. Pass less.");
        }
        else if (_writer.CurrentDepth > MaxDepth)
        {
            Fail(FindingCodes.TooDeep, pointer, $"nests deeper than {MaxDepth} levels. Pass flatter values.");
        }

        return _isFull;
    }

    private void Fail(string code, string pointer, string what)
    {
        _isFull = true;
        _findings.Error(code, pointer, $"With its parameters filled in, the definition {what}");
    }

    /// <returns><see langword="null"/> for a text that is not Unicode; the workflow's compiler refuses it.</returns>
    private static string? TextOf(JsonElement source)
    {
        try
        {
            return source.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
