using System.CommandLine;
using System.Text.Json;
using Harmonia.Cli.CommandLine;
using Harmonia.Cli.Output;
using Harmonia.Cli.Remote;
using Harmonia.Client;

namespace Harmonia.Cli.Components;

/// <summary><c>harmonia components show</c>: how it is, and what its actions take.</summary>
internal static class ShowComponentCommand
{
    public static Command Create(Terminal terminal)
    {
        var (component, server, json) =
            (ComponentCommands.Component(), CommonOptions.Server(), CommonOptions.Json());
        var command = new ExampledCommand(
            "show",
            "Shows how a component is and what its actions take; with --json all that the server says of it.",
            "harmonia components show weather")
        {
            component, server, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var name = parsed.GetRequiredValue(component);
            using var connection = ServerConnection.At(parsed.GetValue(server), terminal);
            var detail = await connection.CallAsync(client => client.GetComponentAsync(name, cancellationToken));
            if (parsed.GetValue(json))
            {
                JsonPrinter.Print(terminal.Out, detail, HarmoniaJson.Wire.ComponentDetail);
                return ExitCode.Ok;
            }

            var actions = await connection.CallAsync(
                client => client.ListComponentActionsAsync(name, cancellationToken));
            Print(terminal, detail, actions);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Print(Terminal terminal, ComponentDetail detail, ComponentActionList actions)
    {
        var origin = detail.BuiltIn ? "built in" : detail.Origin;
        var protocol = detail.Protocol is { } spoken ? $", protocol {spoken}" : "";
        terminal.Print($"{detail.Name}: {detail.Status}, {origin}{protocol}");
        if (detail.Reason is { Length: > 0 } reason)
        {
            terminal.Print(reason);
        }

        if (detail.Description is { Length: > 0 } description)
        {
            terminal.Print(description);
        }

        if (detail.LastProbe is { } probe)
        {
            terminal.Print($"asked {Printable.Time(probe.At, terminal.Time)}: {probe.Message}");
        }

        terminal.Print("");
        TablePrinter.Print(
            terminal,
            ["action", "takes", "description"],
            actions.Actions.Select(action => (string[])
            [
                action.Name,
                action.Parameters is { } schema ? Parameters(schema) : "",
                action.Description ?? "",
            ]));
    }

    /// <summary>The names of the properties, those that may be missing with a question mark.</summary>
    private static string Parameters(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object
            || !schema.TryGetProperty("properties", out var properties)
            || properties.ValueKind != JsonValueKind.Object)
        {
            return "any";
        }

        HashSet<string> required = schema.TryGetProperty("required", out var names)
            && names.ValueKind == JsonValueKind.Array
            ? [.. names.EnumerateArray().Select(name => name.ToString())]
            : [];
        return string.Join(", ", properties.EnumerateObject().Select(
            property => required.Contains(property.Name) ? property.Name : property.Name + "?"));
    }
}
