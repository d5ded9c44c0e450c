using System.CommandLine;
using Harmonia.Cli.CommandLine;
using Harmonia.Cli.Documents;
using Harmonia.Cli.Output;
using Harmonia.Cli.Remote;
using Harmonia.Client;

namespace Harmonia.Cli.Components;

/// <summary><c>harmonia components call</c>.</summary>
internal static class CallActionCommand
{
    private const double MaxTimeoutSeconds = 90; // Below the time after which the connection is given up.

    public static Command Create(Terminal terminal)
    {
        var action = new Argument<string>("component.action")
        {
            Description = "The component's name, a dot and the action's; what follows the last dot is the action.",
        };
        var input = new Option<string?>("--input")
        {
            Description = "Its parameters: JSON, @file (JSON or YAML), or - for standard input.",
            HelpName = "json",
        };
        var timeout = new Option<double?>("--timeout")
        {
            Description = $"Seconds that the call may take, up to {MaxTimeoutSeconds}.",
            HelpName = "seconds",
        };
        var key = new Option<string?>("--idempotency-key")
        {
            Description = "Passed on, so that a component that honours it has its effect once.",
            HelpName = "key",
        };
        var (server, json) = (CommonOptions.Server(), CommonOptions.Json());
        var command = new ExampledCommand(
            "call",
            "Calls an action once, outside any execution, and prints what it answers.",
            "harmonia components call harmonia.log --input '{\"message\": \"hello\"}'")
        {
            action, input, timeout, key, server, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (component, name) = Split(parsed.GetRequiredValue(action));
            var parameters = InputValue.Read(parsed.GetValue(input), terminal, ServerConnection.MaxSentBytes).Value;
            using var connection = ServerConnection.At(parsed.GetValue(server), terminal);
            var answer = await connection.CallAsync(client => client.CallActionAsync(
                component,
                name,
                parameters,
                Time(parsed.GetValue(timeout)),
                parsed.GetValue(key),
                cancellationToken));
            if (parsed.GetValue(json))
            {
                JsonPrinter.Print(terminal.Out, answer, HarmoniaJson.Wire.ActionAnswer);
            }
            else
            {
                JsonPrinter.Print(terminal.Out, answer.Output);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static (string Component, string Action) Split(string text)
    {
        var dot = text.LastIndexOf('.');
        return dot > 0 && dot < text.Length - 1
            ? (text[..dot], text[(dot + 1)..])
            : throw new CommandException(
                ExitCode.Usage, $"'{text}' is no action; write the component, a dot and the action: weather.forecast.");
    }

    private static TimeSpan? Time(double? seconds) => seconds switch
    {
        null => null,
        > 0 and <= MaxTimeoutSeconds => TimeSpan.FromSeconds(seconds.Value),
        _ => throw new CommandException(
            ExitCode.Usage, $"--timeout must be above 0 and at most {MaxTimeoutSeconds} seconds."),
    };
}
