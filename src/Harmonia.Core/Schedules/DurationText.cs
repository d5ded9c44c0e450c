using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Harmonia.Core.Definitions;

namespace Harmonia.Core.Schedules;

/// <summary>Durations as people write them, such as <c>90s</c>, <c>1h30m</c>, <c>2d</c> or <c>PT1H30M</c>.</summary>
public static class DurationText
{
    private const int MaxLength = 64;

    /// <summary>More would be millions of years in any unit but the smallest.</summary>
    private const decimal MaxNumber = 1e15m;

    private const decimal MaxSeconds = long.MaxValue / TimeSpan.TicksPerSecond;
    private const decimal Minute = 60;
    private const decimal Hour = 60 * Minute;
    private const decimal Day = 24 * Hour;

    /// <summary>From the largest to the smallest, as they must follow each other.</summary>
    private static readonly (string Name, decimal Seconds)[] Units =
        [("w", 7 * Day), ("d", Day), ("h", Hour), ("m", Minute), ("s", 1), ("ms", 0.001m)];

    private static readonly (string Name, decimal Seconds)[] IsoDays = [("W", 7 * Day), ("D", Day)];
    private static readonly (string Name, decimal Seconds)[] IsoTimes = [("H", Hour), ("M", Minute), ("S", 1)];

    /// <summary>Reads a duration that is not negative. A number without a unit is seconds.</summary>
    /// <remarks>Months and years are refused: they have no fixed length.</remarks>
    public static bool TryParse(string text, out TimeSpan duration, [NotNullWhen(false)] out ScheduleError? error)
    {
        error = null;
        var words = text.Trim();
        if (words.Length <= MaxLength && Read(words) is { } seconds && seconds < MaxSeconds)
        {
            duration = TimeSpan.FromTicks((long)Math.Round(seconds * TimeSpan.TicksPerSecond));
            return true;
        }

        duration = default;
        error = new ScheduleError(
            $"'{Shown.Text(text)}' is not a duration such as 90s, 15m, 1h30m, 2d or PT1H30M.", Guess(words));
        return false;
    }

    private static decimal? Read(ReadOnlySpan<char> words)
    {
        if (words.Length == 0 || words[0] != 'P')
        {
            return Number(words) ?? Sum(words, Units);
        }

        var mark = words.IndexOf('T');
        return mark < 0 ? Sum(words[1..], IsoDays)
            : mark == 1 ? Sum(words[2..], IsoTimes)
            : Sum(words[1..mark], IsoDays) + Sum(words[(mark + 1)..], IsoTimes);
    }

    /// <returns><see langword="null"/> unless all of the text is numbers, each with a smaller unit than the one
    /// before.</returns>
    private static decimal? Sum(ReadOnlySpan<char> words, ReadOnlySpan<(string Name, decimal Seconds)> units)
    {
        var sum = 0m;
        for (var isFirst = true; isFirst || words.Length > 0; isFirst = false)
        {
            var digits = Count(words, isUnit: false);
            var unit = words[digits..][..Count(words[digits..], isUnit: true)];
            var place = 0;
            while (place < units.Length && !unit.SequenceEqual(units[place].Name))
            {
                place++;
            }

            if (place == units.Length || Number(words[..digits]) is not { } number || number > MaxNumber)
            {
                return null;
            }

            sum += number * units[place].Seconds;
            words = words[(digits + unit.Length)..].TrimStart();
            units = units[(place + 1)..];
        }

        return sum;
    }

    private static decimal? Number(ReadOnlySpan<char> digits) =>
        decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
        && char.IsAsciiDigit(digits[0])
        && char.IsAsciiDigit(digits[^1])
            ? number
            : null;

    private static int Count(ReadOnlySpan<char> words, bool isUnit)
    {
        var end = 0;
        while (end < words.Length && isUnit == char.IsAsciiLetter(words[end]) && (isUnit || IsDigit(words[end])))
        {
            end++;
        }

        return end;
    }

    private static bool IsDigit(char letter) => char.IsAsciiDigit(letter) || letter is '.';

    /// <summary>What was meant by units written out or in capitals, such as <c>5 minutes</c>.</summary>
    private static string? Guess(string words)
    {
        if (words.Length > MaxLength
            || words.StartsWith('P')
            || words.Contains("mo", StringComparison.OrdinalIgnoreCase)
            || !words.All(letter => char.IsAsciiLetter(letter) || IsDigit(letter) || letter == ' '))
        {
            return null;
        }

        var guess = string.Concat(words.Where(
            (letter, place) => !char.IsAsciiLetter(letter) || (place > 0 && !char.IsAsciiLetter(words[place - 1]))));
        guess = guess.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
        return guess != words && Read(guess) is not null ? guess : null;
    }
}
