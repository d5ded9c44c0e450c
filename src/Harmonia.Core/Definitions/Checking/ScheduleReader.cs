using Harmonia.Core.Failures;
using Harmonia.Core.Schedules;

namespace Harmonia.Core.Definitions.Checking;

/// <summary>Reads cron schedules and the time zones that they are meant in.</summary>
internal static class ScheduleReader
{
    /// <summary>Reads a cron text and, beside it, its zone; without one it is meant in UTC.</summary>
    /// <returns><see langword="null"/> when there is none, or a finding says why it is wrong.</returns>
    public static ZonedSchedule? Read(FieldReader owner, string cron, string timezone, FindingList findings)
    {
        var (zone, schedule) = (Zone(owner, timezone, findings), Cron(owner, cron, findings));
        return zone is null || schedule is null ? null : new ZonedSchedule(schedule, zone);
    }

    /// <returns><see langword="null"/> when there is none, or a finding says why it is wrong.</returns>
    public static CronSchedule? Cron(FieldReader owner, string name, FindingList findings)
    {
        if (owner.Text(name) is not { } text)
        {
            return null;
        }

        if (!CronSchedule.TryParse(text, out var schedule, out var error))
        {
            findings.Error(FindingCodes.InvalidValue, owner.At(name), error.Message, () => error.Suggestion);
        }

        return schedule;
    }

    /// <returns>UTC when nothing is said, <see langword="null"/> when a finding says why it is wrong.</returns>
    public static TimeZoneInfo? Zone(FieldReader owner, string name, FindingList findings)
    {
        if (owner.Find(name) is null)
        {
            return TimeZoneInfo.Utc;
        }

        if (owner.Text(name) is not { } id)
        {
            return null;
        }

        if (!TimeZones.TryFind(id, out var zone, out var error))
        {
            findings.Error(FindingCodes.InvalidValue, owner.At(name), error.Message, () => error.Suggestion);
        }

        return zone;
    }
}
