using System.CommandLine;
using Harmonia.Cli.CommandLine;
using Harmonia.Cli.Output;
using Harmonia.Cli.Remote;
using Harmonia.Client;

namespace Harmonia.Cli.Executions;

/// <summary><c>harmonia executions pause|resume|cancel|retry</c>.</summary>
internal static class SteerCommands
{
    private delegate Task<CommandAnswer> Call(HarmoniaClient client, string id, CancellationToken cancellationToken);

    public static Command CreatePause(Terminal terminal) => Create(
        terminal,
        "pause",
        "Lets no further attempt start until it is resumed; running ones go on.",
        static (client, id, cancellationToken) => client.PauseAsync(id, cancellationToken));

    public static Command CreateResume(Terminal terminal) => Create(
        terminal,
        "resume",
        "Has a paused execution go on.",
        static (client, id, cancellationToken) => client.ResumeAsync(id, cancellationToken));

    public static Command CreateRetry(Terminal terminal) => Create(
        terminal,
        "retry",
        "Reopens a failed execution, or one with warnings, at its failed tasks and items.",
        static (client, id, cancellationToken) => client.RetryAsync(id, cancellationToken));

    public static Command CreateCancel(Terminal terminal)
    {
        var reason = new Option<string?>("--reason") { Description = "Why; kept in the history.", HelpName = "text" };
        return Create(
            terminal,
            "cancel",
            "Ends an execution; what runs is asked to stop.",
            parsed => (client, id, cancellationToken) =>
                client.CancelAsync(id, parsed.GetValue(reason), cancellationToken),
            reason);
    }

    /// <summary>What a command led to.</summary>
    public static void Print(Terminal terminal, CommandAnswer answer, bool asJson)
    {
        if (asJson)
        {
            JsonPrinter.Print(terminal.Out, answer, HarmoniaJson.Wire.CommandAnswer);
        }
        else
        {
            terminal.Print($"{answer.ExecutionId} is {answer.Status}");
        }
    }

    private static ExampledCommand Create(Terminal terminal, string verb, string description, Call call) =>
        Create(terminal, verb, description, _ => call);

    private static ExampledCommand Create(
        Terminal terminal,
        string verb,
        string description,
        Func<ParseResult, Call> callOf,
        params ReadOnlySpan<Option> options)
    {
        var (id, server, json) = (CommonOptions.ExecutionId(), CommonOptions.Server(), CommonOptions.Json());
        var command = new ExampledCommand(
            verb, description, $"harmonia executions {verb} 0199d4a2-7c1e-7bb0-8000-5d1f6a3c9e01")
        {
            id,
        };
        foreach (var option in (ReadOnlySpan<Option>)[.. options, server, json])
        {
            command.Add(option);
        }

        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = ServerConnection.At(parsed.GetValue(server), terminal);
            var call = callOf(parsed);
            var answer = await connection.CallAsync(
                client => call(client, $"{parsed.GetValue(id)}", cancellationToken));
            Print(terminal, answer, parsed.GetValue(json));
            return ExitCode.Ok;
        });
        return command;
    }
}
