using System.CommandLine;
using Harmonia.Cli.CommandLine;
using Harmonia.Cli.Output;
using Harmonia.Cli.Remote;
using Harmonia.Client;

namespace Harmonia.Cli.Executions;

/// <summary><c>harmonia executions list</c>.</summary>
internal static class ListExecutionsCommand
{
    public static Command Create(Terminal terminal)
    {
        var status = new Option<string?>("--status")
        {
            Description = "Only executions with this status.",
            HelpName = "status",
        };
        status.AcceptOnlyFromAmong("pending", "running", "paused", "completed", "failed", "canceled");
        var workflow = new Option<string?>("--workflow")
        {
            Description = "Only executions of the workflow with this id or name.",
            HelpName = "workflow",
        };
        var parent = new Option<Guid?>("--parent")
        {
            Description = "Only executions that the execution with this id started.",
            HelpName = "id",
        };
        var (limit, server, json) = (CommonOptions.Limit(), CommonOptions.Server(), CommonOptions.Json());
        var command = new ExampledCommand(
            "list",
            "Lists executions, newest first.",
            "harmonia executions list",
            "harmonia executions list --status failed --workflow hello --limit 20")
        {
            status, workflow, parent, limit, server, json,
        };
        command.SetAction((parsed, cancellationToken) => ListAsync(
            new Wanted(
                parsed.GetValue(status),
                parsed.GetValue(workflow),
                parsed.GetValue(parent),
                parsed.GetValue(limit),
                parsed.GetValue(json)),
            parsed.GetValue(server),
            terminal,
            cancellationToken));
        return command;
    }

    private static async Task<int> ListAsync(
        Wanted wanted, string? url, Terminal terminal, CancellationToken cancellationToken)
    {
        using var server = ServerConnection.At(url, terminal);
        var page = await server.CallAsync(client => client.ListExecutionsAsync(wanted.Query, cancellationToken));
        if (wanted.AsJson)
        {
            JsonPrinter.Print(terminal.Out, page, HarmoniaJson.Wire.ExecutionList);
            return ExitCode.Ok;
        }

        TablePrinter.Print(
            terminal,
            ["id", "workflow", "status", "reason", "started", "took"],
            page.Executions.Select(execution => (string[])
            [
                $"{execution.ExecutionId}",
                execution.WorkflowName,
                execution.Status,
                execution.StatusReason ?? "",
                Printable.Time(execution.StartTime, terminal.Time),
                execution.EndTime is { } end ? Printable.Seconds(end - execution.StartTime) : "",
            ]));
        if (page.Total > page.Executions.Count)
        {
            terminal.Report($"{page.Executions.Count} of {page.Total}; --limit shows more.");
        }

        return ExitCode.Ok;
    }

    private sealed record Wanted(string? Status, string? Workflow, Guid? Parent, int Limit, bool AsJson)
    {
        public ListQuery Query => new()
        {
            Limit = Limit,
            Status = Status,
            Parent = Parent?.ToString(),
            WorkflowId = IsId ? Workflow : null,
            Filter = Workflow is null || IsId ? null : $"workflow_name:eq:{Workflow.Replace(",", "\\,")}",
        };

        private bool IsId => Guid.TryParse(Workflow, out _);
    }
}
