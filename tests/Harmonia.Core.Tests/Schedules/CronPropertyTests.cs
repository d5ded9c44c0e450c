using System.Globalization;
using Harmonia.Core.Schedules;

namespace Harmonia.Core.Tests.Schedules;

public sealed class CronPropertyTests
{
    private const int Seed = 20_300_131;
    private const int Spans = 200;
    private const int CasesPerSpan = 50;

    /// <summary>The longest time that clocks are put back, and some more.</summary>
    private const int HoursBefore = 30;

    private const int HoursAfter = 60;

    /// <summary>10,000 schedules in all zones; every second of them where clocks are changed.</summary>
    [Fact]
    public void Any_schedule_in_any_zone_equals_a_reading_minute_by_minute()
    {
        var random = new Random(Seed);
        var zones = TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id).Order(StringComparer.Ordinal).ToArray();
        for (var span = 0; span < Spans; span++)
        {
            var zone = TimeZoneInfo.FindSystemTimeZoneById(zones[random.Next(zones.Length)]);
            var middle = Moment(random, zone, atChange: span % 2 == 0);
            var minutes = CronOracle.Minutes(zone, middle.AddHours(-HoursBefore), middle.AddHours(HoursAfter));
            var near = (middle + zone.GetUtcOffset(middle)).Hour;
            for (var number = 0; number < CasesPerSpan; number++)
            {
                var after = middle.AddSeconds(random.Next(-3 * 3600, 3 * 3600));
                Compare(new CronDraw(random, near), zone, after, minutes);
            }
        }
    }

    [Fact]
    public void Days_of_any_field_equal_a_reading_day_by_day()
    {
        var random = new Random(Seed + 1);
        var compared = 0;
        for (var number = 0; number < 500; number++)
        {
            var draw = new CronDraw(random, near: 0);
            var days = draw.Text.Split(' ')[^3..];
            if (!CronSchedule.TryParse($"0 0 {string.Join(' ', days)}", out var schedule, out _))
            {
                continue;
            }

            var start = new DateTime(2000 + random.Next(100), random.Next(1, 13), 1, 0, 0, 0, DateTimeKind.Utc);
            var next = schedule.Next(start, TimeZoneInfo.Utc)?.UtcDateTime;
            var expected = Enumerable.Range(1, 20_000).Select(day => start.AddDays(day)).First(
                day => draw.Months.Contains(day.Month)
                    && (draw.DaysAddUp
                        ? draw.Days.Contains(day.Day) || draw.Weekdays.Contains((int)day.DayOfWeek)
                        : draw.Days.Contains(day.Day) && draw.Weekdays.Contains((int)day.DayOfWeek)));
            Assert.True(expected == next, $"{schedule.Text} after {start:u}: {next:u}, not {expected:u}");
            compared++;
        }

        Assert.True(compared > 400, $"Only {compared} schedules ever fire.");
    }

    private static void Compare(
        CronDraw draw, TimeZoneInfo zone, DateTime after, (DateTime At, DateTime Reading)[] minutes)
    {
        var end = minutes[^1].At;
        var expected = new CronOracle(draw).Next(minutes, after);
        if (!CronSchedule.TryParse(draw.Text, out var schedule, out var error))
        {
            Assert.Contains("never fires", error.Message, StringComparison.Ordinal);
            Assert.Null(expected);
            return;
        }

        var next = schedule.Next(new DateTimeOffset(after), zone)?.UtcDateTime;
        var same = expected is null ? next is null || next > end : next == expected;
        Assert.True(same, string.Create(
            CultureInfo.InvariantCulture,
            $"{draw.Text} in {zone.Id} after {after:u}: {next:u}, not {expected:u} (seed {Seed})"));
    }

    /// <summary>A full minute from 1990 on; if wanted, one after which the zone's clocks are changed.</summary>
    private static DateTime Moment(Random random, TimeZoneInfo zone, bool atChange)
    {
        var moment = new DateTime(1990, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddHours(random.Next(50 * 365 * 24));
        for (var hour = 0; atChange && hour < 2 * 365 * 24; hour++)
        {
            if (zone.GetUtcOffset(moment.AddHours(hour)) != zone.GetUtcOffset(moment.AddHours(hour + 1)))
            {
                return moment.AddHours(hour);
            }
        }

        return moment.AddMinutes(random.Next(60));
    }
}
