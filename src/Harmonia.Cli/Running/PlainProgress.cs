using System.Globalization;
using Harmonia.Cli.Output;

namespace Harmonia.Cli.Running;

/// <summary>A line for each event: for logs, pipes and terminals that cannot draw.</summary>
internal sealed class PlainProgress(Terminal terminal) : IProgressView
{
    private readonly TaskBoard _board = new();
    private readonly Lock _lock = new();

    public void Show(ProgressEvent fact)
    {
        var text = _board.Apply(fact) is { } row ? OfTask(row) : OfExecution(fact);
        var time = TimeZoneInfo.ConvertTime(fact.At, terminal.Time.LocalTimeZone);
        Note($"{time.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture)} {text}");
    }

    public void Note(string line)
    {
        lock (_lock)
        {
            terminal.Report(line);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static string OfTask(TaskRow row)
    {
        var attempt = row is { Status: "running", Attempt: > 1 } ? $" (attempt {row.Attempt})" : "";
        var time = row is { Status: "completed" or "failed" } && row.Time(default) is { } taken
            ? $" ({Printable.Seconds(taken)})"
            : "";
        var message = row.Message is null ? "" : $": {row.Message}";
        return $"{row.Task} {row.Status}{attempt}{time}{message}";
    }

    private static string OfExecution(ProgressEvent fact) =>
        $"{fact.Type.Replace('_', ' ')}{(fact.Message is null ? "" : $": {fact.Message}")}";
}
