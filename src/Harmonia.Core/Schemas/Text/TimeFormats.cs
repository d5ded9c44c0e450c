namespace Harmonia.Core.Schemas.Text;

/// <summary>Dates, times and durations of RFC 3339.</summary>
internal static class TimeFormats
{
    private const string DateUnits = "YMD";
    private const string TimeUnits = "HMS";

    public static bool IsDateTime(ReadOnlySpan<char> text) =>
        text.Length > 11 && IsDate(text[..10]) && text[10] is 'T' or 't' && IsTime(text[11..]);

    public static bool IsDate(ReadOnlySpan<char> text)
    {
        if (text.Length != 10 || text[4] != '-' || text[7] != '-'
            || !TryRead(text[..4], out var year)
            || !TryRead(text[5..7], out var month)
            || !TryRead(text[8..], out var day))
        {
            return false;
        }

        // The year 0 is a leap year of the calendar that RFC 3339 uses; DateTime starts at 1.
        return month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year == 0 ? 4 : year, month);
    }

    public static bool IsTime(ReadOnlySpan<char> text)
    {
        if (text.Length < 9 || text[2] != ':' || text[5] != ':'
            || !TryRead(text[..2], out var hour)
            || !TryRead(text[3..5], out var minute)
            || !TryRead(text[6..8], out var second)
            || hour > 23 || minute > 59 || second > 60)
        {
            return false;
        }

        var rest = text[8..];
        if (rest[0] == '.')
        {
            var digits = CountDigits(rest[1..]);
            if (digits == 0)
            {
                return false;
            }

            rest = rest[(digits + 1)..];
        }

        // A leap second is the last of a day in UTC.
        return TryReadOffset(rest, out var offset)
            && (second < 60 || (((hour * 60) + minute - offset + 1440) % 1440) == 1439);
    }

    public static bool IsDuration(ReadOnlySpan<char> text)
    {
        if (text.Length < 3 || text[0] != 'P')
        {
            return false;
        }

        var rest = text[1..];
        if (rest[^1] == 'W')
        {
            return CountDigits(rest) == rest.Length - 1;
        }

        var mark = rest.IndexOf('T');
        return mark < 0
            ? AreUnits(rest, DateUnits)
            : (mark == 0 || AreUnits(rest[..mark], DateUnits)) && AreUnits(rest[(mark + 1)..], TimeUnits);
    }

    // Numbers with units that follow each other without a gap: "1Y2M" but not "1Y2D".
    private static bool AreUnits(ReadOnlySpan<char> text, string units)
    {
        var expected = -1;
        while (text.Length > 0)
        {
            var digits = CountDigits(text);
            var isWhole = digits > 0 && digits < text.Length;
            var unit = isWhole ? units.IndexOf(text[digits], StringComparison.Ordinal) : -1;
            if (unit < 0 || (expected >= 0 && unit != expected))
            {
                return false;
            }

            expected = unit + 1;
            text = text[(digits + 1)..];
        }

        return expected > 0;
    }

    private static bool TryReadOffset(ReadOnlySpan<char> text, out int minutes)
    {
        minutes = 0;
        if (text is "Z" or "z")
        {
            return true;
        }

        if (text.Length != 6 || text[0] is not ('+' or '-') || text[3] != ':'
            || !TryRead(text[1..3], out var hours) || !TryRead(text[4..], out minutes) || hours > 23 || minutes > 59)
        {
            return false;
        }

        minutes = ((hours * 60) + minutes) * (text[0] == '-' ? -1 : 1);
        return true;
    }

    private static int CountDigits(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length : end;
    }

    private static bool TryRead(ReadOnlySpan<char> digits, out int number)
    {
        number = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit(digit))
            {
                return false;
            }

            number = (number * 10) + (digit - '0');
        }

        return true;
    }
}
