using System.Globalization;
using System.Text;

namespace Harmonia.Components;

/// <summary>Makes foreign text safe to show and short enough to keep.</summary>
internal static class PlainText
{
    public const string CutMark = " … (truncated)";

    /// <summary>
    /// At most <paramref name="maxLength"/> characters; a cut is visible and splits no surrogate pair.
    /// </summary>
    public static string Shorten(string text, int maxLength)
    {
        if (text.Length <= maxLength)
        {
            return text;
        }

        var kept = maxLength - CutMark.Length;
        if (char.IsHighSurrogate(text[kept - 1]))
        {
            kept--;
        }

        return string.Concat(text.AsSpan(0, kept), CutMark);
    }

    /// <summary>
    /// The last <paramref name="maxLength"/> characters: the end of an error stream says what went wrong.
    /// </summary>
    public static string Tail(string text, int maxLength) => text.Length <= maxLength
        ? text
        : string.Concat("(truncated) … ", text.AsSpan(text.Length - maxLength));

    /// <summary>
    /// Control characters, line separators and direction marks written as <c>\uXXXX</c>, so that a text cannot forge
    /// or hide a line of a log.
    /// </summary>
    public static string EscapeControls(string text)
    {
        if (!text.Any(IsUnsafe))
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length + 16);
        foreach (var character in text)
        {
            if (IsUnsafe(character))
            {
                escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            }
            else
            {
                escaped.Append(character);
            }
        }

        return escaped.ToString();
    }

    private static bool IsUnsafe(char character) =>
        char.IsControl(character)
        || character is '\u2028' or '\u2029' or '\u200e' or '\u200f' or '\u061c' or '\ufeff'
            or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
