using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Harmonia.Torture.Workers;

/// <summary>The way from one worker to the server, which can be cut.</summary>
internal sealed class CutProxy : IAsyncDisposable
{
    private const int BufferSize = 16 * 1024;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, TcpClient> _open = new();
    private readonly CancellationTokenSource _end = new();
    private readonly int _target;
    private readonly Task _accepting;
    private volatile bool _isMute;
    private volatile bool _isDark;

    public CutProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Nothing gets through for a while; what is open breaks.</summary>
    public async Task DarkenAsync(TimeSpan time)
    {
        _isDark = true;
        Break();
        await Task.Delay(time);
        _isDark = false;
    }

    /// <summary>The server hears the worker, and the worker does not hear the server; then what is open breaks.
    /// </summary>
    public async Task MuteAsync(TimeSpan time)
    {
        _isMute = true;
        await Task.Delay(time);
        Break();
        _isMute = false;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        Break();
        await _accepting;
        _listener.Dispose();
        _end.Dispose();
    }

    private void Break()
    {
        foreach (var (worker, server) in _open)
        {
            worker.Close();
            server.Close();
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (!_end.IsCancellationRequested)
            {
                _ = CarryAsync(await _listener.AcceptTcpClientAsync(_end.Token));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            // It is over.
        }
    }

    private async Task CarryAsync(TcpClient worker)
    {
        using var server = new TcpClient();
        _open[worker] = server;
        try
        {
            if (!_isDark)
            {
                await server.ConnectAsync(IPAddress.Loopback, _target, _end.Token);
                await Task.WhenAny(
                    PumpAsync(worker.GetStream(), server.GetStream(), canBeMute: false),
                    PumpAsync(server.GetStream(), worker.GetStream(), canBeMute: true));
            }
        }
        catch (Exception exception) when (IsBroken(exception))
        {
            // The server is down, or the way was cut.
        }
        finally
        {
            _open.TryRemove(worker, out _);
            worker.Dispose();
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to, bool canBeMute)
    {
        var buffer = new byte[BufferSize];
        try
        {
            while (await from.ReadAsync(buffer, _end.Token) is > 0 and var count)
            {
                if (!canBeMute || !_isMute)
                {
                    await to.WriteAsync(buffer.AsMemory(0, count), _end.Token);
                }
            }
        }
        catch (Exception exception) when (IsBroken(exception))
        {
            // One side is gone: the other one is closed by the caller.
        }
    }

    private static bool IsBroken(Exception exception) => exception is IOException or SocketException
        or ObjectDisposedException or OperationCanceledException or InvalidOperationException;
}
