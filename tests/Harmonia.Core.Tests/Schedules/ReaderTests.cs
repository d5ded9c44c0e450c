using System.Text.Json;
using Harmonia.Core.Definitions.Checking;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Tests.Schedules;

public sealed class ReaderTests
{
    private readonly FindingList _findings = new(10);

    [Theory]
    [InlineData("90.5", 90.5)]
    [InlineData("\"90s\"", 90)]
    [InlineData("\"PT1H30M\"", 5_400)]
    public void A_duration_is_a_number_of_seconds_or_a_text(string value, double seconds)
    {
        Assert.Equal(TimeSpan.FromSeconds(seconds), Duration(value));
        Assert.Empty(_findings);
    }

    [Theory]
    [InlineData("0", FindingCodes.InvalidValue, null)]
    [InlineData("\"0s\"", FindingCodes.InvalidValue, null)]
    [InlineData("\"4000d\"", FindingCodes.InvalidValue, null)]
    [InlineData("\"5 minutes\"", FindingCodes.InvalidValue, "5m")]
    [InlineData("true", FindingCodes.WrongType, null)]
    public void A_wrong_duration_has_a_finding(string value, string code, string? suggestion)
    {
        Assert.Null(Duration(value));
        AssertOnly(code, "/t/delay", suggestion);
    }

    [Fact]
    public void A_schedule_is_meant_in_its_zone()
    {
        var schedule = Schedule("""{"cron": "0 9 * * *", "timezone": "Asia/Tokyo"}""");

        Assert.Empty(_findings);
        Assert.Equal(
            new DateTimeOffset(2030, 1, 2, 0, 0, 0, TimeSpan.Zero),
            schedule?.Next(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public void A_schedule_without_a_zone_is_meant_in_UTC() =>
        Assert.Equal(TimeZoneInfo.Utc, Schedule("""{"cron": "0 9 * * *"}""")?.Zone);

    [Theory]
    [InlineData("""{"cron": "0 9 * *"}""", FindingCodes.InvalidValue, "/t/cron", null)]
    [InlineData("""{"cron": 5}""", FindingCodes.WrongType, "/t/cron", "\"5\"")]
    [InlineData(
        """{"cron": "0 9 * * *", "timezone": "Europe/Belin"}""", FindingCodes.InvalidValue, "/t/timezone",
        "Europe/Berlin")]
    [InlineData("""{"cron": "0 9 * * *", "timezone": 1}""", FindingCodes.WrongType, "/t/timezone", "\"1\"")]
    public void A_wrong_schedule_has_a_finding(string source, string code, string pointer, string? suggestion)
    {
        Assert.Null(Schedule(source));
        AssertOnly(code, pointer, suggestion);
    }

    private Harmonia.Core.Schedules.ZonedSchedule? Schedule(string source) =>
        ScheduleReader.Read(Fields(source), "cron", "timezone", _findings);

    private TimeSpan? Duration(string value) =>
        DurationReader.Read(Fields($$"""{"delay": {{value}}}"""), "delay", _findings);

    private FieldReader Fields(string source) => new(JsonElement.Parse(source), "/t", _findings);

    private void AssertOnly(string code, string pointer, string? suggestion)
    {
        var finding = Assert.Single(_findings);
        Assert.Equal((code, pointer, suggestion), (finding.Code, finding.Pointer, finding.Suggestion));
    }
}
