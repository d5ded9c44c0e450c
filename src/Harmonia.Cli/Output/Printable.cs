using System.Globalization;
using System.Text;

namespace Harmonia.Cli.Output;

/// <summary>Text of others, made safe for a terminal: escape sequences could hide what is shown.</summary>
internal static class Printable
{
    /// <summary>One line: every control character becomes a space.</summary>
    public static string Line(string? text) => Replace(text ?? "", keepLines: false);

    /// <summary>The same, with line breaks kept.</summary>
    public static string Lines(string text) => Replace(text, keepLines: true);

    /// <summary>A time for people, in their zone.</summary>
    public static string Time(DateTimeOffset? time, TimeProvider clock) => time is { } known
        ? TimeZoneInfo.ConvertTime(known, clock.LocalTimeZone)
            .ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
        : "";

    /// <summary>Seconds with three digits.</summary>
    public static string Seconds(TimeSpan time) =>
        $"{Math.Max(0, time.TotalSeconds).ToString("0.000", CultureInfo.InvariantCulture)} s";

    private static string Replace(string text, bool keepLines)
    {
        if (!text.Any(character => IsUnsafe(character, keepLines)))
        {
            return text;
        }

        var safe = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            safe.Append(IsUnsafe(character, keepLines) ? ' ' : character);
        }

        return safe.ToString();
    }

    private static bool IsUnsafe(char character, bool keepLines) =>
        char.IsControl(character) && !(keepLines && character == '\n');
}
