using System.CommandLine;
using Harmonia.Cli.CommandLine;
using Harmonia.Cli.Output;
using Harmonia.Cli.Remote;
using Harmonia.Client;

namespace Harmonia.Cli.Workflows;

/// <summary><c>harmonia workflows delete</c>.</summary>
internal static class DeleteWorkflowCommand
{
    public static Command Create(Terminal terminal)
    {
        var (workflow, server, json) = (CommonOptions.Workflow(), CommonOptions.Server(), CommonOptions.Json());
        var command = new ExampledCommand(
            "delete",
            "Deletes a workflow that nothing executes. Ended executions keep their definition.",
            "harmonia workflows delete hello")
        {
            workflow, server, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = ServerConnection.At(parsed.GetValue(server), terminal);
            var name = parsed.GetRequiredValue(workflow);
            var removed = await connection.CallAsync(client => client.RemoveWorkflowAsync(name, cancellationToken));
            if (parsed.GetValue(json))
            {
                JsonPrinter.Print(terminal.Out, removed, HarmoniaJson.Wire.WorkflowRemoved);
            }
            else
            {
                terminal.Print($"{name} is deleted");
            }

            return ExitCode.Ok;
        });
        return command;
    }
}
