using System.CommandLine;
using Harmonia.Cli.CommandLine;

namespace Harmonia.Cli.Components;

/// <summary><c>harmonia components</c>: who does the tasks, as a server knows them.</summary>
internal static class ComponentCommands
{
    public static Command Create(Terminal terminal) =>
        new ExampledCommand(
            "components",
            "Lists, shows, tests, registers, removes and calls the components of a server.",
            "harmonia components list",
            "harmonia components add weather.yaml",
            "harmonia components call weather.forecast --input '{\"city\": \"Oslo\"}'")
        {
            ListComponentsCommand.Create(terminal),
            ShowComponentCommand.Create(terminal),
            TestComponentCommand.Create(terminal),
            AddComponentCommand.Create(terminal),
            RemoveComponentCommand.Create(terminal),
            CallActionCommand.Create(terminal),
        };

    public static Argument<string> Component() => new("component") { Description = "The component's name." };
}
