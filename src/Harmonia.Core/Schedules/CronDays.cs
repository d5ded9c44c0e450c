using System.Collections.Immutable;

namespace Harmonia.Core.Schedules;

/// <summary>The days that a cron text names: by their number, by their weekday, or by either.</summary>
/// <param name="Numbers">The days of a month.</param>
/// <param name="Weekdays">The days of a week; Sunday is 0.</param>
/// <param name="Rules">Days that depend on the month, such as its last.</param>
/// <param name="Either">Whether a day is named when one of the two fields names it, as cron does when neither of
/// them begins with a star. Otherwise both must.</param>
internal sealed record CronDays(
    CronField Numbers, CronField Weekdays, ImmutableArray<DayRule> Rules, bool Either)
{
    /// <returns>The days of that month; bit n stands for the n-th.</returns>
    public CronField In(int year, int month)
    {
        var first = (int)new DateTime(year, month, 1).DayOfWeek;
        var (byNumber, byWeekday) = (Numbers.Values, 0UL);
        var length = DateTime.DaysInMonth(year, month);
        for (var day = 1; day <= length; day++)
        {
            byWeekday |= Weekdays.Has((first + day - 1) % 7) ? 1UL << day : 0;
        }

        foreach (var rule in Rules)
        {
            var day = rule.In(year, month);
            byNumber |= rule.IsOfWeekday || day == 0 ? 0 : 1UL << day;
            byWeekday |= rule.IsOfWeekday && day != 0 ? 1UL << day : 0;
        }

        var month31 = (1UL << (length + 1)) - 2;
        return new CronField((Either ? byNumber | byWeekday : byNumber & byWeekday) & month31, IsList: true);
    }
}
