using System.CommandLine;
using Harmonia.Cli.CommandLine;
using Harmonia.Cli.Output;
using Harmonia.Cli.Remote;
using Harmonia.Client;

namespace Harmonia.Cli.Checkpoints;

/// <summary><c>harmonia checkpoints show</c>.</summary>
internal static class ShowCheckpointCommand
{
    public static Command Create(Terminal terminal)
    {
        var (id, server, json) = (CheckpointCommands.CheckpointId(), CommonOptions.Server(), CommonOptions.Json());
        var command = new ExampledCommand(
            "show",
            "Shows what an execution was at a checkpoint, and what stands against restoring it now.",
            "harmonia checkpoints show 0199d4a2-8f03-7a11-9000-1b2c3d4e5f60")
        {
            id, server, json,
        };
        command.SetAction((parsed, cancellationToken) => ShowAsync(
            $"{parsed.GetValue(id)}", parsed.GetValue(json), parsed.GetValue(server), terminal, cancellationToken));
        return command;
    }

    private static async Task<int> ShowAsync(
        string id, bool asJson, string? url, Terminal terminal, CancellationToken cancellationToken)
    {
        using var server = ServerConnection.At(url, terminal);
        var detail = await server.CallAsync(client => client.GetCheckpointAsync(id, cancellationToken));
        if (asJson)
        {
            JsonPrinter.Print(terminal.Out, detail, HarmoniaJson.Wire.CheckpointDetail);
            return ExitCode.Ok;
        }

        var check = await server.CallAsync(client => client.ValidateCheckpointAsync(id, cancellationToken));
        Print(terminal, detail, check);
        return ExitCode.Ok;
    }

    private static void Print(Terminal terminal, CheckpointDetail detail, CheckpointValidation check)
    {
        var name = detail.Name is { } given ? $" {given}" : "";
        terminal.Print($"{detail.Kind} checkpoint{name} {detail.Id}");
        terminal.Print(
            $"version {detail.Version} of {detail.ExecutionId}, {detail.WorkflowStatus}, "
                + $"taken {Printable.Time(detail.CreatedAt, terminal.Time)}");
        if (detail.Description is { } description)
        {
            terminal.Print(description);
        }

        foreach (var problem in check.Problems)
        {
            var task = problem.Task is { } named ? $" (task {named})" : "";
            terminal.Print($"problem{task}: {problem.Code}: {problem.Message}");
        }

        terminal.Print("");
        TablePrinter.Print(
            terminal,
            ["task", "status"],
            detail.TaskStatuses.Select(task => (string[])[task.Key, task.Value]));
    }
}
