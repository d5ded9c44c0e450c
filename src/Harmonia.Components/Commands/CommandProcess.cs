using System.Diagnostics;

namespace Harmonia.Components.Commands;

/// <summary>One running command, in a session of its own.</summary>
/// <remarks>Whatever way it ends, nothing of its session is left afterwards.</remarks>
internal sealed class CommandProcess : IDisposable
{
    /// <summary>Between asking to end and ending by force.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>For the rest of the output, once all processes are dead.</summary>
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(5);

    /// <summary>Owner only: what a command writes is nobody else's.</summary>
    private const uint PrivateFileMask = 0b000_111_111;

    private static readonly Lock StartLock = new();

    private readonly Process _process;
    private readonly string _call;
    private readonly TimeProvider _time;

    private CommandProcess(Process process, string call, TimeProvider time) =>
        (_process, _call, _time) = (process, call, time);

    /// <param name="start">Has to begin with a program that makes a session and keeps its process id.</param>
    /// <param name="call">The value of <see cref="CommandMarks.Call"/> in its environment.</param>
    /// <param name="time">Drives the grace periods.</param>
    public static CommandProcess Start(ProcessStartInfo start, string call, TimeProvider time)
    {
        // The mask belongs to the whole process and children inherit it. Files that another thread creates in this
        // moment get the stricter mask too, which is harmless.
        lock (StartLock)
        {
            var mask = NativeMethods.SetFileCreationMask(PrivateFileMask);
            try
            {
                NativeMethods.KeepFilesPrivate();
                var process = Process.Start(start) ?? throw new UnreachableException("No process was started.");
                return new(process, call, time);
            }
            finally
            {
                _ = NativeMethods.SetFileCreationMask(mask);
            }
        }
    }

    /// <summary>What it reads.</summary>
    public Stream Input => _process.StandardInput.BaseStream;

    /// <summary>What it says.</summary>
    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>What it complains of.</summary>
    public Stream Errors => _process.StandardError.BaseStream;

    public Task WaitForExitAsync() => _process.WaitForExitAsync(CancellationToken.None);

    /// <summary>Asks it to end, then ends it and all that is left of it.</summary>
    public async Task EndAsync()
    {
        var session = _process.Id;
        if (!_process.HasExited)
        {
            await TerminateAsync(session);
        }

        CommandReaper.KillCall(session, _call);
    }

    public void Dispose() => _process.Dispose();

    /// <summary>
    /// Waits for its end; ends it when <paramref name="cancellationToken"/> says so or it says too much.
    /// </summary>
    public async Task<CommandEnd> FinishAsync(byte[]? stdin, int maxOutputBytes, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var drained = new CancellationTokenSource();
        var (stdout, stderr) = (new BoundedCapture(maxOutputBytes), new BoundedCapture(maxOutputBytes));
        var session = _process.Id;
        Task[] pumps =
        [
            stdout.ReadAsync(_process.StandardOutput.BaseStream, stop.CancelAsync, drained.Token),
            stderr.ReadAsync(_process.StandardError.BaseStream, stop.CancelAsync, drained.Token),
            WriteInputAsync(stdin, drained.Token),
        ];
        try
        {
            await _process.WaitForExitAsync(stop.Token);
        }
        catch (OperationCanceledException)
        {
            await TerminateAsync(session);
        }

        CommandReaper.KillCall(session, _call);
        drained.CancelAfter(DrainTime);
        await Task.WhenAll(pumps);
        return End(stdout, stderr, stop.IsCancellationRequested);
    }

    private CommandEnd End(BoundedCapture stdout, BoundedCapture stderr, bool stopped)
    {
        var (output, errors) = (stdout.ToArray(), stderr.ToArray());
        if (stdout.Overflowed || stderr.Overflowed)
        {
            return new CommandEnd.SaidTooMuch(output, errors);
        }

        return stopped || !_process.HasExited
            ? new CommandEnd.TimedOut(output, errors)
            : new CommandEnd.Exited(_process.ExitCode, output, errors, stdout.Abandoned || stderr.Abandoned);
    }

    private async Task WriteInputAsync(byte[]? stdin, CancellationToken cancellationToken)
    {
        try
        {
            await using var input = _process.StandardInput.BaseStream;
            if (stdin is not null)
            {
                await input.WriteAsync(stdin, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // A program need not read all of its input.
        }
    }

    private async Task TerminateAsync(int session)
    {
        Signal(session, NativeMethods.SigTerm);
        if (!await ExitsWithinAsync(Grace))
        {
            Signal(session, NativeMethods.SigKill);
            await ExitsWithinAsync(Grace);
        }
    }

    /// <summary>In the first moment there is no group of that id yet; then the process itself is meant.</summary>
    private static void Signal(int session, int signal)
    {
        if (NativeMethods.Kill(-session, signal) is not 0)
        {
            _ = NativeMethods.Kill(session, signal);
        }
    }

    private async Task<bool> ExitsWithinAsync(TimeSpan span)
    {
        using var limit = new CancellationTokenSource(span, _time);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
