using System.CommandLine;
using System.Net;
using Harmonia.Cli.CommandLine;
using Harmonia.Cli.Output;
using Harmonia.Cli.Remote;
using Harmonia.Client;

namespace Harmonia.Cli.Templates;

/// <summary><c>harmonia templates save</c>.</summary>
internal static class SaveTemplateCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("file")
        {
            Description = "The template, in JSON or YAML; - for standard input.",
        };
        var update = new Option<bool>("--update")
        {
            Description = "Make it the next version when there is a template with this name.",
        };
        var (server, json) = (CommonOptions.Server(), CommonOptions.Json());
        var command = new ExampledCommand(
            "save",
            "Saves a template on the server, which checks it first.",
            "harmonia templates save greeting.yaml",
            "harmonia templates save greeting.yaml --update")
        {
            file, update, server, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var source = TemplateSource.Open(parsed.GetRequiredValue(file), terminal);
            using var connection = ServerConnection.At(parsed.GetValue(server), terminal);
            var saved = await SaveAsync(source, parsed.GetValue(update), connection, cancellationToken);
            if (parsed.GetValue(json))
            {
                JsonPrinter.Print(terminal.Out, saved, HarmoniaJson.Wire.TemplateRevised);
                return ExitCode.Ok;
            }

            source.Warn(terminal, saved.Warnings);
            terminal.Print($"{saved.Name} {saved.TemplateId}: version {saved.Version} is saved");
            return ExitCode.Ok;
        });
        return command;
    }

    private static Task<TemplateRevised> SaveAsync(
        TemplateSource source, bool mayUpdate, ServerConnection server, CancellationToken cancellationToken) =>
        source.SendAsync(async () =>
        {
            try
            {
                var saved = await server.CallAsync(
                    client => client.CreateTemplateAsync(source.Text, idempotencyKey: null, cancellationToken));
                return new TemplateRevised(saved.TemplateId, saved.Name, saved.CreatedAt, saved.Version)
                {
                    Warnings = saved.Warnings,
                };
            }
            catch (HarmoniaException exception) when (mayUpdate && exception.Status == (int)HttpStatusCode.Conflict)
            {
                // It was read as a template, so it has a name.
                var name = source.Document.Root.GetProperty("name").GetString()!;
                return await server.CallAsync(
                    client => client.ReviseTemplateAsync(name, source.Text, cancellationToken));
            }
        });
}
