using System.CommandLine;
using Harmonia.Cli.CommandLine;
using Harmonia.Cli.Documents;
using Harmonia.Cli.Remote;
using Harmonia.Client;

namespace Harmonia.Cli.Executions;

/// <summary><c>harmonia executions resolve</c>.</summary>
internal static class ResolveCommand
{
    public static Command Create(Terminal terminal)
    {
        var id = CommonOptions.ExecutionId();
        var task = new Argument<string>("task") { Description = "The task's path, such as charge or each[3].charge." };
        var resolution = new Argument<string>("resolution") { Description = "What is to become of it." };
        resolution.AcceptOnlyFromAmong("retry", "complete", "fail");
        var output = new Option<string?>("--output")
        {
            Description = "What it gave, with complete: JSON, @file or - for standard input.",
            HelpName = "json",
        };
        var reason = new Option<string?>("--reason")
        {
            Description = "Why, with fail; kept in the history.",
            HelpName = "text",
        };
        var (server, json) = (CommonOptions.Server(), CommonOptions.Json());
        var command = new ExampledCommand(
            "resolve",
            "Says what became of a task whose outcome nobody knows (on_unknown: ask).",
            "harmonia executions resolve 0199d4a2-7c1e-7bb0-8000-5d1f6a3c9e01 charge complete --output '{\"id\": 7}'")
        {
            id, task, resolution, output, reason, server, json,
        };
        command.Validators.Add(result =>
        {
            RefuseUnless("complete", output);
            RefuseUnless("fail", reason);

            void RefuseUnless(string verb, Option<string?> option)
            {
                if (result.GetValue(option) is not null && result.GetValue(resolution) != verb)
                {
                    result.AddError($"{option.Name} belongs to '{verb}'; leave it out.");
                }
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var body = new ResolveBody(
                parsed.GetValue(resolution)!,
                InputValue.ReadOptional(
                    parsed.GetValue(output), "--output", terminal, ServerConnection.MaxSentBytes),
                parsed.GetValue(reason));
            using var connection = ServerConnection.At(parsed.GetValue(server), terminal);
            var answer = await connection.CallAsync(client => client.ResolveTaskAsync(
                $"{parsed.GetValue(id)}", parsed.GetValue(task)!, body, cancellationToken));
            SteerCommands.Print(terminal, answer, parsed.GetValue(json));
            return ExitCode.Ok;
        });
        return command;
    }
}
