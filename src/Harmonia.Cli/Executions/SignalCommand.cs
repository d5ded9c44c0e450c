using System.CommandLine;
using Harmonia.Cli.CommandLine;
using Harmonia.Cli.Documents;
using Harmonia.Cli.Output;
using Harmonia.Cli.Remote;
using Harmonia.Client;

namespace Harmonia.Cli.Executions;

/// <summary><c>harmonia executions signal</c>.</summary>
internal static class SignalCommand
{
    public static Command Create(Terminal terminal)
    {
        var id = CommonOptions.ExecutionId();
        var name = new Argument<string>("name") { Description = "What its tasks wait for." };
        var payload = CommonOptions.Payload();
        var signalId = new Option<string?>("--id")
        {
            Description = "Sending the same id again changes nothing.",
            HelpName = "id",
        };
        var transient = new Option<bool>("--transient")
        {
            Description = "Lost when nobody waits for it; otherwise it is kept.",
        };
        var (server, json) = (CommonOptions.Server(), CommonOptions.Json());
        var command = new ExampledCommand(
            "signal",
            "Tells an execution that something happened.",
            "harmonia executions signal 0199d4a2-7c1e-7bb0-8000-5d1f6a3c9e01 paid --payload '{\"amount\": 12}'")
        {
            id, name, payload, signalId, transient, server, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var value = InputValue.ReadOptional(
                parsed.GetValue(payload), "--payload", terminal, ServerConnection.MaxSentBytes);
            var body = new SignalBody(parsed.GetValue(name)!)
            {
                Payload = value,
                Id = parsed.GetValue(signalId),
                Keep = parsed.GetValue(transient) ? false : null,
            };
            using var connection = ServerConnection.At(parsed.GetValue(server), terminal);
            var answer = await connection.CallAsync(
                client => client.SendSignalAsync($"{parsed.GetValue(id)}", body, cancellationToken));
            if (parsed.GetValue(json))
            {
                JsonPrinter.Print(terminal.Out, answer, HarmoniaJson.Wire.SignalAnswer);
            }
            else
            {
                terminal.Print(answer.DeliveredTo is { } task
                    ? $"{answer.Name} was delivered to {task}"
                    : $"{answer.Name} is {answer.Outcome}");
            }

            return ExitCode.Ok;
        });
        return command;
    }
}
