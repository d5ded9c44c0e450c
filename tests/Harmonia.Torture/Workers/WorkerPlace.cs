using System.Diagnostics;
using System.Globalization;

namespace Harmonia.Torture.Workers;

/// <summary>One worker that is killed, stopped and cut off, and starts again.</summary>
internal sealed class WorkerPlace(string name, string folder, int serverPort, TimeSpan lease, int seed)
    : IAsyncDisposable
{
    private const int MinRestMilliseconds = 300;
    private const int MaxRestMilliseconds = 1_800;
    private const int MaxAbsenceMilliseconds = 800;

    private readonly CutProxy _proxy = new(serverPort);
    private readonly Random _random = new(seed);
    private Process? _process;
    private int _starts;
    private string? _id;

    public string Book => Path.Combine(folder, $"{name}.book");

    public int Kills { get; private set; }

    public int Stops { get; private set; }

    public int Cuts { get; private set; }

    public void Start()
    {
        // It comes back as itself, or as somebody else.
        _id = _id is not null && _random.Next(2) == 0
            ? _id
            : string.Create(CultureInfo.InvariantCulture, $"{name}.{_starts}");
        _starts++;
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true };
        foreach (var argument in new WorkerArguments(_id, _proxy.Port, Book, _random.Next()).All)
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start) ?? throw new InvalidOperationException("A worker did not start.");
    }

    /// <summary>Does something bad to it, again and again; at the end it is well.</summary>
    public async Task TormentAsync(CancellationToken stop)
    {
        while (true)
        {
            try
            {
                await Task.Delay(_random.Next(MinRestMilliseconds, MaxRestMilliseconds), stop);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await TormentOnceAsync();
        }
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        if (_process is not { } process)
        {
            return;
        }

        _process = null;
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        await _proxy.DisposeAsync();
    }

    private async Task TormentOnceAsync()
    {
        if (_process!.HasExited)
        {
            throw new InvalidOperationException($"The worker {_id} ended by itself.");
        }

        switch (_random.Next(4))
        {
            case 0:
                Kills++;
                await KillAsync();
                await Task.Delay(_random.Next(MaxAbsenceMilliseconds));
                Start();
                break;
            case 1:
                Stops++;
                await SignalAsync("STOP");
                await Task.Delay(lease * 3);
                await SignalAsync("CONT");
                break;
            case 2:
                Cuts++;
                await _proxy.DarkenAsync(lease * (2 * _random.NextDouble()));
                break;
            default:
                Cuts++;
                await _proxy.MuteAsync(lease * (2 * _random.NextDouble()));
                break;
        }
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start(
            "/bin/sh", ["-c", string.Create(CultureInfo.InvariantCulture, $"kill -{signal} {_process!.Id}")]);
        await kill.WaitForExitAsync();
    }
}
