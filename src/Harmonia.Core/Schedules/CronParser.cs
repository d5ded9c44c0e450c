using System.Collections.Immutable;
using System.Globalization;
using Harmonia.Core.Definitions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Schedules;

/// <summary>Reads the text of a <see cref="CronSchedule"/>.</summary>
internal sealed class CronParser
{
    private const int MaxLength = 256;
    private const int MaxNth = 5;
    private const int MaxBack = 30;

    private static readonly char[] Spaces = [' ', '\t'];

    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["@yearly"] = "0 0 1 1 *",
        ["@annually"] = "0 0 1 1 *",
        ["@monthly"] = "0 0 1 * *",
        ["@weekly"] = "0 0 * * 0",
        ["@daily"] = "0 0 * * *",
        ["@midnight"] = "0 0 * * *",
        ["@hourly"] = "0 * * * *",
    };

    private readonly ImmutableArray<DayRule>.Builder _rules = ImmutableArray.CreateBuilder<DayRule>();

    public static CronSchedule? Parse(string text, out ScheduleError? error)
    {
        try
        {
            var schedule = new CronParser().Read(text, Split(text));
            error = schedule.EverFires() ? null : new ScheduleError(
                $"The cron schedule '{text}' never fires: no year has such a day. Correct the day or the month.");
            return error is null ? schedule : null;
        }
        catch (CronSyntaxException exception)
        {
            error = new ScheduleError(
                $"The cron schedule '{Shown.Text(text)}' {exception.Message}", exception.Suggestion);
            return null;
        }
    }

    /// <returns>Six fields: those without seconds fire at the full minute.</returns>
    private static string[] Split(string text)
    {
        if (text.Length > MaxLength)
        {
            throw new CronSyntaxException($"has {text.Length} characters; at most {MaxLength} are read.");
        }

        var word = text.Trim(Spaces);
        if (word.StartsWith('@') && !Names.ContainsKey(word))
        {
            throw new CronSyntaxException(
                $"has no known name. Use {string.Join(", ", Names.Keys)}, or fields.",
                NearestName.Find(word, Names.Keys));
        }

        var fields = Names.GetValueOrDefault(word, word).Split(Spaces, StringSplitOptions.RemoveEmptyEntries);
        return fields.Length switch
        {
            5 => ["0", .. fields],
            6 => fields,
            _ => throw new CronSyntaxException(
                $"has {fields.Length} fields. Write 5 (minute, hour, day, month, weekday),"
                    + " or 6 with the second first."),
        };
    }

    private CronSchedule Read(string text, string[] fields)
    {
        var times = new CronTimes(
            Read(fields[2], CronUnit.Hour), Read(fields[1], CronUnit.Minute), Read(fields[0], CronUnit.Second));
        var (days, weekdays) = (Read(fields[3], CronUnit.Day), Read(fields[5], CronUnit.Weekday));
        var either = IsRestricted(fields[3]) && IsRestricted(fields[5]);
        return new CronSchedule(
            text, Read(fields[4], CronUnit.Month), new CronDays(days, weekdays, _rules.ToImmutable(), either), times);
    }

    private static bool IsRestricted(string field) => field[0] is not ('*' or '?');

    private CronField Read(string field, CronUnit unit)
    {
        var (values, isList) = (0UL, true);
        foreach (var item in field.Split(','))
        {
            if (TryReadRule(item, unit) is { } rule)
            {
                _rules.Add(rule);
                continue;
            }

            isList &= item.AsSpan().IndexOfAny("*?-/") < 0;
            values |= ReadItem(item, unit);
        }

        return new CronField(values, isList);
    }

    private static ulong ReadItem(string item, CronUnit unit)
    {
        var slash = item.IndexOf('/', StringComparison.Ordinal);
        var step = slash < 0 ? 1 : ReadStep(item[(slash + 1)..], unit);
        var range = slash < 0 ? item : item[..slash];
        var (first, last) = ReadRange(range, slash >= 0, unit);
        var length = last >= first ? last - first : last - first + unit.Cycle;
        var values = 0UL;
        for (var distance = 0; distance <= length; distance += step)
        {
            values |= 1UL << (unit.Min + ((first + distance - unit.Min) % unit.Cycle));
        }

        return values;
    }

    private static (int First, int Last) ReadRange(string range, bool hasStep, CronUnit unit)
    {
        var end = unit.Min + unit.Cycle - 1;
        if (range == "*" || (range == "?" && (unit == CronUnit.Day || unit == CronUnit.Weekday)))
        {
            return (unit.Min, end);
        }

        var dash = range.IndexOf('-', StringComparison.Ordinal);
        var first = unit.Read(dash < 0 ? range : range.AsSpan(0, dash));
        return dash >= 0 ? (first, unit.Read(range.AsSpan(dash + 1)))
            : hasStep ? (first % unit.Cycle, end)
            : (first, first);
    }

    private static int ReadStep(string text, CronUnit unit)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var step)
            && step > 0
            && step < unit.Cycle)
        {
            return step;
        }

        throw new CronSyntaxException(
            $"has the interval '/{text}' for the {unit.Name}. Use /1 to /{unit.Cycle - 1}.");
    }

    private static DayRule? TryReadRule(string item, CronUnit unit) =>
        unit == CronUnit.Weekday ? TryReadWeekday(item)
        : unit == CronUnit.Day && item.Length > 0 ? TryReadDay(item)
        : null;

    /// <summary><c>fri#2</c> or <c>friL</c>.</summary>
    private static DayRule? TryReadWeekday(string item)
    {
        var unit = CronUnit.Weekday;
        if (item.Split('#') is [var weekday, var number])
        {
            var nth = ReadNumber(number, MaxNth, "which of its weekdays");
            return new DayRule.Nth(unit.Read(weekday) % unit.Cycle, nth);
        }

        return item.Length > 1 && item[^1] is 'L' or 'l'
            ? new DayRule.Last(unit.Read(item.AsSpan(0, item.Length - 1)) % unit.Cycle)
            : null;
    }

    /// <summary><c>L</c>, <c>L-3</c>, <c>LW</c> or <c>15W</c>.</summary>
    private static DayRule? TryReadDay(string item)
    {
        var onWeekday = item[^1] is 'W' or 'w';
        var day = onWeekday ? item[..^1] : item;
        return day switch
        {
            ['L' or 'l'] => new DayRule.FromEnd(0, onWeekday),
            ['L' or 'l', '-', .. var back] =>
                new DayRule.FromEnd(ReadNumber(back, MaxBack, "days before the last"), onWeekday),
            _ when onWeekday => new DayRule.NearWeekday(CronUnit.Day.Read(day)),
            _ => null,
        };
    }

    private static int ReadNumber(string text, int max, string meaning) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number >= 1
        && number <= max
            ? number
            : throw new CronSyntaxException($"has '{text}' for {meaning}. Use 1 to {max}.");
}
