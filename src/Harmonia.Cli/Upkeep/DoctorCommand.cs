using System.CommandLine;
using System.Text.Json;
using Harmonia.Cli.CommandLine;
using Harmonia.Cli.Documents;
using Harmonia.Cli.Output;
using Harmonia.Cli.Upkeep.Checks;
using Harmonia.Server.Hosting;

namespace Harmonia.Cli.Upkeep;

/// <summary><c>harmonia doctor</c>: looks at everything that a server needs, and changes nothing.</summary>
internal static class DoctorCommand
{
    public static Command Create(Terminal terminal)
    {
        var options = new ConfigurationOptions();
        var json = CommonOptions.Json();
        var command = new ExampledCommand(
            "doctor",
            "Checks what a server needs here: runtime, data, database, port, commands, and says what to do.",
            "harmonia doctor",
            "harmonia doctor --data-dir /var/lib/harmonia")
        {
            options.Host, options.Port, options.DataDirectory, options.Database, options.File, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var results = await ExamineAsync(options.Read(parsed, terminal), cancellationToken);
            if (parsed.GetValue(json))
            {
                JsonPrinter.Print(terminal.Out, writer => Write(writer, results));
            }
            else
            {
                Print(terminal, results);
            }

            return results.Exists(result => result.Level == CheckLevel.Fail) ? ExitCode.Failed : ExitCode.Ok;
        });
        return command;
    }

    private static async Task<List<CheckResult>> ExamineAsync(
        ConfigurationResult read, CancellationToken cancellationToken)
    {
        List<CheckResult> results = [RuntimeChecks.DotNet(), RuntimeChecks.Sqlite()];
        if (read is not ConfigurationResult.Valid { Configuration: var configuration })
        {
            results.AddRange(((ConfigurationResult.Invalid)read).Findings.Select(finding => CheckResult.Fail(
                "configuration", FindingText.Of("configuration", finding), "Correct it, or remove it.")));
            return results;
        }

        results.Add(CheckResult.Ok("configuration", $"{configuration.Settings.Length} settings, all valid"));
        results.AddRange(configuration.Warnings.Select(warning => CheckResult.Warn(
            "configuration", FindingText.Of("configuration", warning), "Correct it, or unset it.")));
        results.AddRange(DataChecks.Examine(configuration));
        results.Add(await PortCheck.ExamineAsync(configuration, cancellationToken));
        results.AddRange(CommandChecks.Examine(configuration));
        return results;
    }

    private static void Print(Terminal terminal, List<CheckResult> results)
    {
        TablePrinter.Print(
            terminal,
            ["status", "check", "found"],
            results.Select(result => (string[])[result.Word, result.Name, result.Found]));
        foreach (var result in results.Where(result => result.Remedy is not null))
        {
            terminal.Print("");
            terminal.Print($"{result.Name}: {result.Found}");
            terminal.Print($"  {result.Remedy}");
        }
    }

    private static void Write(Utf8JsonWriter writer, List<CheckResult> results)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("checks");
        foreach (var result in results)
        {
            writer.WriteStartObject();
            writer.WriteString("status", result.Word);
            writer.WriteString("check", result.Name);
            writer.WriteString("found", result.Found);
            if (result.Remedy is not null)
            {
                writer.WriteString("remedy", result.Remedy);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
