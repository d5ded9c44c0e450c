using Harmonia.Server.Hosting;
using Harmonia.Server.Hosting.Configuration;

namespace Harmonia.Server.Tests.Hosting;

public sealed class FamilySettingsTests
{
    [Fact]
    public void It_stands_alone_by_default()
    {
        var configuration = Valid();

        Assert.False(configuration.Family.IsOn);
        Assert.Null(configuration.TektonRoot);
        Assert.Equal(30, configuration.Family.HeartbeatInterval.TotalSeconds);
        Assert.Empty(configuration.Warnings);
    }

    [Theory]
    [InlineData("http://localhost:8001", "http://localhost:8001/")]
    [InlineData("http://localhost:8001/api", "http://localhost:8001/")]
    [InlineData("http://localhost:8001/api/", "http://localhost:8001/")]
    [InlineData("https://hermes.example.com/tekton/API/", "https://hermes.example.com/tekton")]
    public void Hermes_is_found_with_and_without_api(string text, string url) =>
        Assert.Equal(url, Valid(("HERMES_URL", text)).Family.HermesUrl?.AbsoluteUri);

    [Theory]
    [InlineData("localhost:8001")]
    [InlineData("ftp://localhost")]
    [InlineData("http://me:secret@localhost:8001")]
    [InlineData("http://localhost:8001/?x=1")]
    public void What_is_no_address_is_refused(string text)
    {
        var invalid = Assert.IsType<ConfigurationResult.Invalid>(Read(new(), [("HERMES_URL", text)]));

        Assert.Contains("HERMES_URL", Assert.Single(invalid.Findings).Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", invalid.Findings[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_command_line_switches_hermes_on_and_off()
    {
        var on = Read(new CommandLineSettings { HermesUrl = "http://localhost:9001" }, []);
        var off = Read(new CommandLineSettings { NoHermes = true }, [("HERMES_URL", "http://localhost:8001")]);
        var both = Read(new CommandLineSettings { NoHermes = true, HermesUrl = "http://localhost:9001" }, []);

        Assert.Equal(9001, Assert.IsType<ConfigurationResult.Valid>(on).Configuration.Family.HermesUrl?.Port);
        Assert.False(Assert.IsType<ConfigurationResult.Valid>(off).Configuration.Family.IsOn);
        Assert.IsType<ConfigurationResult.Invalid>(both);
    }

    [Fact]
    public void A_heartbeat_that_hermes_would_miss_is_hastened()
    {
        var configuration = Valid(("HERMES_HEARTBEAT_INTERVAL", "60"));

        Assert.Equal(55, configuration.Family.HeartbeatInterval.TotalSeconds);
        Assert.Contains("55", Assert.Single(configuration.Warnings).Message, StringComparison.Ordinal);
        Assert.IsType<ConfigurationResult.Invalid>(Read(new(), [("HERMES_HEARTBEAT_INTERVAL", "0")]));
    }

    [Fact]
    public void A_fleet_says_where_its_components_are()
    {
        var configuration = Valid(
            ("TEKTON_HOST", "10.0.0.5"),
            ("ENGRAM_PORT", "18000"),
            ("ERGON_HOST", "ergon.lan"),
            ("RHETOR_URL", "https://rhetor.example.com/base/"),
            ("TEKTON_CORE_PORT", "18010"),
            ("HARMONIA_PORT", "8007"),
            ("HERMES_PORT", "8001"));

        Assert.Equal(
            [
                "engram=http://10.0.0.5:18000/",
                "ergon=http://ergon.lan:8002/",
                "rhetor=https://rhetor.example.com/base",
                "tekton_core=http://10.0.0.5:18010/",
            ],
            configuration.Family.Addresses.Select(pair => $"{pair.Key}={pair.Value.AbsoluteUri}"));
        Assert.Null(configuration.Family.HermesUrl);
        Assert.True(configuration.Family.IsOn);
    }

    [Fact]
    public void What_cannot_be_used_of_a_fleet_is_said()
    {
        var configuration = Valid(
            ("ENGRAM_PORT", "tcp://172.17.0.5:8000"), ("RHETOR_URL", "nowhere"), ("TEKTON_HOST", "a b"));

        Assert.Equal(3, configuration.Warnings.Length);
        Assert.False(configuration.Family.IsOn);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("False", false)]
    public void Events_are_published_on_request(string text, bool expected) => Assert.Equal(
        expected, Valid(("HARMONIA_HERMES_PUBLISH_EVENTS", text)).Family.PublishEvents);

    [Fact]
    public void Publishing_without_hermes_is_warned_of() => Assert.Contains(
        "hermes.url",
        Assert.Single(Valid(("HARMONIA_HERMES_PUBLISH_EVENTS", "true")).Warnings).Message,
        StringComparison.Ordinal);

    [Fact]
    public void The_level_of_the_fleet_is_the_level_of_the_log()
    {
        Assert.Equal(
            Microsoft.Extensions.Logging.LogLevel.Error, Valid(("TEKTON_LOG_LEVEL", "ERROR")).LogLevel);
        Assert.Equal(
            Microsoft.Extensions.Logging.LogLevel.Debug,
            Valid(("TEKTON_LOG_LEVEL", "ERROR"), ("HARMONIA_LOG_LEVEL", "DEBUG")).LogLevel);
    }

    private static HarmoniaConfiguration Valid(params (string Name, string Value)[] environment) =>
        Assert.IsType<ConfigurationResult.Valid>(Read(new(), environment)).Configuration;

    private static ConfigurationResult Read(
        CommandLineSettings commandLine, (string Name, string Value)[] environment) =>
        ConfigurationReader.Read(new ConfigurationSources
        {
            CommandLine = commandLine,
            Environment = environment.ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal),
            HomeDirectory = "/nowhere",
        });
}
