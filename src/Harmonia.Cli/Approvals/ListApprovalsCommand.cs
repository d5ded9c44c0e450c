using System.CommandLine;
using Harmonia.Cli.CommandLine;
using Harmonia.Cli.Output;
using Harmonia.Cli.Remote;
using Harmonia.Client;

namespace Harmonia.Cli.Approvals;

/// <summary><c>harmonia approvals list</c>.</summary>
internal static class ListApprovalsCommand
{
    public static Command Create(Terminal terminal)
    {
        var execution = new Option<Guid?>("--execution") { Description = "Of this execution only.", HelpName = "id" };
        var assignee = new Option<string?>("--assignee")
        {
            Description = "Assigned to this person only.",
            HelpName = "name",
        };
        var (limit, server, json) = (CommonOptions.Limit(), CommonOptions.Server(), CommonOptions.Json());
        var command = new ExampledCommand(
            "list",
            "Lists approvals that wait for an answer, the oldest first.",
            "harmonia approvals list",
            "harmonia approvals list --assignee ann")
        {
            execution, assignee, limit, server, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = ServerConnection.At(parsed.GetValue(server), terminal);
            var page = await connection.CallAsync(client => client.ListApprovalsAsync(
                parsed.GetValue(execution)?.ToString("D"),
                parsed.GetValue(assignee),
                parsed.GetValue(limit),
                cancellationToken));
            if (parsed.GetValue(json))
            {
                JsonPrinter.Print(terminal.Out, page, HarmoniaJson.Wire.ApprovalList);
                return ExitCode.Ok;
            }

            Print(terminal, page);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Print(Terminal terminal, ApprovalList page)
    {
        TablePrinter.Print(
            terminal,
            ["execution", "task", "asked", "deadline", "assignees", "title"],
            page.Approvals.Select(approval => (string[])
            [
                $"{approval.ExecutionId}",
                approval.Task,
                Printable.Time(approval.RequestedAt, terminal.Time),
                approval.Deadline is { } deadline ? Printable.Time(deadline, terminal.Time) : "",
                string.Join(", ", approval.Assignees),
                approval.Title,
            ]));
        if (page.NextCursor is not null)
        {
            terminal.Report($"There are more than these {page.Approvals.Count}; --limit shows more.");
        }
    }
}
