using System.CommandLine;
using System.Text.Json.Serialization.Metadata;
using Harmonia.Cli.CommandLine;
using Harmonia.Cli.Output;
using Harmonia.Cli.Remote;
using Harmonia.Client;

namespace Harmonia.Cli.Executions;

/// <summary><c>harmonia executions pause|resume|cancel|retry</c>.</summary>
internal static class SteerCommand
{
    private static readonly CancelBody NoReason = new(Reason: null);

    public static Command Create(Terminal terminal, string verb, string description)
    {
        var (command, id, server, json) = Declare(verb, description);
        command.SetAction((parsed, cancellationToken) => SendAsync(
            new Steering(parsed.GetValue(id), verb, parsed.GetValue(server), parsed.GetValue(json)),
            reason: null,
            terminal,
            cancellationToken));
        return command;
    }

    public static Command CreateCancel(Terminal terminal)
    {
        var (command, id, server, json) = Declare("cancel", "Ends an execution; what runs is asked to stop.");
        var reason = new Option<string?>("--reason")
        {
            Description = "Why; kept in the history.",
            HelpName = "text",
        };
        command.Add(reason);
        command.SetAction((parsed, cancellationToken) => SendAsync(
            new Steering(parsed.GetValue(id), "cancel", parsed.GetValue(server), parsed.GetValue(json)),
            parsed.GetValue(reason),
            terminal,
            cancellationToken));
        return command;
    }

    private static (Command Command, Argument<Guid> Id, Option<string?> Server, Option<bool> Json) Declare(
        string verb, string description)
    {
        var (id, server, json) = (CommonOptions.ExecutionId(), CommonOptions.Server(), CommonOptions.Json());
        var command = new ExampledCommand(
            verb, description, $"harmonia executions {verb} 0199d4a2-7c1e-7bb0-8000-5d1f6a3c9e01")
        {
            id, server, json,
        };
        return (command, id, server, json);
    }

    private static async Task<int> SendAsync(
        Steering steering, string? reason, Terminal terminal, CancellationToken cancellationToken)
    {
        using var server = ServerConnection.At(steering.Server, terminal);
        var path = ServerConnection.Path("executions", $"{steering.Id}", steering.Verb);
        JsonTypeInfo<CommandAnswer> type = HarmoniaJson.Wire.CommandAnswer;
        var answer = reason is null
            ? await server.SendAsync(HttpMethod.Post, path, "{}"u8.ToArray(), type, cancellationToken)
            : await server.PostAsync(
                path, NoReason with { Reason = reason }, HarmoniaJson.Wire.CancelBody, type, cancellationToken);
        if (steering.AsJson)
        {
            JsonPrinter.Print(terminal.Out, answer, type);
        }
        else
        {
            terminal.Print($"{answer.ExecutionId} is {answer.Status}");
        }

        return ExitCode.Ok;
    }

    private sealed record Steering(Guid Id, string Verb, string? Server, bool AsJson);
}
