using System.CommandLine;
using Harmonia.Cli.CommandLine;
using Harmonia.Cli.Documents;
using Harmonia.Cli.Output;
using Harmonia.Cli.Remote;
using Harmonia.Client;

namespace Harmonia.Cli.Approvals;

/// <summary><c>harmonia approvals approve|reject</c>.</summary>
internal static class AnswerCommands
{
    public static Command CreateApprove(Terminal terminal) =>
        Create(terminal, "approve", "Approves what a task asks.");

    public static Command CreateReject(Terminal terminal) =>
        Create(terminal, "reject", "Rejects what a task asks.");

    private static ExampledCommand Create(Terminal terminal, string verb, string description)
    {
        var (id, task) = (CommonOptions.ExecutionId(), ApprovalCommands.Task());
        var actor = ApprovalCommands.Actor("Who answers.");
        var comment = new Option<string?>("--comment") { Description = "Why; kept in the history.", HelpName = "text" };
        var data = new Option<string?>("--data")
        {
            Description = "What is filled in or changed: JSON, @file or - for standard input.",
            HelpName = "json",
        };
        var (server, json) = (CommonOptions.Server(), CommonOptions.Json());
        var command = new ExampledCommand(
            verb,
            description,
            $"harmonia approvals {verb} 0199d4a2-7c1e-7bb0-8000-5d1f6a3c9e01 release --actor ann --comment 'Seen.'")
        {
            id, task, actor, comment, data, server, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var body = new AnswerBody
            {
                Decision = verb,
                Actor = parsed.GetValue(actor),
                Comment = parsed.GetValue(comment),
                Data = InputValue.ReadOptional(
                    parsed.GetValue(data), "--data", terminal, ServerConnection.MaxSentBytes),
            };
            using var connection = ServerConnection.At(parsed.GetValue(server), terminal);
            var answer = await connection.CallAsync(client => client.AnswerApprovalAsync(
                $"{parsed.GetValue(id)}", parsed.GetValue(task)!, body, cancellationToken));
            if (parsed.GetValue(json))
            {
                JsonPrinter.Print(terminal.Out, answer, HarmoniaJson.Wire.AnswerTaken);
            }
            else
            {
                terminal.Print($"{answer.Task}: {answer.Decision} (the execution is {answer.ExecutionStatus})");
            }

            return ExitCode.Ok;
        });
        return command;
    }
}
