using System.CommandLine;
using Harmonia.Cli.CommandLine;
using Harmonia.Cli.Documents;
using Harmonia.Cli.Output;
using Harmonia.Cli.Remote;
using Harmonia.Client;

namespace Harmonia.Cli.Events;

/// <summary><c>harmonia events</c>: what happens outside.</summary>
internal static class EventCommands
{
    private const string Example = "harmonia events publish file.ready --payload '{\"path\": \"/in/7.csv\"}'";

    public static Command Create(Terminal terminal) =>
        new ExampledCommand("events", "Tells executions that something happened.", Example)
        {
            CreatePublish(terminal),
        };

    private static ExampledCommand CreatePublish(Terminal terminal)
    {
        var name = new Argument<string>("type") { Description = "What tasks wait for." };
        var payload = CommonOptions.Payload();
        var id = new Option<string?>("--id")
        {
            Description = "Each execution takes an event of one id once.",
            HelpName = "id",
        };
        var (server, json) = (CommonOptions.Server(), CommonOptions.Json());
        var command = new ExampledCommand(
            "publish", "Tells every execution that waits for it now that something happened.", Example)
        {
            name, payload, id, server, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var body = new EventBody
            {
                EventType = parsed.GetValue(name),
                Payload = InputValue.ReadOptional(
                    parsed.GetValue(payload), "--payload", terminal, ServerConnection.MaxSentBytes),
                Id = parsed.GetValue(id),
            };
            using var connection = ServerConnection.At(parsed.GetValue(server), terminal);
            var answer = await connection.CallAsync(client => client.PublishEventAsync(body, cancellationToken));
            if (parsed.GetValue(json))
            {
                JsonPrinter.Print(terminal.Out, answer, HarmoniaJson.Wire.EventAnswer);
            }
            else
            {
                terminal.Print($"{answer.EventType} was taken by {answer.Delivered} executions (id {answer.EventId})");
            }

            return ExitCode.Ok;
        });
        return command;
    }
}
