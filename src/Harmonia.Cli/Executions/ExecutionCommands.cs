using System.CommandLine;
using Harmonia.Cli.CommandLine;

namespace Harmonia.Cli.Executions;

/// <summary><c>harmonia executions</c>: what a server carries out.</summary>
internal static class ExecutionCommands
{
    public static Command Create(Terminal terminal) =>
        new ExampledCommand(
            "executions",
            "Lists, shows and steers the executions of a server.",
            "harmonia executions list --status running",
            "harmonia executions watch 0199d4a2-7c1e-7bb0-8000-5d1f6a3c9e01")
        {
            ListExecutionsCommand.Create(terminal),
            ShowExecutionCommand.Create(terminal),
            HistoryCommand.Create(terminal),
            WatchCommand.Create(terminal),
            SteerCommands.CreatePause(terminal),
            SteerCommands.CreateResume(terminal),
            SteerCommands.CreateCancel(terminal),
            SteerCommands.CreateRetry(terminal),
            ResolveCommand.Create(terminal),
            SignalCommand.Create(terminal),
        };
}
