using System.CommandLine;
using Harmonia.Cli.CommandLine;

namespace Harmonia.Cli.Checkpoints;

/// <summary><c>harmonia checkpoints</c>: named versions of executions, and what goes on from them.</summary>
internal static class CheckpointCommands
{
    public static Command Create(Terminal terminal) =>
        new ExampledCommand(
            "checkpoints",
            "Takes, lists, shows and restores checkpoints of the executions of a server.",
            "harmonia checkpoints take 0199d4a2-7c1e-7bb0-8000-5d1f6a3c9e01 --name half-way",
            "harmonia checkpoints restore 0199d4a2-8f03-7a11-9000-1b2c3d4e5f60")
        {
            TakeCheckpointCommand.Create(terminal),
            ListCheckpointsCommand.Create(terminal),
            ShowCheckpointCommand.Create(terminal),
            RestoreCheckpointCommand.Create(terminal),
        };

    public static Argument<Guid> CheckpointId() => new("id") { Description = "The checkpoint's id." };
}
