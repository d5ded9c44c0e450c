namespace Harmonia.Core.Schedules;

/// <summary>A cron schedule and the zone whose clocks it is meant in.</summary>
public sealed record ZonedSchedule(CronSchedule Cron, TimeZoneInfo Zone)
{
    /// <inheritdoc cref="CronSchedule.Next"/>
    public DateTimeOffset? Next(DateTimeOffset after) => Cron.Next(after, Zone);
}
