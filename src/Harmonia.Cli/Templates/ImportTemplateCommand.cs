using System.CommandLine;
using Harmonia.Cli.CommandLine;
using Harmonia.Cli.Output;
using Harmonia.Cli.Remote;
using Harmonia.Client;

namespace Harmonia.Cli.Templates;

/// <summary><c>harmonia templates import</c>.</summary>
internal static class ImportTemplateCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("file")
        {
            Description = "The file of a template, in any form of the family; - for standard input.",
        };
        var (server, json) = (CommonOptions.Server(), CommonOptions.Json());
        var command = new ExampledCommand(
            "import",
            "Saves a template that was exported, or written for Tekton.",
            "harmonia templates import bug-fix.yaml")
        {
            file, server, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var source = TemplateSource.Open(parsed.GetRequiredValue(file), terminal);
            using var connection = ServerConnection.At(parsed.GetValue(server), terminal);
            var imported = await source.SendAsync(() => connection.CallAsync(
                client => client.ImportTemplateAsync(source.Text, cancellationToken)));
            if (parsed.GetValue(json))
            {
                JsonPrinter.Print(terminal.Out, imported, HarmoniaJson.Wire.TemplateImported);
                return ExitCode.Ok;
            }

            source.Warn(terminal, imported.Warnings);
            terminal.Print($"{imported.Name} {imported.TemplateId}: version {imported.Version} is saved");
            return ExitCode.Ok;
        });
        return command;
    }
}
