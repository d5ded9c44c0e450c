using System.CommandLine;
using System.Text.Json;
using Harmonia.Cli.CommandLine;
using Harmonia.Cli.Output;
using Harmonia.Cli.Remote;
using Harmonia.Client;

namespace Harmonia.Cli.Templates;

/// <summary><c>harmonia templates show</c>: what it is for, and what it has to be given.</summary>
internal static class ShowTemplateCommand
{
    public static Command Create(Terminal terminal)
    {
        var (template, version) = (TemplateCommands.Template(), TemplateCommands.Version());
        var (server, json) = (CommonOptions.Server(), CommonOptions.Json());
        var command = new ExampledCommand("show", "Shows a template.", "harmonia templates show bug-fix")
        {
            template, version, server, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = ServerConnection.At(parsed.GetValue(server), terminal);
            var detail = await connection.CallAsync(client => client.GetTemplateAsync(
                parsed.GetRequiredValue(template), parsed.GetValue(version), cancellationToken));
            if (parsed.GetValue(json))
            {
                JsonPrinter.Print(terminal.Out, detail, HarmoniaJson.Wire.TemplateDetail);
            }
            else
            {
                Print(terminal, detail);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static void Print(Terminal terminal, TemplateDetail detail)
    {
        terminal.Print($"{detail.Name} {detail.Id}: version {detail.Version}, {detail.UsageCount} uses");
        if (detail.Description is { Length: > 0 } description)
        {
            terminal.Print(description);
        }

        terminal.Print("");
        TablePrinter.Print(
            terminal,
            ["parameter", "type", "default", "description"],
            detail.Parameters.EnumerateObject().Select(Row));
    }

    private static string[] Row(JsonProperty parameter)
    {
        var declared = parameter.Value;
        var needed = declared.TryGetProperty("required", out var flag) && flag.ValueKind == JsonValueKind.True;
        return
        [
            parameter.Name,
            declared.TryGetProperty("enum", out var choices) ? choices.GetRawText() : Text(declared, "type") ?? "any",
            declared.TryGetProperty("default", out var usual) ? usual.GetRawText() : needed ? "(required)" : "",
            Text(declared, "description") ?? "",
        ];
    }

    private static string? Text(JsonElement owner, string name) =>
        !owner.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : value.GetRawText();
}
