using System.CommandLine;
using System.Globalization;
using Harmonia.Cli.CommandLine;
using Harmonia.Cli.Output;
using Harmonia.Cli.Remote;
using Harmonia.Client;

namespace Harmonia.Cli.Workflows;

/// <summary><c>harmonia workflows list</c>.</summary>
internal static class ListWorkflowsCommand
{
    public static Command Create(Terminal terminal)
    {
        var (limit, server, json) = (CommonOptions.Limit(), CommonOptions.Server(), CommonOptions.Json());
        var command = new ExampledCommand(
            "list", "Lists workflows, newest first.", "harmonia workflows list --limit 20")
        {
            limit, server, json,
        };
        command.SetAction((parsed, cancellationToken) => ListAsync(
            parsed.GetValue(limit), parsed.GetValue(json), parsed.GetValue(server), terminal, cancellationToken));
        return command;
    }

    private static async Task<int> ListAsync(
        int limit, bool asJson, string? url, Terminal terminal, CancellationToken cancellationToken)
    {
        using var server = ServerConnection.At(url, terminal);
        var page = await server.CallAsync(
            client => client.ListWorkflowsAsync(new ListQuery { Limit = limit }, cancellationToken));
        if (asJson)
        {
            JsonPrinter.Print(terminal.Out, page, HarmoniaJson.Wire.WorkflowList);
            return ExitCode.Ok;
        }

        TablePrinter.Print(
            terminal,
            ["id", "name", "version", "revision", "updated", "description"],
            page.Workflows.Select(workflow => (string[])
            [
                $"{workflow.Id}",
                workflow.Name,
                workflow.Version,
                workflow.Revision.ToString(CultureInfo.InvariantCulture),
                Printable.Time(workflow.UpdatedAt, terminal.Time),
                workflow.Description ?? "",
            ]));
        if (page.Total > page.Workflows.Count)
        {
            terminal.Report($"{page.Workflows.Count} of {page.Total}; --limit shows more.");
        }

        return ExitCode.Ok;
    }
}
