using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Reading;

/// <summary>Makes sure that a text is UTF-8.</summary>
internal static class TextEncoding
{
    /// <summary>Skips a byte order mark and refuses whatever is not UTF-8.</summary>
    public static bool TrySkipMark(ReadOnlySpan<byte> text, DocumentCursor cursor, out int mark)
    {
        mark = text.StartsWith("\uFEFF"u8) ? 3 : 0;
        if (LooksLikeUtf16(text))
        {
            cursor.Report(
                FindingCodes.InvalidEncoding,
                "The text is UTF-16. Save it as UTF-8.",
                new SourcePosition(1, 1));
            return false;
        }

        if (Utf8.IsValid(text))
        {
            return true;
        }

        var bad = FirstInvalidByte(text);
        cursor.Report(
            FindingCodes.InvalidEncoding,
            $"Byte {bad} (0x{text[bad]:X2}) is not UTF-8. Save the text as UTF-8.",
            new TextPlace(text[mark..]).At(bad - mark));
        return false;
    }

    /// <summary>
    /// No document starts with NUL or has it second: those are halves of UTF-16 or UTF-32 characters.
    /// </summary>
    private static bool LooksLikeUtf16(ReadOnlySpan<byte> text) =>
        text.Length >= 2 && (text is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] || text[0] == 0 || text[1] == 0);

    private static int FirstInvalidByte(ReadOnlySpan<byte> text)
    {
        var offset = 0;
        while (Rune.DecodeFromUtf8(text[offset..], out _, out var length) == OperationStatus.Done)
        {
            offset += length;
        }

        return offset;
    }
}
