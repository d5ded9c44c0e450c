using System.CommandLine;
using Harmonia.Cli.CommandLine;
using Harmonia.Cli.Output;
using Harmonia.Cli.Remote;
using Harmonia.Client;

namespace Harmonia.Cli.Components;

/// <summary><c>harmonia components list</c>.</summary>
internal static class ListComponentsCommand
{
    public static Command Create(Terminal terminal)
    {
        var (limit, server, json) = (CommonOptions.Limit(), CommonOptions.Server(), CommonOptions.Json());
        var command = new ExampledCommand(
            "list",
            "Lists components by name: built in, registered and discovered.",
            "harmonia components list --limit 500")
        {
            limit, server, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var query = new ListQuery { Limit = parsed.GetValue(limit) };
            using var connection = ServerConnection.At(parsed.GetValue(server), terminal);
            var page = await connection.CallAsync(client => client.ListComponentsAsync(query, cancellationToken));
            if (parsed.GetValue(json))
            {
                JsonPrinter.Print(terminal.Out, page, HarmoniaJson.Wire.ComponentList);
            }
            else
            {
                Print(terminal, page);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static void Print(Terminal terminal, ComponentList page)
    {
        TablePrinter.Print(
            terminal,
            ["name", "status", "origin", "protocol", "updated", "actions"],
            page.Components.Select(component => (string[])
            [
                component.Name,
                component.Status,
                component.BuiltIn ? "built in" : component.Origin,
                component.Protocol ?? "",
                component.UpdatedAt is { } updated ? Printable.Time(updated, terminal.Time) : "",
                string.Join(", ", component.Actions),
            ]));
        if (page.Total > page.Components.Count)
        {
            terminal.Report($"{page.Components.Count} of {page.Total}; --limit shows more.");
        }
    }
}
