using System.Diagnostics.CodeAnalysis;

namespace Harmonia.Core.Schedules;

/// <summary>When something recurs, in cron's notation: 5 fields, or 6 with the seconds first.</summary>
/// <remarks>
/// <para>The fields name readings of a clock in some zone. Where clocks are put forward, and a reading is left out,
/// a schedule whose hours are listed one by one fires as soon as the clock shows a later time; where they are put
/// back, it fires at the first of two equal readings only. A schedule whose hours have a star, a range or an
/// interval fires at every reading that there is, and at no other time.</para>
/// <para>Immutable and safe to share.</para>
/// </remarks>
public sealed class CronSchedule
{
    /// <summary>A leap day on a given weekday may be 40 years away, when a year such as 2100 comes between.</summary>
    private const int SearchYears = 50;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly CronField _months;
    private readonly CronDays _days;
    private readonly CronTimes _times;

    internal CronSchedule(string text, CronField months, CronDays days, CronTimes times) =>
        (Text, _months, _days, _times) = (text, months, days, times);

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>Reads the notation. A schedule for days that no year has is refused.</summary>
    public static bool TryParse(
        string text, [NotNullWhen(true)] out CronSchedule? schedule, [NotNullWhen(false)] out ScheduleError? error)
    {
        schedule = CronParser.Parse(text, out error);
        return schedule is not null;
    }

    /// <summary>The first time after an instant. To find the time that follows a planned one, pass the planned one,
    /// however late it was carried out: then none is left out and none comes twice.</summary>
    /// <returns><see langword="null"/> when there is none before the calendar ends.</returns>
    public DateTimeOffset? Next(DateTimeOffset after, TimeZoneInfo zone)
    {
        var utc = after.UtcDateTime;
        if (utc.Year + SearchYears >= DateTime.MaxValue.Year)
        {
            return null;
        }

        // The first day of the calendar has no room for offsets to the west.
        var from = utc < DateTime.MinValue.AddDays(2) ? DateTime.MinValue.AddDays(2) : utc;
        return FirstAfter(AtSecond(from), from.AddYears(SearchYears), zone) is { } next
            ? new DateTimeOffset(next)
            : null;
    }

    /// <summary>Whether there is any such day; the weekdays of leap days repeat after 28 years.</summary>
    internal bool EverFires() =>
        NextReading(new DateTime(2000, 1, 1), new DateTime(2028, 1, 1)) is not null;

    /// <summary>Goes from change to change of the zone's offset; between two of them, a clock is plain.</summary>
    private DateTime? FirstAfter(DateTime after, DateTime end, TimeZoneInfo zone)
    {
        var namesHours = _times.Hours.IsList;
        var at = namesHours ? ZoneChanges.AfterRepeat(zone, after) : after;
        var first = at == after ? after + Second : at;
        while (at < end)
        {
            var offset = zone.GetUtcOffset(at);
            var target = NextReading((at < first ? first : at) + offset, end + offset) - offset;
            if (ZoneChanges.Next(zone, at, target ?? end) is not { } change)
            {
                return target;
            }

            if (namesHours && NextReading(change + offset, change + zone.GetUtcOffset(change)) is not null)
            {
                return change; // The clock jumps over a reading that was asked for.
            }

            at = namesHours ? change + ZoneChanges.Back(zone, change) : change;
        }

        return null;
    }

    /// <returns>The first reading of the fields from <paramref name="from"/> on and before <paramref name="end"/>,
    /// on a clock that nobody puts forward or back.</returns>
    private DateTime? NextReading(DateTime from, DateTime end)
    {
        var start = from.TimeOfDay;
        for (var month = new DateOnly(from.Year, from.Month, 1); Midnight(month) < end; month = month.AddMonths(1))
        {
            var isFirst = month.Year == from.Year && month.Month == from.Month;
            var days = _months.Has(month.Month) ? _days.In(month.Year, month.Month) : default;
            for (var day = days.AtOrAfter(isFirst ? from.Day : 1); day > 0; day = days.AtOrAfter(day + 1))
            {
                if (_times.AtOrAfter(isFirst && day == from.Day ? start : TimeSpan.Zero) is { } time)
                {
                    var reading = Midnight(month.AddDays(day - 1)) + time;
                    return reading < end ? reading : null;
                }
            }
        }

        return null;
    }

    private static DateTime Midnight(DateOnly day) => day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);

    private static DateTime AtSecond(DateTime at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond));
}
