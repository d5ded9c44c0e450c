using System.CommandLine;
using System.Text.Json;
using Harmonia.Cli.CommandLine;
using Harmonia.Cli.Documents;
using Harmonia.Cli.Output;
using Harmonia.Server.Hosting;
using Harmonia.Server.Hosting.Configuration;

namespace Harmonia.Cli.Upkeep;

/// <summary><c>harmonia config</c>: what is in force here, and who said so.</summary>
internal static class ConfigCommand
{
    public static Command Create(Terminal terminal)
    {
        var options = new ConfigurationOptions();
        var json = CommonOptions.Json();
        var command = new ExampledCommand(
            "config",
            "Prints the configuration that a server started here would have, and where each value comes from.",
            "harmonia config",
            "HARMONIA_PORT=8007 harmonia config --json")
        {
            options.Host, options.Port, options.DataDirectory, options.Database, options.File, options.LogLevel,
            options.HermesUrl, options.NoHermes, options.AllowShell, json,
        };
        command.SetAction(parsed =>
        {
            var configuration = options.Require(parsed, terminal, exitCode: ExitCode.Failed);
            if (parsed.GetValue(json))
            {
                JsonPrinter.Print(terminal.Out, writer => Write(writer, configuration));
            }
            else
            {
                Print(terminal, configuration);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static void Print(Terminal terminal, HarmoniaConfiguration configuration)
    {
        TablePrinter.Print(
            terminal,
            ["setting", "value", "from"],
            configuration.Settings.Select(setting => (string[])[setting.Key, setting.Value, Origin(setting)]));
        foreach (var warning in configuration.Warnings)
        {
            terminal.Report(FindingText.Of("configuration", warning));
        }
    }

    private static string Origin(Setting setting) => setting.Origin.Length > 0 ? setting.Origin : "default";

    private static void Write(Utf8JsonWriter writer, HarmoniaConfiguration configuration)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("settings");
        foreach (var setting in configuration.Settings)
        {
            writer.WriteStartObject();
            writer.WriteString("key", setting.Key);
            writer.WriteString("value", setting.Value);
            writer.WriteString("source", Word(setting.Source));
            writer.WriteString("origin", setting.Origin);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("warnings");
        foreach (var warning in configuration.Warnings)
        {
            FindingText.Write(writer, "configuration", warning);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static string Word(SettingSource source) => source switch
    {
        SettingSource.Default => "default",
        SettingSource.File => "file",
        SettingSource.Environment => "environment",
        SettingSource.CommandLine => "command_line",
        _ => throw new System.Diagnostics.UnreachableException($"Source {source} has no word."),
    };
}
