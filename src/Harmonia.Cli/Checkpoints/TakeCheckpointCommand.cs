using System.CommandLine;
using Harmonia.Cli.CommandLine;
using Harmonia.Cli.Output;
using Harmonia.Cli.Remote;
using Harmonia.Client;

namespace Harmonia.Cli.Checkpoints;

/// <summary><c>harmonia checkpoints take</c>.</summary>
internal static class TakeCheckpointCommand
{
    public static Command Create(Terminal terminal)
    {
        var name = new Option<string?>("--name") { Description = "What you call it.", HelpName = "text" };
        var description = new Option<string?>("--description")
        {
            Description = "What you say of it.",
            HelpName = "text",
        };
        var (id, server, json) = (CommonOptions.ExecutionId(), CommonOptions.Server(), CommonOptions.Json());
        var command = new ExampledCommand(
            "take",
            "Names the version that an execution is at, whether or not it has ended.",
            "harmonia checkpoints take 0199d4a2-7c1e-7bb0-8000-5d1f6a3c9e01 --name half-way")
        {
            id, name, description, server, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = ServerConnection.At(parsed.GetValue(server), terminal);
            var (title, text) = (parsed.GetValue(name), parsed.GetValue(description));
            var taken = await connection.CallAsync(client =>
                client.TakeCheckpointAsync($"{parsed.GetValue(id)}", title, text, null, cancellationToken));
            if (parsed.GetValue(json))
            {
                JsonPrinter.Print(terminal.Out, taken, HarmoniaJson.Wire.CheckpointDetail);
            }
            else
            {
                terminal.Print($"{taken.Id} names version {taken.Version} of {taken.ExecutionId}");
            }

            return ExitCode.Ok;
        });
        return command;
    }
}
