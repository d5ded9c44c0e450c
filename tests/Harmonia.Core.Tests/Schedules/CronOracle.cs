namespace Harmonia.Core.Tests.Schedules;

/// <summary>A naive reading of cron, minute by minute, as the documentation words it.</summary>
/// <param name="fields">The sets of six fields, as they were drawn.</param>
internal sealed class CronOracle(CronDraw fields)
{
    /// <summary>Every instant from <paramref name="from"/> to <paramref name="to"/>, both full minutes, and the
    /// reading of the zone's clock then.</summary>
    public static (DateTime At, DateTime Reading)[] Minutes(TimeZoneInfo zone, DateTime from, DateTime to)
    {
        var minutes = new (DateTime, DateTime)[(int)(to - from).TotalMinutes];
        for (var minute = 0; minute < minutes.Length; minute++)
        {
            var at = from.AddMinutes(minute);
            minutes[minute] = (at, at + zone.GetUtcOffset(at));
        }

        return minutes;
    }

    /// <returns>The first time after <paramref name="after"/> within the minutes, which begin well before it.</returns>
    public DateTime? Next((DateTime At, DateTime Reading)[] minutes, DateTime after)
    {
        var latest = minutes[0].Reading.AddMinutes(-1);
        foreach (var (at, reading) in minutes)
        {
            if (fields.ListsHours)
            {
                for (var lost = latest.AddMinutes(1); lost < reading; lost = lost.AddMinutes(1))
                {
                    if (at > after && MinuteMatches(lost))
                    {
                        return at;
                    }
                }
            }

            if (at.AddMinutes(1) > after && MinuteMatches(reading) && !(fields.ListsHours && reading <= latest))
            {
                foreach (var second in fields.Seconds.Order())
                {
                    if (at.AddSeconds(second) > after)
                    {
                        return at.AddSeconds(second);
                    }
                }
            }

            latest = reading > latest ? reading : latest;
        }

        return null;
    }

    private bool MinuteMatches(DateTime reading) =>
        fields.Minutes.Contains(reading.Minute)
        && fields.Hours.Contains(reading.Hour)
        && fields.Months.Contains(reading.Month)
        && DayMatches(reading);

    private bool DayMatches(DateTime reading)
    {
        var (number, weekday) = (fields.Days.Contains(reading.Day), fields.Weekdays.Contains((int)reading.DayOfWeek));
        return fields.DaysAddUp ? number || weekday : number && weekday;
    }
}
