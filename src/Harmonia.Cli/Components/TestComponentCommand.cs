using System.CommandLine;
using System.Globalization;
using Harmonia.Cli.CommandLine;
using Harmonia.Cli.Output;
using Harmonia.Cli.Remote;
using Harmonia.Client;

namespace Harmonia.Cli.Components;

/// <summary><c>harmonia components test</c>.</summary>
internal static class TestComponentCommand
{
    public static Command Create(Terminal terminal)
    {
        var (component, server, json) =
            (ComponentCommands.Component(), CommonOptions.Server(), CommonOptions.Json());
        var command = new ExampledCommand(
            "test",
            "Asks a component whether it is there; ends with 1 when it is not.",
            "harmonia components test http")
        {
            component, server, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var name = parsed.GetRequiredValue(component);
            using var connection = ServerConnection.At(parsed.GetValue(server), terminal);
            var test = await connection.CallAsync(client => client.TestComponentAsync(name, cancellationToken));
            if (parsed.GetValue(json))
            {
                JsonPrinter.Print(terminal.Out, test, HarmoniaJson.Wire.ComponentTest);
            }
            else
            {
                var time = test.DurationMs.ToString("0.#", CultureInfo.InvariantCulture);
                terminal.Print($"{name} is {test.Status} ({time} ms): {test.Message}");
            }

            return test.Success ? ExitCode.Ok : ExitCode.Failed;
        });
        return command;
    }
}
