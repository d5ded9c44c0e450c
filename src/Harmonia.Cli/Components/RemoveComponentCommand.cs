using System.CommandLine;
using Harmonia.Cli.CommandLine;
using Harmonia.Cli.Output;
using Harmonia.Cli.Remote;
using Harmonia.Client;

namespace Harmonia.Cli.Components;

/// <summary><c>harmonia components remove</c>.</summary>
internal static class RemoveComponentCommand
{
    public static Command Create(Terminal terminal)
    {
        var (component, server, json) =
            (ComponentCommands.Component(), CommonOptions.Server(), CommonOptions.Json());
        var command = new ExampledCommand(
            "remove",
            "Removes a component that was registered. Calls that run end as they began.",
            "harmonia components remove weather")
        {
            component, server, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var name = parsed.GetRequiredValue(component);
            using var connection = ServerConnection.At(parsed.GetValue(server), terminal);
            var removed = await connection.CallAsync(client => client.RemoveComponentAsync(name, cancellationToken));
            if (parsed.GetValue(json))
            {
                JsonPrinter.Print(terminal.Out, removed, HarmoniaJson.Wire.ComponentRemoved);
            }
            else
            {
                terminal.Print($"{name} is removed");
            }

            return ExitCode.Ok;
        });
        return command;
    }
}
