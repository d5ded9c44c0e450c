using System.Globalization;
using System.Text.Json;
using Harmonia.Core.Failures;
using Harmonia.Core.Schedules;

namespace Harmonia.Core.Tests.Schedules;

public sealed class ExecutionWindowTests
{
    private const int Seed = 20_300_132;
    private const string Office =
        """{"days": ["monday", "Friday"], "hours_start": 9, "hours_end": 17.5, "timezone": "Europe/Berlin"}""";

    private const string Night = """{"days": ["fri"], "hours_start": "22:00", "hours_end": "06:30"}""";

    [Theory]
    [InlineData(Office, "2030-01-04T07:59:59Z", false)]
    [InlineData(Office, "2030-01-04T08:00:00Z", true)]
    [InlineData(Office, "2030-01-04T16:29:59Z", true)]
    [InlineData(Office, "2030-01-04T16:30:00Z", false)]
    [InlineData(Office, "2030-01-05T10:00:00Z", false)]
    [InlineData(Office, "2030-07-05T07:00:00Z", true)]
    [InlineData(Night, "2030-01-04T21:59:59Z", false)]
    [InlineData(Night, "2030-01-04T22:00:00Z", true)]
    [InlineData(Night, "2030-01-05T06:29:59Z", true)]
    [InlineData(Night, "2030-01-05T06:30:00Z", false)]
    [InlineData(Night, "2030-01-04T06:00:00Z", false)]
    [InlineData("""{"hours_start": 22, "hours_end": 0}""", "2030-01-04T23:59:59Z", true)]
    [InlineData("""{"hours_start": 22, "hours_end": 0}""", "2030-01-05T00:00:00Z", false)]
    [InlineData("{}", "2030-01-05T00:00:00Z", true)]
    public void It_is_open_while_the_clock_shows_a_time_in_it(string window, string at, bool isOpen) =>
        Assert.Equal(isOpen, Accept(window).IsOpen(Instant(at)));

    [Theory]
    [InlineData(Office, "2030-01-04T12:00:00Z", "2030-01-04T12:00:00Z")]
    [InlineData(Office, "2030-01-04T16:30:00Z", "2030-01-07T08:00:00Z")]
    [InlineData(Office, "2030-01-01T00:00:00.5Z", "2030-01-04T08:00:00Z")]
    [InlineData(Office, "2030-03-30T00:00:00Z", "2030-04-01T07:00:00Z")]
    [InlineData(Night, "2030-01-05T06:30:00Z", "2030-01-11T22:00:00Z")]
    public void It_opens_next(string window, string at, string opening) =>
        Assert.Equal(Instant(opening), Accept(window).NextOpening(Instant(at)));

    /// <summary>Berlin's clocks went from 2:00 to 3:00 on 31 March 2024, and from 3:00 to 2:00 on 27 October.</summary>
    [Theory]
    [InlineData("02:15", "02:45", "2024-03-31T00:00:00Z", "2024-04-01T00:15:00Z")]
    [InlineData("02:15", "04:00", "2024-03-31T00:00:00Z", "2024-03-31T01:00:00Z")]
    [InlineData("02:15", "02:45", "2024-10-27T00:45:00Z", "2024-10-27T01:15:00Z")]
    [InlineData("01:00", "02:30", "2024-10-27T00:45:00Z", "2024-10-27T01:00:00Z")]
    public void Clocks_that_are_changed_are_followed(string start, string end, string at, string opening) =>
        Assert.Equal(
            Instant(opening),
            Accept($$"""{"hours_start": "{{start}}", "hours_end": "{{end}}", "timezone": "Europe/Berlin"}""")
                .NextOpening(Instant(at)));

    [Fact]
    public void Any_window_in_any_zone_opens_when_a_reading_minute_by_minute_says()
    {
        var random = new Random(Seed);
        var zones = TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id).Order(StringComparer.Ordinal).ToArray();
        for (var number = 0; number < 1_000; number++)
        {
            var zone = TimeZoneInfo.FindSystemTimeZoneById(zones[random.Next(zones.Length)]);
            DayOfWeek[] days = [.. Enum.GetValues<DayOfWeek>().Where(_ => random.Next(2) == 0), DayOfWeek.Sunday];
            var (start, length) = (random.Next(1440), random.Next(1, 1440));
            var window = new ExecutionWindow(
                [.. days], TimeSpan.FromMinutes(start), EndOf(start + length), zone);
            var from = new DateTime(2000, 3, 25, 0, 0, 0, DateTimeKind.Utc)
                .AddYears(random.Next(40)).AddMonths(random.Next(2) * 7).AddMinutes(random.Next(20_000));
            var minutes = CronOracle.Minutes(zone, from, from.AddDays(8));
            var opening = minutes.First(minute => IsOpen(minute.Reading, days, start, length)).At;

            Assert.True(
                opening == window.NextOpening(from).UtcDateTime,
                $"{zone.Id} {string.Join(',', days)} {start}+{length} at {from:u}: not {opening:u} (seed {Seed})");
        }
    }

    [Fact]
    public void Nothing_opens_when_the_calendar_ends() =>
        Assert.Equal(DateTimeOffset.MaxValue, Accept(Night).NextOpening(DateTimeOffset.MaxValue));

    [Theory]
    [InlineData("5", FindingCodes.WrongType, "/w", null)]
    [InlineData("""{"day": ["monday"]}""", FindingCodes.UnknownField, "/w/day", "days")]
    [InlineData("""{"days": []}""", FindingCodes.InvalidValue, "/w/days", null)]
    [InlineData("""{"days": ["monday", "tuesdey"]}""", FindingCodes.InvalidValue, "/w/days/1", "tuesday")]
    [InlineData("""{"days": "monday"}""", FindingCodes.WrongType, "/w/days", null)]
    [InlineData("""{"hours_start": -1}""", FindingCodes.InvalidValue, "/w/hours_start", null)]
    [InlineData("""{"hours_start": 24}""", FindingCodes.InvalidValue, "/w/hours_start", null)]
    [InlineData("""{"hours_end": "9am"}""", FindingCodes.InvalidValue, "/w/hours_end", null)]
    [InlineData("""{"hours_end": 24.5}""", FindingCodes.InvalidValue, "/w/hours_end", null)]
    [InlineData("""{"hours_start": 9, "hours_end": "09:00"}""", FindingCodes.InvalidValue, "/w/hours_end", null)]
    [InlineData("""{"timezone": "Europe/Belin"}""", FindingCodes.InvalidValue, "/w/timezone", "Europe/Berlin")]
    public void What_is_no_window_is_refused(string window, string code, string pointer, string? suggestion)
    {
        List<Finding> findings = [];

        Assert.Null(ExecutionWindow.Compile(JsonElement.Parse(window), "/w", findings));
        var finding = Assert.Single(findings);
        Assert.Equal((code, pointer, suggestion), (finding.Code, finding.Pointer, finding.Suggestion));
    }

    private static bool IsOpen(DateTime reading, DayOfWeek[] days, int start, int length)
    {
        var minute = (int)reading.TimeOfDay.TotalMinutes;
        return (days.Contains(reading.DayOfWeek) && minute >= start && minute < start + length)
            || (days.Contains(reading.AddDays(-1).DayOfWeek) && minute + 1440 < start + length);
    }

    private static TimeSpan EndOf(int minute) => TimeSpan.FromMinutes(minute > 1440 ? minute - 1440 : minute);

    private static ExecutionWindow Accept(string window)
    {
        List<Finding> findings = [];
        var accepted = ExecutionWindow.Compile(JsonElement.Parse(window), "", findings);
        Assert.Empty(findings);
        return Assert.IsType<ExecutionWindow>(accepted);
    }

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
