using System.Globalization;
using Harmonia.Core.Schedules;

namespace Harmonia.Core.Tests.Schedules;

public sealed class CronScheduleTests
{
    [Theory]
    [InlineData("* * * * *", "2030-01-01T10:20:30Z", "2030-01-01T10:21:00Z")]
    [InlineData("* * * * *", "2030-01-01T10:20:00Z", "2030-01-01T10:21:00Z")]
    [InlineData("* * * * * *", "2030-01-01T10:20:30.5Z", "2030-01-01T10:20:31Z")]
    [InlineData("*/20 * * * * *", "2030-01-01T10:20:40Z", "2030-01-01T10:21:00Z")]
    [InlineData("0 0 * * *", "2030-12-31T23:59:59.9999999Z", "2031-01-01T00:00:00Z")]
    [InlineData("15,45 8-10 * * *", "2030-01-01T08:15:00Z", "2030-01-01T08:45:00Z")]
    [InlineData("15,45 8-10 * * *", "2030-01-01T10:45:00Z", "2030-01-02T08:15:00Z")]
    [InlineData("0 22-2/2 * * *", "2030-01-01T22:00:00Z", "2030-01-02T00:00:00Z")]
    [InlineData("5/20 3 * * *", "2030-01-01T03:25:00Z", "2030-01-01T03:45:00Z")]
    [InlineData("0 9 * * mon-fri", "2030-01-04T09:00:00Z", "2030-01-07T09:00:00Z")]
    [InlineData("0 9 * * SAT-mon", "2030-01-04T09:00:00Z", "2030-01-05T09:00:00Z")]
    [InlineData("0 9 * * 7", "2030-01-04T09:00:00Z", "2030-01-06T09:00:00Z")]
    [InlineData("0 9 * * 5-7", "2030-01-05T09:00:00Z", "2030-01-06T09:00:00Z")]
    [InlineData("0 0 1 feb,August *", "2030-02-01T00:00:00Z", "2030-08-01T00:00:00Z")]
    [InlineData("0 0 29 2 *", "2030-01-01T00:00:00Z", "2032-02-29T00:00:00Z")]
    [InlineData("0 0 29 2 *", "2096-03-01T00:00:00Z", "2104-02-29T00:00:00Z")]
    [InlineData("0 0 31 * *", "2030-01-31T00:00:00Z", "2030-03-31T00:00:00Z")]
    [InlineData("0 0 L * *", "2030-01-31T00:00:00Z", "2030-02-28T00:00:00Z")]
    [InlineData("0 0 L-1 * *", "2032-01-31T00:00:00Z", "2032-02-28T00:00:00Z")]
    [InlineData("0 0 LW * *", "2030-03-01T00:00:00Z", "2030-03-29T00:00:00Z")]
    [InlineData("0 0 1W * *", "2030-05-31T00:00:00Z", "2030-06-03T00:00:00Z")]
    [InlineData("0 0 15W * *", "2030-06-01T00:00:00Z", "2030-06-14T00:00:00Z")]
    [InlineData("0 0 ? * fri#2", "2030-01-01T00:00:00Z", "2030-01-11T00:00:00Z")]
    [InlineData("0 0 * * 1#5", "2030-02-01T00:00:00Z", "2030-04-29T00:00:00Z")]
    [InlineData("0 0 * * friL", "2030-01-01T00:00:00Z", "2030-01-25T00:00:00Z")]
    [InlineData("@hourly", "2030-01-01T10:20:30Z", "2030-01-01T11:00:00Z")]
    [InlineData("@Weekly", "2030-01-01T00:00:00Z", "2030-01-06T00:00:00Z")]
    [InlineData("  0\t0  1 1 *  ", "2030-01-01T00:00:00Z", "2031-01-01T00:00:00Z")]
    public void The_next_time_is_the_first_after_an_instant(string cron, string after, string next) =>
        Assert.Equal(Instant(next), Next(cron, after, "UTC"));

    [Theory]
    [InlineData("0 0 13 * fri", "2030-09-01T00:00:00Z", "2030-09-06T00:00:00Z")]
    [InlineData("0 0 13 * fri", "2030-09-06T00:00:00Z", "2030-09-13T00:00:00Z")]
    [InlineData("0 0 12 * fri", "2030-09-06T00:00:00Z", "2030-09-12T00:00:00Z")]
    [InlineData("0 0 */13 * fri", "2030-09-01T00:00:00Z", "2030-09-27T00:00:00Z")]
    [InlineData("0 0 13 * */5", "2030-09-01T00:00:00Z", "2030-09-13T00:00:00Z")]
    [InlineData("0 0 L * friL", "2030-08-25T00:00:00Z", "2030-08-30T00:00:00Z")]
    [InlineData("0 0 L * friL", "2030-08-30T00:00:00Z", "2030-08-31T00:00:00Z")]
    public void Two_fields_of_days_that_begin_without_a_star_add_up(string cron, string after, string next) =>
        Assert.Equal(Instant(next), Next(cron, after, "UTC"));

    /// <summary>Berlin's clocks went from 2:00 to 3:00 on 31 March 2024, at 1:00 UTC.</summary>
    [Theory]
    [InlineData("30 2 * * *", "2024-03-30T20:00:00Z", "2024-03-31T01:00:00Z")]
    [InlineData("30 2 * * *", "2024-03-31T00:59:59Z", "2024-03-31T01:00:00Z")]
    [InlineData("30 2 * * *", "2024-03-31T01:00:00Z", "2024-04-01T00:30:00Z")]
    [InlineData("*/10 2 * * *", "2024-03-31T00:00:00Z", "2024-03-31T01:00:00Z")]
    [InlineData("0 2,3 * * *", "2024-03-31T01:00:00Z", "2024-04-01T00:00:00Z")]
    [InlineData("30 * * * *", "2024-03-31T00:30:00Z", "2024-03-31T01:30:00Z")]
    [InlineData("30 */2 * * *", "2024-03-30T23:30:00Z", "2024-03-31T02:30:00Z")]
    [InlineData("30 1-2 * * *", "2024-03-31T00:30:00Z", "2024-03-31T23:30:00Z")]
    public void A_reading_that_is_left_out_counts_where_hours_are_listed(string cron, string after, string next) =>
        Assert.Equal(Instant(next), Next(cron, after, "Europe/Berlin"));

    /// <summary>Berlin's clocks went from 3:00 to 2:00 on 27 October 2024, at 1:00 UTC.</summary>
    [Theory]
    [InlineData("30 2 * * *", "2024-10-26T20:00:00Z", "2024-10-27T00:30:00Z")]
    [InlineData("30 2 * * *", "2024-10-27T00:30:00Z", "2024-10-28T01:30:00Z")]
    [InlineData("30 2 * * *", "2024-10-27T01:15:00Z", "2024-10-28T01:30:00Z")]
    [InlineData("0 3 * * *", "2024-10-27T00:00:00Z", "2024-10-27T02:00:00Z")]
    [InlineData("30 * * * *", "2024-10-27T00:30:00Z", "2024-10-27T01:30:00Z")]
    [InlineData("30 2-3 * * *", "2024-10-27T00:30:00Z", "2024-10-27T01:30:00Z")]
    public void A_reading_that_comes_twice_counts_once_where_hours_are_listed(string cron, string after, string next) =>
        Assert.Equal(Instant(next), Next(cron, after, "Europe/Berlin"));

    /// <summary>Samoa went from the end of 29 December 2011 to the start of the 31st.</summary>
    [Fact]
    public void A_day_that_is_left_out_counts_when_the_next_begins() =>
        Assert.Equal(Instant("2011-12-30T10:00:00Z"), Next("0 12 30 12 *", "2011-12-01T00:00:00Z", "Pacific/Apia"));

    [Fact]
    public void What_follows_a_planned_time_does_not_depend_on_when_it_was_carried_out()
    {
        Assert.True(CronSchedule.TryParse("0 * * * *", out var schedule, out _));
        var planned = Instant("2030-01-01T00:00:00Z");
        for (var count = 1; count <= 48; count++)
        {
            planned = schedule.Next(planned, TimeZoneInfo.Utc)!.Value;
        }

        Assert.Equal(Instant("2030-01-03T00:00:00Z"), planned);
    }

    [Fact]
    public void Nothing_follows_the_end_of_the_calendar()
    {
        Assert.Null(Next("* * * * *", "9999-12-31T23:59:59Z", "Pacific/Kiritimati"));
        Assert.NotNull(Next("* * * * *", "0001-01-01T00:00:00Z", "Pacific/Honolulu"));
    }

    [Theory]
    [InlineData("", "0 fields")]
    [InlineData("* * * *", "4 fields")]
    [InlineData("* * * * * * *", "7 fields")]
    [InlineData("60 * * * *", "'60' as minute")]
    [InlineData("* 24 * * *", "'24' as hour")]
    [InlineData("* * 0 * *", "'0' as day of the month")]
    [InlineData("* * * 13 *", "'13' as month")]
    [InlineData("* * * * 8", "'8' as weekday")]
    [InlineData("-1 * * * *", "'' as minute")]
    [InlineData("1- * * * *", "'' as minute")]
    [InlineData("1,,2 * * * *", "'' as minute")]
    [InlineData("1.5 * * * *", "'1.5' as minute")]
    [InlineData("٣ * * * *", "as minute")]
    [InlineData("*/0 * * * *", "interval '/0'")]
    [InlineData("*/60 * * * *", "interval '/60'")]
    [InlineData("*/-5 * * * *", "interval '/-5'")]
    [InlineData("*/5/5 * * * *", "interval '/5/5'")]
    [InlineData("? * * * *", "'?' as minute")]
    [InlineData("* * L-31 * *", "'31' for days before the last")]
    [InlineData("* * 32W * *", "'32' as day of the month")]
    [InlineData("* * W * *", "'' as day of the month")]
    [InlineData("* * * * L", "'L' as weekday")]
    [InlineData("* * * * 5#6", "'6' for which of its weekdays")]
    [InlineData("* L * * *", "'L' as hour")]
    [InlineData("0 0 30 2 *", "never fires")]
    [InlineData("0 0 31 4,6,9,11 *", "never fires")]
    [InlineData("* * * * * 2030", "'2030' as weekday")]
    public void What_is_no_schedule_is_refused(string cron, string words)
    {
        Assert.False(CronSchedule.TryParse(cron, out var schedule, out var error));
        Assert.Null(schedule);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("* * * * Wendsday", "wednesday")]
    [InlineData("* * * Agust *", "august")]
    [InlineData("@dayly", "@daily")]
    [InlineData("* * * * 9", null)]
    public void A_name_that_was_meant_is_suggested(string cron, string? suggestion)
    {
        Assert.False(CronSchedule.TryParse(cron, out _, out var error));
        Assert.Equal(suggestion, error.Suggestion);
    }

    [Fact]
    public void A_long_text_is_refused_unread()
    {
        Assert.False(CronSchedule.TryParse(string.Join(',', Enumerable.Repeat("1", 200)), out _, out var error));
        Assert.Contains("399 characters", error.Message, StringComparison.Ordinal);
    }

    private static DateTimeOffset? Next(string cron, string after, string zone)
    {
        Assert.True(CronSchedule.TryParse(cron, out var schedule, out var error), error?.Message);
        Assert.True(TimeZones.TryFind(zone, out var found, out _));
        return schedule.Next(Instant(after), found);
    }

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
