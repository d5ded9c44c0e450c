using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Harmonia.Cli.CommandLine;
using Harmonia.Cli.Output;
using Harmonia.Cli.Remote;
using Harmonia.Client;
using Harmonia.Core.Definitions;

namespace Harmonia.Cli.Workflows;

/// <summary><c>harmonia workflows get</c>: in short for people, the definition as YAML, or all of it as JSON.</summary>
internal static class ShowWorkflowCommand
{
    private static readonly string[] KeptByTheServer =
        ["id", "revision", "definition_hash", "created_at", "updated_at"];

    public static Command Create(Terminal terminal)
    {
        var (workflow, server, json) = (CommonOptions.Workflow(), CommonOptions.Server(), CommonOptions.Json());
        var yaml = new Option<bool>("--yaml")
        {
            Description = "Print the definition alone, as YAML that can be saved again.",
        };
        var canonical = new Option<bool>("--canonical")
        {
            Description = "Show the definition as it is carried out, instead of as it was written.",
        };
        var command = new ExampledCommand(
            "get",
            "Shows a workflow.",
            "harmonia workflows get hello",
            "harmonia workflows get hello --yaml > hello.yaml")
        {
            workflow, canonical, yaml, json, server,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(yaml) && result.GetValue(json))
            {
                result.AddError("--yaml and --json cannot be combined.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var connection = ServerConnection.At(parsed.GetValue(server), terminal);
            var isText = parsed.GetValue(json) || parsed.GetValue(yaml);
            var form = !isText || parsed.GetValue(canonical) ? DefinitionForm.Canonical : DefinitionForm.Original;
            var detail = await connection.CallAsync(
                client => client.GetWorkflowAsync(parsed.GetRequiredValue(workflow), form, cancellationToken));
            if (parsed.GetValue(json))
            {
                JsonPrinter.Print(terminal.Out, detail, HarmoniaJson.Wire.WorkflowDetail);
            }
            else if (parsed.GetValue(yaml))
            {
                await terminal.Out.WriteAsync(YamlText.Of(Definition(detail)));
            }
            else
            {
                Print(terminal, detail);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>The members that the author wrote.</summary>
    private static IEnumerable<(string Name, JsonElement Value)> Definition(WorkflowDetail detail) =>
        from member in JsonSerializer.SerializeToElement(detail, HarmoniaJson.Wire.WorkflowDetail).EnumerateObject()
        where !KeptByTheServer.Contains(member.Name, StringComparer.Ordinal)
            && member.Value.ValueKind != JsonValueKind.Null
        select (member.Name, member.Value);

    private static void Print(Terminal terminal, WorkflowDetail detail)
    {
        terminal.Print(
            $"{detail.Name} {detail.Id}: version {detail.Version}, revision {detail.Revision}, "
            + $"updated {Printable.Time(detail.UpdatedAt, terminal.Time)}");
        if (detail.Description is { Length: > 0 } description)
        {
            terminal.Print(description);
        }

        terminal.Print("");
        TablePrinter.Print(
            terminal, ["task", "does", "depends on"], detail.Tasks is { } tasks ? Tasks(tasks).Select(Row) : []);
    }

    /// <summary>Tasks are kept as they were sent: a map by id, or a list with ids inside.</summary>
    private static IEnumerable<(string Id, JsonElement Task)> Tasks(JsonElement tasks) =>
        tasks.ValueKind == JsonValueKind.Object
            ? tasks.EnumerateObject().Select(member => (member.Name, member.Value))
            : tasks.EnumerateArray().Select((task, index) => (
                Text(task, "id") ?? Text(task, "task_id") ?? index.ToString(CultureInfo.InvariantCulture), task));

    private static string[] Row((string Id, JsonElement Task) entry)
    {
        var (id, task) = entry;
        var does = Text(task, "component") is { } component
            ? $"{component}.{Text(task, "action")}"
            : Text(task, "type") ?? "standard";
        var dependencies = task.TryGetProperty("depends_on", out var value) ? value.GetRawText() : "";
        return [id, does, dependencies];
    }

    private static string? Text(JsonElement task, string name) =>
        task.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
