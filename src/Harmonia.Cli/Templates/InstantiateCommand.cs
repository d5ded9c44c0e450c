using System.CommandLine;
using Harmonia.Cli.CommandLine;
using Harmonia.Cli.Output;
using Harmonia.Cli.Remote;
using Harmonia.Client;

namespace Harmonia.Cli.Templates;

/// <summary><c>harmonia templates instantiate</c>.</summary>
internal static class InstantiateCommand
{
    public static Command Create(Terminal terminal)
    {
        var (template, version) = (TemplateCommands.Template(), TemplateCommands.Version());
        var name = new Option<string?>("--name")
        {
            Description = "What the workflow is to be called; it gets a name when this says none.",
            HelpName = "name",
        };
        var values = new Option<string?>("--values")
        {
            Description = "Values of parameters: JSON, @file (JSON or YAML), or - for standard input.",
            HelpName = "json",
        };
        var settings = new Option<string[]>("--set")
        {
            Description = "The value of one parameter, JSON or else a text; wins over --values.",
            HelpName = "name=value",
        };
        var (server, json) = (CommonOptions.Server(), CommonOptions.Json());
        var command = new ExampledCommand(
            "instantiate",
            "Makes a workflow of a template and saves it.",
            "harmonia templates instantiate refactor --name 'Tidy up' --set code_location=src --set "
                + "refactoring_goals='Shorter methods'",
            "harmonia templates instantiate bug-fix --values @bug.yaml")
        {
            template, name, values, settings, version, server, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var body = new InstantiateBody
            {
                Name = parsed.GetValue(name),
                TemplateVersion = parsed.GetValue(version),
                ParameterValues = GivenValues.Read(
                    parsed.GetValue(values), parsed.GetValue(settings) ?? [], terminal),
            };
            using var connection = ServerConnection.At(parsed.GetValue(server), terminal);
            var made = await MakeAsync(connection, parsed.GetRequiredValue(template), body, cancellationToken);
            if (parsed.GetValue(json))
            {
                JsonPrinter.Print(terminal.Out, made, HarmoniaJson.Wire.TemplateInstantiated);
                return ExitCode.Ok;
            }

            foreach (var warning in made.Warnings ?? [])
            {
                terminal.Report($"warning {warning.Code}: {warning.Message} (at {warning.Pointer})");
            }

            terminal.Print($"{made.Name} {made.WorkflowId}: made of {made.TemplateId} {made.TemplateVersion}");
            return ExitCode.Ok;
        });
        return command;
    }

    private static async Task<TemplateInstantiated> MakeAsync(
        ServerConnection server, string template, InstantiateBody body, CancellationToken cancellationToken)
    {
        try
        {
            return await server.CallAsync(
                client => client.InstantiateTemplateAsync(template, body, idempotencyKey: null, cancellationToken));
        }
        catch (HarmoniaException exception) when (exception.Findings.Count > 0)
        {
            var lines = exception.Findings.Select(Line);
            throw new CommandException(ExitCode.Failed, "nothing was made:\n" + string.Join('\n', lines), exception);
        }
    }

    private static string Line(WireFinding finding)
    {
        var hint = finding.Suggestion is { } near ? $" (did you mean {near}?)" : "";
        return Printable.Line($"{finding.Severity} {finding.Code}: {finding.Message}{hint} (at {finding.Pointer})");
    }
}
