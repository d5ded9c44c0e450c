using System.Collections.Immutable;
using Harmonia.Core.Failures;
using Harmonia.Server.Hosting;
using Harmonia.Server.Hosting.Configuration;
using Microsoft.Extensions.Logging;

namespace Harmonia.Server.Tests.Hosting;

public sealed class ConfigurationReaderTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("harmonia-configuration-").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public void Without_anything_the_defaults_hold()
    {
        var configuration = Valid();

        Assert.Equal(
            ("127.0.0.1", 8002, LogLevel.Information),
            (configuration.Host, configuration.Port, configuration.LogLevel));
        Assert.Equal(
            new DatabaseLocation.File(Path.Combine(_home, ".harmonia", "harmonia.db")), configuration.Database);
        Assert.Equal(10, configuration.MaxConcurrentTasks);
        Assert.Null(configuration.MaxExecutionTime);
        Assert.Equal(TimeSpan.FromSeconds(30), configuration.ApiRequestTimeout);
        Assert.Empty(configuration.Warnings);
        Assert.All(configuration.Settings, setting => Assert.Equal(SettingSource.Default, setting.Source));
    }

    [Fact]
    public void The_command_line_wins_over_the_environment_over_the_file()
    {
        WriteFile("server: {port: 1, log_level: DEBUG, host: localhost}");
        var environment = new Dictionary<string, string> { ["HARMONIA_PORT"] = "2", ["HARMONIA_LOG_LEVEL"] = "error" };

        var configuration = Valid(new CommandLineSettings { Port = "3" }, environment);

        Assert.Equal(
            ("localhost", 3, LogLevel.Error),
            (configuration.Host, configuration.Port, configuration.LogLevel));
        Assert.Equal(("3", SettingSource.CommandLine, "--port"), Of(configuration, "server.port"));
        Assert.Equal(("error", SettingSource.Environment, "HARMONIA_LOG_LEVEL"), Of(configuration, "server.log_level"));
        Assert.Equal(
            ("localhost", SettingSource.File, Path.Combine(_home, ".harmonia", "config.yaml")),
            Of(configuration, "server.host"));
    }

    [Fact]
    public void Secrets_are_taken_from_variables_that_are_named_and_not_shown()
    {
        var configuration = Valid(environment: new()
        {
            ["HARMONIA_SECRETS_ENV"] = "TOKEN,ABSENT",
            ["TOKEN"] = "never-shown",
            ["OTHER"] = "not-named",
        });

        Assert.Equal(["TOKEN"], configuration.SecretVariables.Keys);
        Assert.Equal("never-shown", configuration.SecretVariables["TOKEN"]);
        Assert.Empty(configuration.Environment);
        Assert.DoesNotContain("never-shown", string.Join(' ', configuration.Settings), StringComparison.Ordinal);
        Assert.DoesNotContain("never-shown", $"{configuration}", StringComparison.Ordinal);
    }

    [Fact]
    public void Every_part_of_the_file_is_read()
    {
        WriteFile(
            """
            data_dir: ~/data
            state: {directory: ~/state}
            performance: {max_concurrent_tasks: 7}
            advanced: {timeouts: {task_execution: 300, workflow_execution: 3600, api_request: 5}}
            limits: {max_workflow_size: 1000, max_task_count: 20, max_value_size: 30}
            outbound: {allow: ["10.0.0.0/8", "internal.example:8080"]}
            env: {allow: [REGION, ABSENT]}
            commands: {greet: {path: /bin/echo, args: ["hello"]}}
            """);

        var configuration = Valid(environment: new() { ["REGION"] = "north" });

        Assert.Equal(new DatabaseLocation.File(Path.Combine(_home, "state", "harmonia.db")), configuration.Database);
        Assert.Equal(
            (7, 1000, 20, 30),
            (configuration.MaxConcurrentTasks,
                configuration.MaxWorkflowSize,
                configuration.MaxTaskCount,
                configuration.MaxValueSize));
        Assert.Equal(TimeSpan.FromHours(1), configuration.MaxExecutionTime);
        Assert.Equal("north", Assert.Single(configuration.Environment).Value);
        Assert.Equal("greet", Assert.Single(configuration.Commands).Name);
    }

    [Theory]
    [InlineData("memory:", null)]
    [InlineData("sqlite:////var/x.db", "/var/x.db")]
    [InlineData("/var/x.db", "/var/x.db")]
    [InlineData("~/x.db", "~/x.db")]
    public void A_database_is_named_in_several_ways(string text, string? path)
    {
        var expected = path?.Replace("~", _home, StringComparison.Ordinal);

        foreach (var variable in (string[])["HARMONIA_DATABASE_URL", "HARMONIA_DB_URL"])
        {
            Assert.Equal(
                expected is null ? new DatabaseLocation.Memory() : new DatabaseLocation.File(expected),
                Valid(environment: new() { [variable] = text }).Database);
        }
    }

    [Fact]
    public void All_mistakes_are_said_at_once_with_their_places()
    {
        WriteFile(
            """
            server:
              prot: 1
              port: high
            hermes: {url: "localhost", publish_events: perhaps}
            advanced:
              security: {enable_authentication: true}
              timeouts: {task_execution: 10}
            performance: {checkpoint_interval: never}
            outbound: {allow: ["not a host!"]}
            commands: {"bad name": {}}
            """);
        var findings = Invalid(environment: new()
        {
            ["HARMONIA_LOG_LEVEL"] = "LOUD",
            ["HARMONIA_DATABASE_URL"] = "postgres://me:secret@host/db",
            ["HARMONIA_MAX_CONCURRENT_TASKS"] = "0",
        });

        Assert.Contains(findings, finding => finding is
        { Code: FindingCodes.UnknownField, Pointer: "/server/prot", Suggestion: "server.port", Position.Line: 2 });
        Assert.Contains(findings, finding => finding is { Code: FindingCodes.InvalidValue, Pointer: "/server/port" });
        Assert.Contains(findings, finding => finding is { Code: FindingCodes.InvalidValue, Pointer: "/hermes/url" });
        Assert.Contains(findings, finding => finding.Pointer == "/hermes/publish_events");
        string[] pointers =
        [
            "/advanced/security",
            "/advanced/timeouts/task_execution",
        ];
        foreach (var pointer in pointers)
        {
            Assert.Contains(
                findings, finding => finding.Code == FindingCodes.NotSupported && finding.Pointer == pointer);
        }

        Assert.Contains(
            findings, finding => finding.Message.StartsWith("HARMONIA_LOG_LEVEL ", StringComparison.Ordinal));
        Assert.Contains(
            findings, finding => finding.Message.StartsWith("HARMONIA_DATABASE_URL ", StringComparison.Ordinal));
        Assert.Contains(
            findings,
            finding => finding is
            { Code: FindingCodes.InvalidValue, Pointer: "/performance/checkpoint_interval", Position.Line: 8 });
        Assert.Contains(findings, finding => finding.Pointer.StartsWith("/outbound/allow", StringComparison.Ordinal));
        Assert.Contains(
            findings, finding => finding.Pointer.StartsWith("/commands/bad name", StringComparison.Ordinal));
        Assert.DoesNotContain(findings, finding => finding.Message.Contains("secret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, 60.0)]
    [InlineData("2.5", 2.5)]
    [InlineData("off", null)]
    public void The_interval_of_checkpoints_can_be_said_and_turned_off(string? text, double? seconds)
    {
        var environment = new Dictionary<string, string>();
        if (text is not null)
        {
            environment["HARMONIA_CHECKPOINT_INTERVAL"] = text;
        }

        Assert.Equal(seconds, Valid(environment: environment).CheckpointInterval?.TotalSeconds);
    }

    [Fact]
    public void A_file_that_was_named_must_be_there()
    {
        var finding = Assert.Single(Invalid(new CommandLineSettings { ConfigurationFile = "~/nowhere.yaml" }));

        Assert.Contains("nowhere.yaml", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_variable_that_nobody_reads_is_warned_of()
    {
        var configuration = Valid(environment: new()
        {
            ["HARMONIA_PROT"] = "1",
            ["HARMONIA_SERVER"] = "http://localhost:8002",
        });

        Assert.Equal("HARMONIA_PORT", Assert.Single(configuration.Warnings).Suggestion);
    }

    [Theory]
    [InlineData("postgres://me:secret@host/db", "postgres://me:***@host/db")]
    [InlineData("sqlite:///x.db", "sqlite:///x.db")]
    public void Passwords_are_masked(string text, string shown) => Assert.Equal(shown, DatabaseUrl.Mask(text));

    private static (string Value, SettingSource Source, string Origin) Of(
        HarmoniaConfiguration configuration, string key)
    {
        var setting = configuration.Settings.Single(setting => setting.Key == key);
        return (setting.Value, setting.Source, setting.Origin);
    }

    private HarmoniaConfiguration Valid(
        CommandLineSettings? commandLine = null, Dictionary<string, string>? environment = null) =>
        Assert.IsType<ConfigurationResult.Valid>(Read(commandLine, environment)).Configuration;

    private ImmutableArray<Finding> Invalid(
        CommandLineSettings? commandLine = null, Dictionary<string, string>? environment = null) =>
        Assert.IsType<ConfigurationResult.Invalid>(Read(commandLine, environment)).Findings;

    private ConfigurationResult Read(CommandLineSettings? commandLine, Dictionary<string, string>? environment) =>
        ConfigurationReader.Read(new ConfigurationSources
        {
            CommandLine = commandLine ?? new CommandLineSettings(),
            Environment = environment ?? [],
            HomeDirectory = _home,
        });

    private void WriteFile(string text)
    {
        Directory.CreateDirectory(Path.Combine(_home, ".harmonia"));
        File.WriteAllText(Path.Combine(_home, ".harmonia", "config.yaml"), text);
    }
}
