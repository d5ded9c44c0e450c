using System.CommandLine;
using Harmonia.Cli.CommandLine;

namespace Harmonia.Cli.Templates;

/// <summary><c>harmonia templates</c>: workflows with parameters, as a server keeps them.</summary>
internal static class TemplateCommands
{
    public static Command Create(Terminal terminal) =>
        new ExampledCommand(
            "templates",
            "Lists, shows, saves and deletes the templates of a server, and makes workflows of them.",
            "harmonia templates list",
            "harmonia templates instantiate bug-fix --name 'Fix 17' --set bug_report='It crashes' "
                + "--set reproduction_steps='Start it'")
        {
            ListTemplatesCommand.Create(terminal),
            ShowTemplateCommand.Create(terminal),
            SaveTemplateCommand.Create(terminal),
            ImportTemplateCommand.Create(terminal),
            ExportTemplateCommand.Create(terminal),
            InstantiateCommand.Create(terminal),
            DeleteTemplateCommand.Create(terminal),
        };

    public static Argument<string> Template() => new("template")
    {
        Description = "The template's id, name or short name.",
    };

    public static Option<string?> Version() => new("--version")
    {
        Description = "The label of a version; the current one unless told.",
        HelpName = "version",
    };
}
