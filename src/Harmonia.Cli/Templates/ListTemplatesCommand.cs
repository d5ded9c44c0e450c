using System.CommandLine;
using System.Globalization;
using Harmonia.Cli.CommandLine;
using Harmonia.Cli.Output;
using Harmonia.Cli.Remote;
using Harmonia.Client;

namespace Harmonia.Cli.Templates;

/// <summary><c>harmonia templates list</c>.</summary>
internal static class ListTemplatesCommand
{
    public static Command Create(Terminal terminal)
    {
        var tags = new Option<string[]>("--tag")
        {
            Description = "Templates with this tag only; give it more than once for several.",
            HelpName = "tag",
        };
        var category = new Option<string?>("--category")
        {
            Description = "Templates in this category, or in one below it, only.",
            HelpName = "category",
        };
        var (limit, server, json) = (CommonOptions.Limit(), CommonOptions.Server(), CommonOptions.Json());
        var command = new ExampledCommand(
            "list",
            "Lists templates, newest first; those that come with the release are last.",
            "harmonia templates list --tag maintenance")
        {
            tags, category, limit, server, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var query = new ListQuery
            {
                Limit = parsed.GetValue(limit),
                CategoryId = parsed.GetValue(category),
                Tags = parsed.GetValue(tags) is { Length: > 0 } wanted ? string.Join(',', wanted) : null,
            };
            using var connection = ServerConnection.At(parsed.GetValue(server), terminal);
            var page = await connection.CallAsync(client => client.ListTemplatesAsync(query, cancellationToken));
            if (parsed.GetValue(json))
            {
                JsonPrinter.Print(terminal.Out, page, HarmoniaJson.Wire.TemplateList);
            }
            else
            {
                Print(terminal, page);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static void Print(Terminal terminal, TemplateList page)
    {
        TablePrinter.Print(
            terminal,
            ["id", "name", "version", "uses", "updated", "description"],
            page.Templates.Select(template => (string[])
            [
                $"{template.Id}",
                template.Name,
                template.Version,
                template.UsageCount.ToString(CultureInfo.InvariantCulture),
                template.BuiltIn ? "built in" : Printable.Time(template.UpdatedAt, terminal.Time),
                template.Description ?? "",
            ]));
        if (page.Total > page.Templates.Count)
        {
            terminal.Report($"{page.Templates.Count} of {page.Total}; --limit shows more.");
        }
    }
}
