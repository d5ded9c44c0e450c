namespace Harmonia.Core.Schedules;

/// <summary>The times of day that a cron text names.</summary>
internal readonly record struct CronTimes(CronField Hours, CronField Minutes, CronField Seconds)
{
    /// <returns>The first such time from <paramref name="from"/> on, or <see langword="null"/> when the day has no
    /// more.</returns>
    public TimeSpan? AtOrAfter(TimeSpan from)
    {
        var (hour, minute, second) = (from.Hours, from.Minutes, Seconds.AtOrAfter(from.Seconds));
        if (!Hours.Has(hour) || !Minutes.Has(minute) || second < 0)
        {
            (minute, second) = (Hours.Has(hour) ? Minutes.AtOrAfter(minute + 1) : -1, Seconds.AtOrAfter(0));
        }

        if (minute < 0)
        {
            (hour, minute) = (Hours.AtOrAfter(hour + 1), Minutes.AtOrAfter(0));
        }

        return hour < 0 ? null : new TimeSpan(hour, minute, second);
    }
}
