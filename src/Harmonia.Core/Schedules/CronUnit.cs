using System.Collections.Immutable;
using System.Globalization;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Schedules;

/// <summary>What one field of a cron text counts.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Min">The smallest number.</param>
/// <param name="Max">The greatest number.</param>
/// <param name="Names">Full names that stand for numbers; their first three letters do too.</param>
internal sealed record CronUnit(string Name, int Min, int Max, ImmutableArray<string> Names)
{
    private const int ShortName = 3;

    public static CronUnit Second { get; } = new("second", 0, 59, []);

    public static CronUnit Minute { get; } = new("minute", 0, 59, []);

    public static CronUnit Hour { get; } = new("hour", 0, 23, []);

    public static CronUnit Day { get; } = new("day of the month", 1, 31, []);

    public static CronUnit Month { get; } = new(
        "month",
        1,
        12,
        [
            "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
            "november", "december",
        ]);

    /// <summary>Sunday is 0, and may be written 7.</summary>
    public static CronUnit Weekday { get; } = new(
        "weekday", 0, 7, ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]);

    /// <summary>After how many numbers it begins again.</summary>
    public int Cycle => this == Weekday ? 7 : Max - Min + 1;

    public int Read(ReadOnlySpan<char> text)
    {
        var word = text.ToString();
        if (word.Length is 1 or 2 && word.All(char.IsAsciiDigit))
        {
            var number = int.Parse(word, CultureInfo.InvariantCulture);
            return number >= Min && number <= Max ? number : throw OutOfRange(word);
        }

        for (var place = 0; place < Names.Length; place++)
        {
            if (IsName(word, Names[place]))
            {
                return Min + place;
            }
        }

        throw OutOfRange(word);
    }

    private static bool IsName(string word, string name) =>
        word.Equals(name, StringComparison.OrdinalIgnoreCase)
        || (word.Length == ShortName && name.StartsWith(word, StringComparison.OrdinalIgnoreCase));

    private CronSyntaxException OutOfRange(string word) => new(
        $"has '{word}' as {Name}. Use {Min} to {Max}"
            + (Names.IsEmpty ? "." : $", or names such as {Names[1][..ShortName]}."),
        word.Any(char.IsAsciiLetter) ? NearestName.Find(word, Names) : null);
}
