using System.CommandLine;
using Harmonia.Cli.CommandLine;

namespace Harmonia.Cli.Workflows;

/// <summary><c>harmonia workflows</c>: the definitions that a server keeps.</summary>
internal static class WorkflowCommands
{
    public static Command Create(Terminal terminal) =>
        new ExampledCommand(
            "workflows",
            "Lists, shows, saves and deletes the workflows of a server.",
            "harmonia workflows save hello.yaml",
            "harmonia workflows list")
        {
            ListWorkflowsCommand.Create(terminal),
            ShowWorkflowCommand.Create(terminal),
            SaveWorkflowCommand.Create(terminal),
            DeleteWorkflowCommand.Create(terminal),
        };
}
