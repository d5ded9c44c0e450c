using System.CommandLine;
using Harmonia.Cli.Documents;
using Harmonia.Server.Hosting;
using Harmonia.Server.Hosting.Configuration;

namespace Harmonia.Cli.CommandLine;

/// <summary>The options that say how a node is configured. A command adds those that it heeds.</summary>
internal sealed class ConfigurationOptions
{
    public Option<string?> Host { get; } = new("--host")
    {
        Description = "Where to listen: a name or address of this machine only. [HARMONIA_HOST, 127.0.0.1]",
        HelpName = "host",
    };

    public Option<string?> Port { get; } = new("--port")
    {
        Description = "The port; 0 for any free one. [HARMONIA_PORT, 8002]",
        HelpName = "port",
    };

    public Option<string?> DataDirectory { get; } = new("--data-dir")
    {
        Description = "Where data and configuration are. [HARMONIA_DATA_DIR, ~/.harmonia]",
        HelpName = "directory",
    };

    public Option<string?> Database { get; } = new("--database")
    {
        Description = "A path, sqlite:///path or memory:. [HARMONIA_DATABASE_URL, harmonia.db in the data directory]",
        HelpName = "database",
    };

    public Option<string?> File { get; } = new("--config")
    {
        Description = "The configuration file, which must exist. [HARMONIA_CONFIG, config.yaml in the data directory]",
        HelpName = "file",
    };

    public Option<string?> LogLevel { get; } = new("--log-level")
    {
        Description = "TRACE, DEBUG, INFO, WARNING, ERROR or CRITICAL. [HARMONIA_LOG_LEVEL, INFO]",
        HelpName = "level",
    };

    public Option<string?> HermesUrl { get; } = new("--hermes-url")
    {
        Description = "The address of Hermes, which the Tekton family is found through. [HERMES_URL, off]",
        HelpName = "url",
    };

    public Option<bool> AllowShell { get; } = new("--allow-shell")
    {
        Description =
            "Let workflows run any command with a shell, by ergon's execute_command. [HARMONIA_ALLOW_SHELL, no]",
    };

    public Option<bool> NoHermes { get; } = new("--no-hermes")
    {
        Description = "Do without Hermes, whatever the environment and the file say.",
    };

    /// <summary>The configuration, with <paramref name="adjust"/> applied to what the command line says.</summary>
    public ConfigurationResult Read(
        ParseResult parsed, Terminal terminal, Func<CommandLineSettings, CommandLineSettings>? adjust = null)
    {
        var said = new CommandLineSettings
        {
            Host = parsed.GetValue(Host),
            Port = parsed.GetValue(Port),
            DataDirectory = parsed.GetValue(DataDirectory),
            Database = parsed.GetValue(Database),
            ConfigurationFile = parsed.GetValue(File),
            LogLevel = parsed.GetValue(LogLevel),
            HermesUrl = parsed.GetValue(HermesUrl),
            NoHermes = parsed.GetValue(NoHermes),
            AllowShell = parsed.GetValue(AllowShell),
        };
        return ConfigurationReader.Read(new ConfigurationSources
        {
            CommandLine = adjust is null ? said : adjust(said),
            Environment = terminal.Environment,
            HomeDirectory = terminal.HomeDirectory,
        });
    }

    /// <summary>The same, or an end with all reasons why it cannot be used.</summary>
    public HarmoniaConfiguration Require(
        ParseResult parsed,
        Terminal terminal,
        Func<CommandLineSettings, CommandLineSettings>? adjust = null,
        int exitCode = ExitCode.Usage) => Read(parsed, terminal, adjust) switch
        {
            ConfigurationResult.Valid { Configuration: var valid } => valid,
            ConfigurationResult.Invalid { Findings: var findings } => throw new CommandException(
                exitCode,
                "the configuration cannot be used:\n"
                    + string.Join('\n', findings.Select(finding => FindingText.Of("configuration", finding)))),
            var other => throw new System.Diagnostics.UnreachableException($"{other.GetType()} is not known."),
        };
}
