using System.CommandLine;
using System.Net;
using Harmonia.Cli.CommandLine;
using Harmonia.Cli.Documents;
using Harmonia.Cli.Output;
using Harmonia.Cli.Remote;
using Harmonia.Client;
using Harmonia.Core.Definitions;

namespace Harmonia.Cli.Components;

/// <summary><c>harmonia components add</c>.</summary>
internal static class AddComponentCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("file")
        {
            Description = "The declaration, in JSON or YAML; - for standard input.",
        };
        var update = new Option<bool>("--update")
        {
            Description = "Put it in the place of the declaration that is there, if there is one.",
        };
        var (server, json) = (CommonOptions.Server(), CommonOptions.Json());
        var command = new ExampledCommand(
            "add",
            "Registers a component on the server, which checks its declaration first.",
            "harmonia components add weather.yaml",
            "harmonia components add weather.yaml --update")
        {
            file, update, server, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (source, text) = Open(parsed.GetRequiredValue(file), terminal);
            using var connection = ServerConnection.At(parsed.GetValue(server), terminal);
            var saved = await AddAsync(source, text, parsed.GetValue(update), connection, cancellationToken);
            if (parsed.GetValue(json))
            {
                JsonPrinter.Print(terminal.Out, saved, HarmoniaJson.Wire.ComponentSaved);
                return ExitCode.Ok;
            }

            foreach (var line in WireFindings.Lines(source, (saved.Warnings ?? []).Select(WireFindings.Read)))
            {
                terminal.Report(line);
            }

            var actions = saved.Actions.Count == 0 ? "" : $" with {string.Join(", ", saved.Actions)}";
            terminal.Print($"{saved.Name} is registered, protocol {saved.Protocol}{actions}");
            return ExitCode.Ok;
        });
        return command;
    }

    private static (Source Source, WorkflowText Text) Open(string path, Terminal terminal)
    {
        var source = Source.Open(
            path, terminal, DocumentLimits.Default with { MaxBytes = ServerConnection.MaxSentBytes });
        return source.Document is { } document
            ? (source, new WorkflowText(document.Root.GetRawText(), IsYaml: false))
            : throw Refused(source.Lines(source.Findings));
    }

    private static async Task<ComponentSaved> AddAsync(
        Source source, WorkflowText text, bool mayUpdate, ServerConnection server, CancellationToken cancellationToken)
    {
        try
        {
            return await SendAsync(source, text, mayUpdate, server, cancellationToken);
        }
        catch (HarmoniaException exception) when (exception.Findings.Count > 0)
        {
            throw Refused(WireFindings.Lines(source, exception.Findings.Select(WireFindings.Read)), exception);
        }
    }

    private static async Task<ComponentSaved> SendAsync(
        Source source, WorkflowText text, bool mayUpdate, ServerConnection server, CancellationToken cancellationToken)
    {
        try
        {
            return await server.CallAsync(
                client => client.AddComponentAsync(text, idempotencyKey: null, cancellationToken));
        }
        catch (HarmoniaException exception) when (
            mayUpdate && exception is { Status: (int)HttpStatusCode.Conflict, Code: "COMPONENT_NAME_TAKEN" })
        {
            // It was read as a declaration, so it has a name.
            var name = source.Document!.Root.GetProperty("name").GetString()!;
            return await server.CallAsync(
                client => client.PutComponentAsync(name, text, contentHash: null, cancellationToken));
        }
    }

    private static CommandException Refused(IEnumerable<string> lines, Exception? cause = null) =>
        new(ExitCode.Failed, "nothing was registered:\n" + string.Join('\n', lines), cause);
}
