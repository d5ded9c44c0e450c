using Harmonia.Server.Hosting;
using Microsoft.Extensions.Logging;

namespace Harmonia.Server.Tests.Hosting;

public sealed class HostLoggingTests
{
    [Theory]
    [InlineData(LogLevel.Trace)]
    [InlineData(LogLevel.Debug)]
    [InlineData(LogLevel.Information)]
    public void No_level_logs_the_addresses_of_requests_for_some_are_secret(LogLevel level)
    {
        using var logging = LoggerFactory.Create(builder => HostLogging.ToConsole(builder, level));

        Assert.True(logging.CreateLogger("Harmonia").IsEnabled(level));
        Assert.False(logging.CreateLogger("Microsoft.AspNetCore.Hosting.Diagnostics").IsEnabled(LogLevel.Information));
        Assert.False(logging.CreateLogger("Microsoft.AspNetCore.Routing.Matching").IsEnabled(LogLevel.Debug));
    }
}
