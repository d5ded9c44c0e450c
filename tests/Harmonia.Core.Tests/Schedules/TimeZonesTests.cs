using Harmonia.Core.Schedules;

namespace Harmonia.Core.Tests.Schedules;

public sealed class TimeZonesTests
{
    [Theory]
    [InlineData("UTC")]
    [InlineData("Europe/Berlin")]
    [InlineData("America/Argentina/Buenos_Aires")]
    [InlineData("US/Eastern")]
    [InlineData("Etc/GMT+5")]
    [InlineData("Etc/UTC")]
    [InlineData("Zulu")]
    public void A_zone_of_the_database_is_found(string id)
    {
        Assert.True(TimeZones.TryFind(id, out var zone, out var error), error?.Message);
        Assert.Equal(id, zone.Id);
    }

    [Theory]
    [InlineData("Europe/Berln", "Europe/Berlin")]
    [InlineData("europe/berlin", "Europe/Berlin")]
    [InlineData("berlin", "Europe/Berlin")]
    [InlineData("New York", "America/New_York")]
    [InlineData("utc", "UTC")]
    [InlineData("Middle_Earth/Bree", null)]
    [InlineData("", null)]
    [InlineData("localtime", null)]
    [InlineData("leapseconds", null)]
    [InlineData("posix/Europe/Berlin", "Europe/Berlin")]
    [InlineData("../../../etc/passwd", null)]
    [InlineData("/etc/localtime", null)]
    [InlineData("Europe", null)]
    [InlineData("Europe/Berlin\0", "Europe/Berlin")]
    public void What_is_no_zone_is_refused_with_the_nearest_name(string id, string? suggestion)
    {
        Assert.False(TimeZones.TryFind(id, out var zone, out var error));
        Assert.Null(zone);
        Assert.Equal(suggestion, error.Suggestion);
    }
}
