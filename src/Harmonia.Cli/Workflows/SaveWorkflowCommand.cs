using System.CommandLine;
using System.Net;
using Harmonia.Cli.CommandLine;
using Harmonia.Cli.Documents;
using Harmonia.Cli.Output;
using Harmonia.Cli.Remote;
using Harmonia.Client;
using Harmonia.Core.Definitions;

namespace Harmonia.Cli.Workflows;

/// <summary><c>harmonia workflows save</c>.</summary>
internal static class SaveWorkflowCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("file")
        {
            Description = "The definition, in JSON or YAML; - for standard input.",
        };
        var update = new Option<bool>("--update")
        {
            Description = "Make it the next revision when there is a workflow with this name.",
        };
        var (server, json) = (CommonOptions.Server(), CommonOptions.Json());
        var command = new ExampledCommand(
            "save",
            "Saves a definition on the server, which checks it first.",
            "harmonia workflows save hello.yaml",
            "harmonia workflows save hello.yaml --update")
        {
            file, update, server, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var limits = DocumentLimits.Default with { MaxBytes = ServerConnection.MaxSentBytes };
            var source = Source.Open(parsed.GetRequiredValue(file), terminal, limits);
            using var connection = ServerConnection.At(parsed.GetValue(server), terminal);
            var saved = await SaveAsync(source, parsed.GetValue(update), connection, cancellationToken);
            Print(terminal, source, saved, parsed.GetValue(json));
            return ExitCode.Ok;
        });
        return command;
    }

    private static async Task<WorkflowRevised> SaveAsync(
        Source source, bool mayUpdate, ServerConnection server, CancellationToken cancellationToken)
    {
        if (source.Document is not { Root: var root })
        {
            throw new CommandException(
                ExitCode.Failed, "nothing was saved:\n" + string.Join('\n', source.Lines(source.Findings)));
        }

        var text = new WorkflowText(root.GetRawText(), IsYaml: false);
        try
        {
            return await CreateAsync(text, server, cancellationToken);
        }
        catch (HarmoniaException exception) when (exception.Findings.Count > 0)
        {
            var lines = WireFindings.Lines(source, exception.Findings.Select(WireFindings.Read));
            throw new CommandException(ExitCode.Failed, "nothing was saved:\n" + string.Join('\n', lines), exception);
        }
        catch (HarmoniaException exception) when (mayUpdate && exception.Status == (int)HttpStatusCode.Conflict)
        {
            var name = root.GetProperty("name").GetString()!; // It was accepted as a definition, so it has a name.
            return await server.CallAsync(client => client.ReviseWorkflowAsync(name, text, cancellationToken));
        }
    }

    private static async Task<WorkflowRevised> CreateAsync(
        WorkflowText text, ServerConnection server, CancellationToken cancellationToken)
    {
        var saved = await server.CallAsync(
            client => client.CreateWorkflowAsync(text, idempotencyKey: null, cancellationToken));
        return new WorkflowRevised(saved.WorkflowId, saved.Name, saved.CreatedAt, saved.Revision, saved.DefinitionHash)
        {
            Warnings = saved.Warnings,
        };
    }

    private static void Print(Terminal terminal, Source source, WorkflowRevised saved, bool asJson)
    {
        if (asJson)
        {
            JsonPrinter.Print(terminal.Out, saved, HarmoniaJson.Wire.WorkflowRevised);
            return;
        }

        foreach (var line in WireFindings.Lines(source, (saved.Warnings ?? []).Select(WireFindings.Read)))
        {
            terminal.Report(line);
        }

        terminal.Print($"{saved.Name} {saved.WorkflowId}: revision {saved.Revision} is saved");
    }
}
