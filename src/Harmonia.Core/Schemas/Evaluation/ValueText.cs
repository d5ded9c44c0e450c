using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Harmonia.Core.Schemas.Evaluation;

/// <summary>Text of values: for messages, and its length as JSON Schema counts it.</summary>
internal static class ValueText
{
    public const int MaxShown = 60;

    // A character takes at most this many bytes in UTF-8.
    private const int MaxBytesPerCharacter = 4;

    /// <summary>The JSON of a value, cut to <see cref="MaxShown"/> characters.</summary>
    public static string Shorten(JsonElement value)
    {
        var raw = JsonMarshal.GetRawUtf8Value(value);
        var start = raw[..Math.Min(raw.Length, (MaxShown + 1) * MaxBytesPerCharacter)];
        return Shorten(Encoding.UTF8.GetString(start));
    }

    public static string Shorten(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange('\0', '\u001f') >= 0)
        {
            text = string.Create(text.Length, text, static (target, source) =>
            {
                for (var index = 0; index < source.Length; index++)
                {
                    target[index] = char.IsControl(source[index]) ? ' ' : source[index];
                }
            });
        }

        if (text.Length <= MaxShown)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[MaxShown - 2]) ? MaxShown - 2 : MaxShown - 1;
        return text[..end] + "…";
    }

    /// <summary>The length of a string in Unicode code points.</summary>
    public static int Length(JsonElement text)
    {
        var raw = JsonMarshal.GetRawUtf8Value(text);
        if (raw.Contains((byte)'\\'))
        {
            return CountCodePoints(text.GetString()!);
        }

        var count = 0;
        foreach (var unit in raw[1..^1])
        {
            // Every code point has one byte that does not continue another.
            count += (unit & 0xC0) == 0x80 ? 0 : 1;
        }

        return count;
    }

    private static int CountCodePoints(ReadOnlySpan<char> text)
    {
        var count = 0;
        while (Rune.DecodeFromUtf16(text, out _, out var consumed) == OperationStatus.Done)
        {
            text = text[consumed..];
            count++;
        }

        return count;
    }
}
