using System.CommandLine;
using Harmonia.Cli.CommandLine;
using Harmonia.Cli.Output;
using Harmonia.Cli.Remote;
using Harmonia.Client;

namespace Harmonia.Cli.Templates;

/// <summary><c>harmonia templates delete</c>.</summary>
internal static class DeleteTemplateCommand
{
    public static Command Create(Terminal terminal)
    {
        var (template, server, json) = (TemplateCommands.Template(), CommonOptions.Server(), CommonOptions.Json());
        var command = new ExampledCommand(
            "delete",
            "Deletes a template with all its versions. Workflows that were made of it stay.",
            "harmonia templates delete greeting")
        {
            template, server, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = ServerConnection.At(parsed.GetValue(server), terminal);
            var name = parsed.GetRequiredValue(template);
            var removed = await connection.CallAsync(client => client.RemoveTemplateAsync(name, cancellationToken));
            if (parsed.GetValue(json))
            {
                JsonPrinter.Print(terminal.Out, removed, HarmoniaJson.Wire.TemplateRemoved);
            }
            else
            {
                terminal.Print($"{name} is deleted");
            }

            return ExitCode.Ok;
        });
        return command;
    }
}
