using System.CommandLine;
using System.Text.Json;
using Harmonia.Cli.CommandLine;
using Harmonia.Cli.Output;
using Harmonia.Cli.Remote;
using Harmonia.Client;

namespace Harmonia.Cli.Executions;

/// <summary><c>harmonia executions history</c>: the stored events, all pages of them.</summary>
internal static class HistoryCommand
{
    private const int PageSize = 500;
    private const int MaxShownLength = 160;

    public static Command Create(Terminal terminal)
    {
        var (id, server, json) = (CommonOptions.ExecutionId(), CommonOptions.Server(), CommonOptions.Json());
        var after = CommonOptions.After("Only events above this version.");
        var command = new ExampledCommand(
            "history",
            "Prints the stored events of an execution. With --json, one object for each line.",
            "harmonia executions history 0199d4a2-7c1e-7bb0-8000-5d1f6a3c9e01",
            "harmonia executions history 0199d4a2-7c1e-7bb0-8000-5d1f6a3c9e01 --after 40 --json")
        {
            id, after, server, json,
        };
        command.SetAction((parsed, cancellationToken) => PrintAsync(
            new Wanted(parsed.GetValue(id), parsed.GetValue(after), parsed.GetValue(json)),
            parsed.GetValue(server),
            terminal,
            cancellationToken));
        return command;
    }

    private static async Task<int> PrintAsync(
        Wanted wanted, string? url, Terminal terminal, CancellationToken cancellationToken)
    {
        using var server = ServerConnection.At(url, terminal);
        long? after = wanted.After;
        while (after is { } version)
        {
            var page = await server.CallAsync(
                client => client.GetHistoryAsync($"{wanted.Id}", version, PageSize, cancellationToken));
            foreach (var item in page.Items)
            {
                terminal.Print(wanted.AsJson
                    ? JsonSerializer.Serialize(item, HarmoniaJson.Wire.HistoryItem)
                    : Line(item, terminal.Time));
            }

            after = page.NextAfter > version ? page.NextAfter : null;
        }

        return ExitCode.Ok;
    }

    private static string Line(HistoryItem item, TimeProvider time)
    {
        var data = item.Data.ValueKind == JsonValueKind.Object && item.Data.GetPropertyCount() > 0
            ? item.Data.GetRawText()
            : "";
        var shown = data.Length <= MaxShownLength ? data : $"{data.AsSpan(0, MaxShownLength)}…";
        var task = item.TaskId is { } id ? $" {id}" : "";
        return Printable.Line(
            $"{item.Version,6} {Printable.Time(item.Timestamp, time)} {item.Type}{task} {shown}".TrimEnd());
    }

    private sealed record Wanted(Guid Id, long After, bool AsJson);
}
