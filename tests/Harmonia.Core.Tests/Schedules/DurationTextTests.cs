using Harmonia.Core.Schedules;

namespace Harmonia.Core.Tests.Schedules;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("90", 90_000)]
    [InlineData("0", 0)]
    [InlineData("1.5", 1_500)]
    [InlineData("90s", 90_000)]
    [InlineData("15m", 900_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("2d", 172_800_000)]
    [InlineData("1w", 604_800_000)]
    [InlineData("250ms", 250)]
    [InlineData("1.5h", 5_400_000)]
    [InlineData("1h30m", 5_400_000)]
    [InlineData(" 1d 2h 3m 4s 5ms ", 93_784_005)]
    [InlineData("PT1H30M", 5_400_000)]
    [InlineData("PT0.5S", 500)]
    [InlineData("P1DT12H", 129_600_000)]
    [InlineData("P2W", 1_209_600_000)]
    public void A_duration_is_read(string text, long milliseconds)
    {
        Assert.True(DurationText.TryParse(text, out var duration, out var error), error?.Message);
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), duration);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("-5s", null)]
    [InlineData("5x", null)]
    [InlineData("s", null)]
    [InlineData(".5s", null)]
    [InlineData("5.s", null)]
    [InlineData("1,5h", null)]
    [InlineData("1e3", null)]
    [InlineData("30m1h", null)]
    [InlineData("1h1h", null)]
    [InlineData("P", null)]
    [InlineData("PT", null)]
    [InlineData("P1DT", null)]
    [InlineData("PT1H30", null)]
    [InlineData("P1Y", null)]
    [InlineData("P1M", null)]
    [InlineData("2 months", null)]
    [InlineData("99999999999999999999w", null)]
    [InlineData("99999999999999w", null)]
    [InlineData("5 minutes", "5m")]
    [InlineData("1H", "1h")]
    [InlineData("2 Days 3 hrs", "2d3h")]
    public void What_is_no_duration_is_refused(string text, string? suggestion)
    {
        Assert.False(DurationText.TryParse(text, out _, out var error));
        Assert.Equal(suggestion, error.Suggestion);
    }
}
