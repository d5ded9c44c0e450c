using System.Net.WebSockets;
using System.Text.Json;

namespace Harmonia.Server.Realtime;

/// <summary>Reads and answers what a client says.</summary>
internal sealed class SocketReader(WebSocket socket, SocketSender sender, LiveOptions options)
{
    private const int FirstBuffer = 1024;

    private byte[] _buffer = new byte[Math.Min(FirstBuffer, options.MaxMessageBytes)];
    private int _bad;

    /// <returns>Why no more is read.</returns>
    public async Task<SocketEnd> ReadAsync()
    {
        while (true)
        {
            var (end, length) = await ReceiveAsync();
            end ??= await AnswerAsync(_buffer.AsMemory(0, length));
            if (end is not null)
            {
                return end;
            }
        }
    }

    /// <summary>Throws away what is still under way until the other side agrees to the end.</summary>
    public async Task DrainAsync()
    {
        while (socket.State is WebSocketState.CloseSent)
        {
            await socket.ReceiveAsync(_buffer.AsMemory(), CancellationToken.None);
        }
    }

    /// <summary>Puts one message together out of its fragments.</summary>
    private async Task<(SocketEnd? End, int Length)> ReceiveAsync()
    {
        for (var length = 0; true;)
        {
            var received = await socket.ReceiveAsync(_buffer.AsMemory(length), CancellationToken.None);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return (SocketEnd.ClosedByClient, 0);
            }

            if (received.MessageType == WebSocketMessageType.Binary)
            {
                return (SocketEnd.Binary, 0);
            }

            length += received.Count;
            if (received.EndOfMessage)
            {
                return (null, length);
            }

            if (length == options.MaxMessageBytes)
            {
                return (SocketEnd.TooBig, 0);
            }

            if (length == _buffer.Length)
            {
                Array.Resize(ref _buffer, Math.Min(length * 2, options.MaxMessageBytes));
            }
        }
    }

    private async Task<SocketEnd?> AnswerAsync(ReadOnlyMemory<byte> message)
    {
        switch (TypeOf(message))
        {
            case "ping":
                await sender.SendPongAsync();
                return null;
            case "unsubscribe":
                await sender.SendUnsubscribedAsync();
                return SocketEnd.Unsubscribed;
            case { } unknown:
                return await RefuseAsync(
                    LiveCodes.UnknownMessage, $"'{Shown(unknown)}' is not known; say \"ping\" or \"unsubscribe\".");
            case null:
                return await RefuseAsync(
                    LiveCodes.InvalidMessage, "Send a JSON object with a \"type\", such as {\"type\": \"ping\"}.");
        }
    }

    private async Task<SocketEnd?> RefuseAsync(string code, string text)
    {
        await sender.SendErrorAsync(code, text);
        return ++_bad >= options.MaxBadMessages ? SocketEnd.TooManyBad : null;
    }

    private static string Shown(string type) => type.Length <= 40 && !type.Any(char.IsSurrogate) ? type : "This type";

    private static string? TypeOf(ReadOnlyMemory<byte> message)
    {
        try
        {
            using var document = JsonDocument.Parse(message);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("type"u8, out var type)
                && type.ValueKind == JsonValueKind.String
                    ? type.GetString()
                    : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null; // Not JSON, or text with half a character in it.
        }
    }
}
