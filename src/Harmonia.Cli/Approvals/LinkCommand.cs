using System.CommandLine;
using Harmonia.Cli.CommandLine;
using Harmonia.Cli.Output;
using Harmonia.Cli.Remote;
using Harmonia.Client;

namespace Harmonia.Cli.Approvals;

/// <summary><c>harmonia approvals link</c>.</summary>
internal static class LinkCommand
{
    public static Command Create(Terminal terminal)
    {
        var (id, task) = (CommonOptions.ExecutionId(), ApprovalCommands.Task());
        var actor = ApprovalCommands.Actor("For whom the link is: the answer bears this name.");
        var decision = new Option<string?>("--decision") { Description = "Allows only this answer." };
        decision.AcceptOnlyFromAmong("approve", "reject");
        var expires = new Option<double?>("--expires-in")
        {
            Description = "For how long it is good; a week unless told.",
            HelpName = "seconds",
        };
        var (server, json) = (CommonOptions.Server(), CommonOptions.Json());
        var command = new ExampledCommand(
            "link",
            "Makes a link with which one person can answer once. It is a secret.",
            "harmonia approvals link 0199d4a2-7c1e-7bb0-8000-5d1f6a3c9e01 release --actor ann")
        {
            id, task, actor, decision, expires, server, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var body = new LinkBody
            {
                Actor = parsed.GetValue(actor),
                Decision = parsed.GetValue(decision),
                ExpiresIn = parsed.GetValue(expires),
            };
            using var connection = ServerConnection.At(parsed.GetValue(server), terminal);
            var link = await connection.CallAsync(client => client.MakeApprovalLinkAsync(
                $"{parsed.GetValue(id)}", parsed.GetValue(task)!, body, cancellationToken));
            if (parsed.GetValue(json))
            {
                JsonPrinter.Print(terminal.Out, link, HarmoniaJson.Wire.LinkAnswer);
            }
            else
            {
                terminal.Print(link.Url);
            }

            return ExitCode.Ok;
        });
        return command;
    }
}
