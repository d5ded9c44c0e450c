using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Harmonia.Components.Http;

/// <summary>Reads a response body within a bound and says what it is.</summary>
internal static class ResponseBody
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>
    /// Reads at most <paramref name="maxBytes"/> decompressed bytes, and one more to know that there are more.
    /// </summary>
    /// <returns>Whether that was all of it.</returns>
    public static async Task<bool> ReadAsync(
        HttpContent content, BodyBuffer into, int maxBytes, CancellationToken cancellationToken)
    {
        await using var body = await content.ReadAsStreamAsync(cancellationToken);
        while (true)
        {
            var free = into.Free;
            var wanted = (int)Math.Min(free.Length, maxBytes + 1L - into.Length);
            var count = await body.ReadAsync(free[..wanted], cancellationToken);
            if (count is 0)
            {
                return true;
            }

            into.Advance(count);
            if (into.Length > maxBytes)
            {
                into.DropLast();
                return false;
            }
        }
    }

    /// <summary>Whether the headers say already that it is too large.</summary>
    public static bool IsAnnouncedTooLarge(HttpContent content, int maxBytes) =>
        content.Headers.ContentLength > maxBytes;

    /// <summary>Writes the member <c>body</c>: JSON, text, <c>{"base64": …}</c>, or null when there is none.</summary>
    public static void Write(Utf8JsonWriter writer, ReadOnlyMemory<byte> body, MediaTypeHeaderValue? type)
    {
        if (body.IsEmpty)
        {
            writer.WriteNull("body");
        }
        else if (IsJson(type) && ForeignJson.Parse(body.Span) is { } json)
        {
            writer.WritePropertyName("body");
            json.WriteTo(writer);
        }
        else if (!IsBinary(type) && Decode(body.Span, type) is { } text)
        {
            writer.WriteString("body", text);
        }
        else
        {
            writer.WriteStartObject("body");
            writer.WriteBase64String("base64", body.Span);
            writer.WriteEndObject();
        }
    }

    public static bool IsJson(MediaTypeHeaderValue? type) =>
        type?.MediaType is { } name
        && (name.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith("+json", StringComparison.OrdinalIgnoreCase));

    /// <summary>Kinds whose shape must not depend on whether their bytes happen to be text.</summary>
    private static bool IsBinary(MediaTypeHeaderValue? type) =>
        type?.MediaType?.ToLowerInvariant() is { } name
        && (name is "application/octet-stream" or "application/pdf" or "application/zip" or "application/gzip"
            || (name.StartsWith("image/", StringComparison.Ordinal) && !name.EndsWith("+xml", StringComparison.Ordinal))
            || name.StartsWith("audio/", StringComparison.Ordinal)
            || name.StartsWith("video/", StringComparison.Ordinal)
            || name.StartsWith("font/", StringComparison.Ordinal));

    private static string? Decode(ReadOnlySpan<byte> body, MediaTypeHeaderValue? type)
    {
        if (type?.CharSet?.Trim('"').ToLowerInvariant() is "iso-8859-1" or "latin1")
        {
            return Encoding.Latin1.GetString(body);
        }

        try
        {
            return StrictUtf8.GetString(ForeignJson.WithoutMark(body));
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
