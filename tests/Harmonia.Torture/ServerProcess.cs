using System.Diagnostics;
using System.Globalization;

namespace Harmonia.Torture;

/// <summary>How the server of one torture is started.</summary>
/// <param name="Binary">The executable <c>harmonia</c>.</param>
/// <param name="Folder">Where its data and its log are.</param>
/// <param name="Port">Always the same one, so that clients find it again.</param>
/// <param name="LedgerPort">The only private address that its tasks may call.</param>
internal sealed record ServerPlace(string Binary, string Folder, int Port, int LedgerPort)
{
    /// <summary>Seconds; the least that there may be, so that much happens to leases in a short time.</summary>
    public int WorkerLease { get; init; } = 1;

    public string DataFolder => Path.Combine(Folder, "data");

    public string LogFile => Path.Combine(Folder, "server.log");
}

/// <summary>A real <c>harmonia serve</c> in a process of its own.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly Task _log;
    private readonly Stopwatch _sinceStart = Stopwatch.StartNew();

    private ServerProcess(Process process, string logFile)
    {
        _process = process;
        _log = Task.WhenAll(
            CopyAsync(process.StandardOutput, logFile), CopyAsync(process.StandardError, logFile + ".err"));
    }

    public TimeSpan Age => _sinceStart.Elapsed;

    public bool HasExited => _process.HasExited;

    public static ServerProcess Start(ServerPlace place)
    {
        var start = new ProcessStartInfo(place.Binary)
        {
            ArgumentList =
            {
                "serve",
                "--port", place.Port.ToString(CultureInfo.InvariantCulture),
                "--data-dir", place.DataFolder,
                "--log-level", "warning",
            },
            Environment =
            {
                ["HARMONIA_OUTBOUND_ALLOW"] = $"127.0.0.1:{place.LedgerPort}",
                ["HARMONIA_WORKER_LEASE"] = place.WorkerLease.ToString(CultureInfo.InvariantCulture),
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start)
            ?? throw new InvalidOperationException($"{place.Binary} did not start.");
        return new ServerProcess(process, place.LogFile);
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        await _log;
    }

    /// <summary>SIGTERM: it may finish what it does.</summary>
    /// <returns>Its exit code, or <see langword="null"/> when it did not end in time and was killed.</returns>
    public async Task<int?> StopAsync()
    {
        // The shell's own kill: the base library sends SIGKILL only.
        using var signal = Process.Start(
            "/bin/sh", ["-c", string.Create(CultureInfo.InvariantCulture, $"kill -TERM {_process.Id}")]);
        using var patience = new CancellationTokenSource(StopPatience);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            await KillAsync();
            return null;
        }

        await _log;
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private static async Task CopyAsync(StreamReader from, string file)
    {
        await using var to = new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        await from.BaseStream.CopyToAsync(to);
    }
}
