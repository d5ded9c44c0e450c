using System.CommandLine;
using System.Globalization;
using Harmonia.Cli.CommandLine;
using Harmonia.Cli.Output;
using Harmonia.Cli.Remote;
using Harmonia.Client;

namespace Harmonia.Cli.Checkpoints;

/// <summary><c>harmonia checkpoints list</c>.</summary>
internal static class ListCheckpointsCommand
{
    public static Command Create(Terminal terminal)
    {
        var execution = new Option<Guid?>("--execution")
        {
            Description = "Only checkpoints of the execution with this id.",
            HelpName = "id",
        };
        var (limit, server, json) = (CommonOptions.Limit(), CommonOptions.Server(), CommonOptions.Json());
        var command = new ExampledCommand(
            "list",
            "Lists checkpoints, newest first.",
            "harmonia checkpoints list",
            "harmonia checkpoints list --execution 0199d4a2-7c1e-7bb0-8000-5d1f6a3c9e01")
        {
            execution, limit, server, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = ServerConnection.At(parsed.GetValue(server), terminal);
            var query = new ListQuery
            {
                Limit = parsed.GetValue(limit),
                ExecutionId = parsed.GetValue(execution)?.ToString(),
            };
            var page = await connection.CallAsync(client => client.ListCheckpointsAsync(query, cancellationToken));
            Print(terminal, page, parsed.GetValue(json));
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Print(Terminal terminal, CheckpointList page, bool asJson)
    {
        if (asJson)
        {
            JsonPrinter.Print(terminal.Out, page, HarmoniaJson.Wire.CheckpointList);
            return;
        }

        TablePrinter.Print(
            terminal,
            ["id", "execution", "status", "version", "kind", "taken", "name"],
            page.Checkpoints.Select(checkpoint => (string[])
            [
                $"{checkpoint.Id}",
                $"{checkpoint.ExecutionId}",
                checkpoint.WorkflowStatus,
                checkpoint.Version.ToString(CultureInfo.InvariantCulture),
                checkpoint.Kind,
                Printable.Time(checkpoint.CreatedAt, terminal.Time),
                checkpoint.Name ?? "",
            ]));
        if (page.Total > page.Checkpoints.Count)
        {
            terminal.Report($"{page.Checkpoints.Count} of {page.Total}; --limit shows more.");
        }
    }
}
