using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Reading;

/// <summary>Reads strict JSON (RFC 8259): no comments, no trailing commas, no duplicate keys.</summary>
internal static class JsonSource
{
    public static JsonElement? Read(ReadOnlySpan<byte> text, DocumentLimits limits, DocumentCursor cursor)
    {
        // One level more than allowed, so that the cursor is first to notice and can say where.
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = limits.MaxDepth + 1 });
        var place = new TextPlace(text);
        try
        {
            while (reader.Read())
            {
                if (!Take(ref reader, cursor, place.At(reader.TokenStartIndex)))
                {
                    return null;
                }
            }
        }
        catch (JsonException exception)
        {
            cursor.Report(FindingCodes.InvalidJson, Explain(exception), PlaceOf(exception, text));
            return null;
        }

        return cursor.HasFailed
            ? null
            : JsonElement.Parse(text, new JsonDocumentOptions { MaxDepth = limits.MaxDepth });
    }

    private static bool Take(ref Utf8JsonReader reader, DocumentCursor cursor, SourcePosition position)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                return cursor.TryOpen(reader.TokenType == JsonTokenType.StartArray, position);
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                cursor.Close();
                return true;
            case JsonTokenType.PropertyName:
                cursor.Key(Unescape(ref reader, cursor, position) ?? "", position);
                return true;
            case JsonTokenType.String when reader.ValueIsEscaped:
                Unescape(ref reader, cursor, position);
                cursor.Value(position);
                return true;
            default:
                cursor.Value(position);
                return true;
        }
    }

    /// <summary>Refuses half a surrogate pair: whoever reads that string later would fail.</summary>
    private static string? Unescape(ref Utf8JsonReader reader, DocumentCursor cursor, SourcePosition position)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            cursor.Report(
                FindingCodes.InvalidEncoding,
                "The string has an escaped surrogate (\\uD800 to \\uDFFF) without its other half."
                    + " Write both or neither.",
                position);
            return null;
        }
    }

    /// <summary>The reader's own words, without its hints to programmers and its count of lines from 0.</summary>
    private static string Explain(JsonException exception)
    {
        var message = exception.Message;
        foreach (var tail in (ReadOnlySpan<string>)[" LineNumber:", " Change the reader options"])
        {
            var cut = message.IndexOf(tail, StringComparison.Ordinal);
            message = cut < 0 ? message : message[..cut];
        }

        return $"This is not valid JSON: {Shown.Text(message)}";
    }

    private static SourcePosition PlaceOf(JsonException exception, ReadOnlySpan<byte> text)
    {
        var offset = 0;
        for (var line = 0L; line < exception.LineNumber; line++)
        {
            offset += text[offset..].IndexOf((byte)'\n') + 1;
        }

        return new TextPlace(text).At(offset + (exception.BytePositionInLine ?? 0));
    }
}
