using Harmonia.Cli.Output;
using Spectre.Console;

namespace Harmonia.Cli.Running;

/// <summary>A table of the tasks that is drawn over as they go on.</summary>
internal sealed class LiveProgress : IProgressView
{
    /// <summary>Tasks shown at once; of others only their number is.</summary>
    private const int MaxRows = 20;

    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(100);

    private readonly IAnsiConsole _console;
    private readonly TimeProvider _time;
    private readonly TaskBoard _board = new();
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _done = new();
    private Task _drawing = Task.CompletedTask;
    private bool _isDrawing;

    public LiveProgress(IAnsiConsole console, TimeProvider time) => (_console, _time) = (console, time);

    public void Show(ProgressEvent fact)
    {
        lock (_lock)
        {
            _board.Apply(fact);
        }

        if (!_isDrawing)
        {
            (_isDrawing, _drawing) = (true, _console.Live(Draw()).StartAsync(DrawAsync));
        }
    }

    public void Note(string line) => _console.WriteLine(Printable.Line(line));

    public async ValueTask DisposeAsync()
    {
        await _done.CancelAsync();
        await _drawing;
        _done.Dispose();
    }

    private async Task DrawAsync(LiveDisplayContext context)
    {
        using var timer = new PeriodicTimer(Refresh, _time);
        while (!_done.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(_done.Token);
            }
            catch (OperationCanceledException)
            {
                // The last picture is the one that stays.
            }

            context.UpdateTarget(Draw());
        }
    }

    private Table Draw()
    {
        List<TaskRow> rows;
        lock (_lock)
        {
            rows = [.. _board.Rows];
        }

        // Whatever goes on is worth more room than what has ended well.
        var shown = rows.Count <= MaxRows
            ? rows
            : [.. rows.OrderBy(row => row.Status is "completed" or "skipped").Take(MaxRows)];
        var table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey)
            .AddColumns("Task", "Status", "Time", "Attempt", "Message");
        foreach (var row in shown)
        {
            table.AddRow(
                new Text(Printable.Line(row.Task)),
                new Text(row.Status, StatusColours.Of(row.Status)),
                new Text(row.Time(_time.GetUtcNow()) is { } taken ? Printable.Seconds(taken) : ""),
                new Text(row.Attempt is > 0 ? $"{row.Attempt}" : ""),
                new Text(Printable.Line(row.Message)));
        }

        if (rows.Count > shown.Count)
        {
            table.AddRow(new Text($"… and {rows.Count - shown.Count} more"));
        }

        return table;
    }
}
