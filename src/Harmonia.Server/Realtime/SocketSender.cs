using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using Harmonia.Engine.Feeds;

namespace Harmonia.Server.Realtime;

/// <summary>Sends text messages, one at a time: events from one side, answers to the client from the other.</summary>
internal sealed class SocketSender(WebSocket socket, LiveServices live, bool withPosition) : ILiveSink, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly ArrayBufferWriter<byte> _buffer = new(512);

    public Task SendConnectedAsync() => SendAsync(writer =>
    {
        writer.WriteString("type"u8, "connected"u8);
        writer.WriteString("message"u8, "Events follow as they are stored."u8);
        writer.WriteString("client_id"u8, Guid.CreateVersion7());
        WireTime.Write(writer, "timestamp"u8, live.Time.GetUtcNow());
    });

    public Task SendPongAsync() => SendAsync(writer =>
    {
        writer.WriteString("type"u8, "pong"u8);
        WireTime.Write(writer, "timestamp"u8, live.Time.GetUtcNow());
    });

    public Task SendUnsubscribedAsync() => SendAsync(writer =>
    {
        writer.WriteString("type"u8, "unsubscribed"u8);
        writer.WriteString("message"u8, "No more events follow."u8);
        WireTime.Write(writer, "timestamp"u8, live.Time.GetUtcNow());
    });

    public Task SendErrorAsync(string code, string message) => SendAsync(writer =>
    {
        writer.WriteString("type"u8, "error"u8);
        writer.WriteString("message"u8, message);
        writer.WriteString("code"u8, code);
    });

    public Task SendResetAsync(long last) =>
        SendWholeAsync(writer => LiveControl.WriteReset(writer, last, type: "reset"));

    public async ValueTask WriteAsync(LiveItem item, CancellationToken cancellationToken)
    {
        await SendWholeAsync(writer => LiveJson.Write(writer, item, withPosition));
        cancellationToken.ThrowIfCancellationRequested();
    }

    public async ValueTask WriteAsync(TextPiece piece, CancellationToken cancellationToken)
    {
        await SendWholeAsync(writer => LiveJson.Write(writer, piece));
        cancellationToken.ThrowIfCancellationRequested();
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>The protocol has pings of its own, which the socket sends by itself.</summary>
    public ValueTask KeepAliveAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public void Dispose() => _turn.Dispose();

    private Task SendAsync(Action<Utf8JsonWriter> writeMembers) => SendWholeAsync(writer =>
    {
        writer.WriteStartObject();
        writeMembers(writer);
        writer.WriteEndObject();
    });

    private async Task SendWholeAsync(Action<Utf8JsonWriter> write)
    {
        await _turn.WaitAsync(CancellationToken.None); // Bounded: whoever has the turn sends, or is cut off in time.
        try
        {
            _buffer.ResetWrittenCount();
            using (var writer = new Utf8JsonWriter(_buffer))
            {
                write(writer);
            }

            var sending = socket.SendAsync(
                _buffer.WrittenMemory, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            if (!sending.IsCompletedSuccessfully)
            {
                await WaitAsync(sending.AsTask());
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task WaitAsync(Task sending)
    {
        await sending.WaitAsync(live.Options.SendTimeout, live.Time)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!sending.IsCompleted)
        {
            socket.Abort(); // It takes nothing. The buffer is in use until the send has noticed.
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new OperationCanceledException("The subscriber takes nothing.");
        }

        await sending;
    }
}
