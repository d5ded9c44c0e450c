using System.CommandLine;
using System.Globalization;
using Harmonia.Cli.CommandLine;
using Harmonia.Cli.Output;
using Harmonia.Cli.Remote;
using Harmonia.Client;

namespace Harmonia.Cli.Executions;

/// <summary><c>harmonia executions get</c>.</summary>
internal static class ShowExecutionCommand
{
    public static Command Create(Terminal terminal)
    {
        var (id, server, json) = (CommonOptions.ExecutionId(), CommonOptions.Server(), CommonOptions.Json());
        var command = new ExampledCommand(
            "get",
            "Shows an execution: its status, its tasks, and what it gave.",
            "harmonia executions get 0199d4a2-7c1e-7bb0-8000-5d1f6a3c9e01")
        {
            id, server, json,
        };
        command.SetAction((parsed, cancellationToken) => ShowAsync(
            parsed.GetValue(id), parsed.GetValue(json), parsed.GetValue(server), terminal, cancellationToken));
        return command;
    }

    private static async Task<int> ShowAsync(
        Guid id, bool asJson, string? url, Terminal terminal, CancellationToken cancellationToken)
    {
        using var server = ServerConnection.At(url, terminal);
        var detail = await server.CallAsync(client => client.GetExecutionAsync($"{id}", cancellationToken));
        if (asJson)
        {
            JsonPrinter.Print(terminal.Out, detail, HarmoniaJson.Wire.ExecutionDetail);
        }
        else
        {
            Print(terminal, detail);
        }

        return ExitCode.Ok;
    }

    private static void Print(Terminal terminal, ExecutionDetail detail)
    {
        var reason = detail.StatusReason is { } finer ? $" ({finer})" : "";
        var end = detail.EndTime is { } time ? $", ended {Printable.Time(time, terminal.Time)}" : "";
        terminal.Print($"{detail.WorkflowName} {detail.ExecutionId}: {detail.Status}{reason}");
        terminal.Print($"started {Printable.Time(detail.StartTime, terminal.Time)}{end}");
        if (detail.Parent is { } parent)
        {
            terminal.Print($"for task {parent.Task} of {parent.ExecutionId}");
        }

        if (detail.Error is { } error)
        {
            var task = error.Task is { } failed ? $" at task {failed}" : "";
            terminal.Print($"error{task}: {error.Code}: {error.Message}");
        }

        foreach (var warning in detail.Warnings)
        {
            terminal.Print($"warning: task {warning} failed, and the workflow went on without it");
        }

        terminal.Print("");
        TablePrinter.Print(
            terminal,
            ["task", "status", "time", "attempt", "message"],
            detail.TaskExecutions.Values.Select(task => (string[])
            [
                task.TaskId,
                task.Status,
                task is { StartTime: { } start, EndTime: { } ended } ? Printable.Seconds(ended - start) : "",
                task.Attempt.ToString(CultureInfo.InvariantCulture),
                task.Why ?? task.Error?.Message ?? "",
            ]));
        PrintChildren(terminal, detail);
        if (detail.Output is { } output)
        {
            terminal.Print("");
            JsonPrinter.Print(terminal.Out, output);
        }
    }

    private static void PrintChildren(Terminal terminal, ExecutionDetail detail)
    {
        if (detail.Children.Count == 0)
        {
            return;
        }

        terminal.Print("");
        TablePrinter.Print(
            terminal,
            ["child of", "status", "id"],
            detail.Children.Select(child => (string[])[child.Task, child.Status, $"{child.ExecutionId}"]));
        if (detail.ChildrenTotal > detail.Children.Count)
        {
            terminal.Report(
                $"{detail.Children.Count} of {detail.ChildrenTotal} children; `executions list --parent` has all.");
        }
    }
}
