using System.CommandLine;
using Harmonia.Cli.CommandLine;
using Harmonia.Cli.Output;
using Harmonia.Cli.Remote;
using Harmonia.Cli.Running;

namespace Harmonia.Cli.Executions;

/// <summary><c>harmonia executions watch</c>: its events as they happen, until its end.</summary>
internal static class WatchCommand
{
    public static Command Create(Terminal terminal)
    {
        var (id, server, json) = (CommonOptions.ExecutionId(), CommonOptions.Server(), CommonOptions.Json());
        var after = CommonOptions.After("Only events above this version.");
        var command = new ExampledCommand(
            "watch",
            "Shows the events of an execution until it ends, also over restarts of the server. "
                + "The exit code says how it ended; Ctrl-C only stops the watching.",
            "harmonia executions watch 0199d4a2-7c1e-7bb0-8000-5d1f6a3c9e01")
        {
            id, after, server, json,
        };
        command.SetAction((parsed, cancellationToken) => WatchAsync(
            new Wanted(parsed.GetValue(id), parsed.GetValue(after), parsed.GetValue(json)),
            parsed.GetValue(server),
            terminal,
            cancellationToken));
        return command;
    }

    private static async Task<int> WatchAsync(
        Wanted wanted, string? url, Terminal terminal, CancellationToken cancellationToken)
    {
        using var server = ServerConnection.At(url, terminal);
        await using (var view = new PlainProgress(terminal))
        {
            await new ExecutionWatch(server, terminal).FollowAsync(wanted.Id, wanted.After, view, cancellationToken);
        }

        var outcome = Outcome.Of(await server.CallAsync(
            client => client.GetExecutionAsync($"{wanted.Id}", cancellationToken)));
        if (wanted.AsJson)
        {
            JsonPrinter.Print(terminal.Out, outcome.Write);
        }
        else
        {
            outcome.Print(terminal);
        }

        return outcome.ExitCode;
    }

    private sealed record Wanted(Guid Id, long After, bool AsJson);
}
