using System.Text.Json;
using System.Text.Unicode;

namespace Harmonia.Components;

/// <summary>Parses JSON that a service or a program wrote.</summary>
internal static class ForeignJson
{
    /// <summary>Deeper JSON is no value for us.</summary>
    public const int MaxDepth = 64;

    /// <summary>A name given twice means something else to each reader, so it is refused.</summary>
    private static readonly JsonDocumentOptions Strict = new()
    {
        MaxDepth = MaxDepth,
        AllowDuplicateProperties = false,
    };

    /// <returns><see langword="null"/> when it is not JSON that everybody reads alike.</returns>
    public static JsonElement? Parse(ReadOnlySpan<byte> source)
    {
        try
        {
            if (!Utf8.IsValid(source))
            {
                return null; // The parser looks into texts only when they are read.
            }

            var json = JsonElement.Parse(WithoutMark(source), Strict);
            return HoldsOnlyText(json, source) ? json : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Without the byte order mark that some writers begin with.</summary>
    public static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> source) =>
        source.StartsWith("\uFEFF"u8) ? source[3..] : source;

    /// <summary>
    /// Half a surrogate pair can be escaped in JSON, but not read: whoever uses such a value would fail.
    /// </summary>
    public static bool HoldsOnlyText(JsonElement json)
    {
        try
        {
            return CanReadTexts(json);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static bool HoldsOnlyText(JsonElement json, ReadOnlySpan<byte> source) =>
        (source.IndexOf("\\ud"u8) < 0 && source.IndexOf("\\uD"u8) < 0) || HoldsOnlyText(json);

    /// <summary>Reads every text; its depth is that of the parser.</summary>
    private static bool CanReadTexts(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => json.GetString() is not null,
        JsonValueKind.Array => json.EnumerateArray().All(CanReadTexts),
        JsonValueKind.Object => json.EnumerateObject()
            .All(member => member.Name is not null && CanReadTexts(member.Value)),
        _ => true,
    };
}
