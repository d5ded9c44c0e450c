using System.Globalization;
using System.Text;

namespace Harmonia.Core.Expressions.Evaluation;

/// <summary>Reads and writes instants.</summary>
internal static class Instants
{
    /// <summary>The longest ISO 8601 text of an instant, with some room.</summary>
    private const int MaxLength = 40;

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd",
        "yyyy-MM-dd'T'HH:mmK",
        "yyyy-MM-dd'T'HH:mm:ssK",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd HH:mm:ssK",
        "yyyy-MM-dd HH:mm:ss.FFFFFFFK",
    ];

    public static bool TryParse(string text, out DateTimeOffset instant)
    {
        instant = default;
        return text.Length is >= 10 and <= MaxLength
            && char.IsAsciiDigit(text[0])
            && DateTimeOffset.TryParseExact(
                text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out instant);
    }

    public static bool TryGet(in Value value, out DateTimeOffset instant)
    {
        instant = default;
        switch (value.Kind)
        {
            case ValueKind.Instant:
                instant = value.Instant;
                return true;
            case ValueKind.Text:
                // A long text is no instant; not reading it keeps this cheap.
                return value.RawLength <= MaxLength * 6 && TryParse(value.Text, out instant);
            default:
                return false;
        }
    }

    public static string ToIso(DateTimeOffset instant) => instant.Offset == TimeSpan.Zero
        ? instant.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture)
        : instant.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture);

    /// <summary>Replaces the tokens <c>YYYY MM DD HH mm ss SSS</c>; anything else stays as it is.</summary>
    public static string Format(DateTimeOffset instant, string pattern)
    {
        var text = new StringBuilder(pattern.Length);
        for (var position = 0; position < pattern.Length;)
        {
            var (token, value, width) = TokenAt(instant, pattern.AsSpan(position));
            if (token == 0)
            {
                text.Append(pattern[position++]);
                continue;
            }

            text.Append(value.ToString(CultureInfo.InvariantCulture).PadLeft(width, '0'));
            position += token;
        }

        return text.ToString();
    }

    private static (int Token, int Value, int Width) TokenAt(
        DateTimeOffset at, ReadOnlySpan<char> pattern) => pattern switch
        {
            ['Y', 'Y', 'Y', 'Y', ..] => (4, at.Year, 4),
            ['S', 'S', 'S', ..] => (3, at.Millisecond, 3),
            ['Y', 'Y', ..] => (2, at.Year % 100, 2),
            ['M', 'M', ..] => (2, at.Month, 2),
            ['D', 'D', ..] => (2, at.Day, 2),
            ['H', 'H', ..] => (2, at.Hour, 2),
            ['m', 'm', ..] => (2, at.Minute, 2),
            ['s', 's', ..] => (2, at.Second, 2),
            _ => default,
        };
}
