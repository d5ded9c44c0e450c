using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Harmonia.Server.Tests.Realtime;

/// <summary>A WebSocket that waits for each message for as long as a test is patient.</summary>
internal sealed class SocketClient : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[64 * 1024];

    private SocketClient()
    {
    }

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    public static async Task<SocketClient> OpenAsync(LiveHost host, string path, string? origin = null)
    {
        var client = new SocketClient();
        await client.ConnectAsync(host, path, origin);
        return client;
    }

    /// <returns>The status with which the upgrade was refused.</returns>
    public static async Task<HttpStatusCode> RefusedAsync(LiveHost host, string path, string? origin)
    {
        using var client = new SocketClient();
        client._socket.Options.CollectHttpResponseDetails = true;
        await Assert.ThrowsAsync<WebSocketException>(() => client.ConnectAsync(host, path, origin));
        return client._socket.HttpStatusCode;
    }

    public Task SendAsync(string text, bool isEnd = true, WebSocketMessageType type = WebSocketMessageType.Text) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(text), type, isEnd, CancellationToken.None)
            .WaitAsync(LiveHost.Patience);

    /// <returns>
    /// The next message, or <see langword="null"/> when the other side has closed, which is then confirmed.
    /// </returns>
    public async Task<string?> TextAsync()
    {
        for (var length = 0; true;)
        {
            var received = await _socket.ReceiveAsync(_buffer.AsMemory(length), CancellationToken.None)
                .AsTask().WaitAsync(LiveHost.Patience);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
                return null;
            }

            length += received.Count;
            if (received.EndOfMessage)
            {
                return Encoding.UTF8.GetString(_buffer, 0, length);
            }
        }
    }

    public async Task<JsonElement> JsonAsync()
    {
        using var document = JsonDocument.Parse((await TextAsync())!);
        return document.RootElement.Clone();
    }

    /// <summary>Everything until the other side closes.</summary>
    public async Task<List<ToldEvent>> EventsAsync()
    {
        List<ToldEvent> events = [];
        while (await TextAsync() is { } text)
        {
            events.Add(JsonSerializer.Deserialize(text, ToldJson.Default.ToldEvent)!);
        }

        return events;
    }

    public void Dispose() => _socket.Dispose();

    private Task ConnectAsync(LiveHost host, string path, string? origin)
    {
        if (origin is not null)
        {
            _socket.Options.SetRequestHeader("Origin", origin);
        }

        var address = new UriBuilder(new Uri(host.Address, path)) { Scheme = "ws" }.Uri;
        return _socket.ConnectAsync(address, CancellationToken.None).WaitAsync(LiveHost.Patience);
    }
}
