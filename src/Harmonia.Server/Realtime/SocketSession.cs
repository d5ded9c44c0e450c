using System.Net.WebSockets;
using Harmonia.Engine.Ports;

namespace Harmonia.Server.Realtime;

/// <summary>One WebSocket: events go out, a few words come in, until either side has had enough.</summary>
internal sealed class SocketSession : IDisposable
{
    private readonly LiveServices _live;
    private readonly WebSocket _socket;
    private readonly LiveStream _stream;
    private readonly SocketSender _sender;
    private readonly SocketReader _reader;

    public SocketSession(LiveServices live, WebSocket socket, LiveStream stream)
    {
        (_live, _socket, _stream) = (live, socket, stream);
        _sender = new SocketSender(socket, live, withPosition: stream.Execution is null);
        _reader = new SocketReader(socket, _sender, live.Options);
    }

    public async Task ServeAsync(CancellationToken stopping)
    {
        await _sender.SendConnectedAsync();
        if (_stream.IsReset)
        {
            await _sender.SendResetAsync(_stream.Cursor);
        }

        // Only the events are stopped by a token: stopping a send or a receive would break the connection, and the
        // other side would not be told why.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var receiving = _reader.ReadAsync();
        var sending = SendEventsAsync(stop.Token);
        try
        {
            await Task.WhenAny(receiving, sending);
            if (receiving.IsCompleted)
            {
                await stop.CancelAsync();
                await sending;
                await CloseAsync(await receiving);
            }
            else
            {
                await CloseAsync(await sending);
            }
        }
        finally
        {
            await WaitAsync(receiving);
        }
    }

    public void Dispose() => _sender.Dispose();

    private async Task<SocketEnd> SendEventsAsync(CancellationToken cancellationToken)
    {
        try
        {
            await LivePump.CopyAsync(
                _stream.ReadAsync(cancellationToken), _sender, _live.Options.KeepAlive, _live.Time, cancellationToken);
            return SocketEnd.ExecutionEnded;
        }
        catch (OperationCanceledException)
        {
            return SocketEnd.Stopping;
        }
        catch (StoreUnavailableException)
        {
            return SocketEnd.Unavailable;
        }
    }

    private async Task CloseAsync(SocketEnd end)
    {
        if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            await WaitAsync(_socket.CloseOutputAsync(end.Status, end.Reason, CancellationToken.None));
            if (end.IsOurs && _socket.State is WebSocketState.CloseSent)
            {
                await WaitAsync(_reader.DrainAsync());
            }
        }
    }

    /// <summary>Gives the other side a while, then cuts the connection.</summary>
    private async Task WaitAsync(Task task)
    {
        await task.WaitAsync(_live.Options.CloseTimeout, _live.Time)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!task.IsCompleted)
        {
            _socket.Abort();
            await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
