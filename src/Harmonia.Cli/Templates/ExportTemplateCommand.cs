using System.CommandLine;
using System.Text.Json;
using Harmonia.Cli.CommandLine;
using Harmonia.Cli.Output;
using Harmonia.Cli.Remote;
using Harmonia.Client;
using Harmonia.Core.Definitions;

namespace Harmonia.Cli.Templates;

/// <summary><c>harmonia templates export</c>.</summary>
internal static class ExportTemplateCommand
{
    public static Command Create(Terminal terminal)
    {
        var (template, version) = (TemplateCommands.Template(), TemplateCommands.Version());
        var (server, json) = (CommonOptions.Server(), CommonOptions.Json());
        var command = new ExampledCommand(
            "export",
            "Prints a template as YAML that can be imported elsewhere, complete with what it builds on.",
            "harmonia templates export bug-fix > bug-fix.yaml",
            "harmonia templates export bug-fix --json > bug-fix.json")
        {
            template, version, server, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = ServerConnection.At(parsed.GetValue(server), terminal);
            var file = await connection.CallAsync(client => client.ExportTemplateAsync(
                parsed.GetRequiredValue(template), parsed.GetValue(version), cancellationToken));
            if (parsed.GetValue(json))
            {
                JsonPrinter.Print(terminal.Out, file, HarmoniaJson.Wire.TemplateFile);
                return ExitCode.Ok;
            }

            var members = JsonSerializer.SerializeToElement(file, HarmoniaJson.Wire.TemplateFile).EnumerateObject();
            await terminal.Out.WriteAsync(YamlText.Of(members.Select(member => (member.Name, member.Value))));
            return ExitCode.Ok;
        });
        return command;
    }
}
