using System.CommandLine;
using Harmonia.Cli.CommandLine;
using Harmonia.Cli.Output;
using Harmonia.Cli.Remote;
using Harmonia.Client;

namespace Harmonia.Cli.Checkpoints;

/// <summary><c>harmonia checkpoints restore</c>.</summary>
internal static class RestoreCheckpointCommand
{
    public static Command Create(Terminal terminal)
    {
        var (id, server, json) = (CheckpointCommands.CheckpointId(), CommonOptions.Server(), CommonOptions.Json());
        var command = new ExampledCommand(
            "restore",
            "Begins a new execution at a checkpoint; finished tasks are not called again, and the original stays.",
            "harmonia checkpoints restore 0199d4a2-8f03-7a11-9000-1b2c3d4e5f60")
        {
            id, server, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = ServerConnection.At(parsed.GetValue(server), terminal);
            var restored = await connection.CallAsync(
                client => client.RestoreAsync($"{parsed.GetValue(id)}", null, cancellationToken));
            if (parsed.GetValue(json))
            {
                JsonPrinter.Print(terminal.Out, restored, HarmoniaJson.Wire.ExecutionRestored);
            }
            else
            {
                terminal.Print(
                    $"{restored.ExecutionId} goes on from version {restored.Version} of "
                        + $"{restored.OriginalExecutionId}");
            }

            return ExitCode.Ok;
        });
        return command;
    }
}
