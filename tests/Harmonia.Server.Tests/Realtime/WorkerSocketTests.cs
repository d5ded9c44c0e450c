using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Harmonia.Server.Tests.Realtime;

public sealed class WorkerSocketTests : IAsyncLifetime
{
    private const string Hello =
        """{"type": "hello", "id": "1", "worker_id": "w1", "components": {"shop": ["pack"]}, "slots": 1}""";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private TestServer _server = null!;
    private ClientWebSocket _socket = null!;
    private bool _isStopped;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        _socket = new ClientWebSocket();
        var address = new UriBuilder(_server.Address) { Scheme = "ws", Path = "/ws/workers" }.Uri;
        await _socket.ConnectAsync(address, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        if (!_isStopped)
        {
            await _server.DisposeAsync();
        }
    }

    [Fact]
    public async Task Attempts_come_as_there_is_room_and_reports_are_acknowledged()
    {
        await SendAsync(Hello);
        Assert.Equal("w1", (await ReadAsync("welcome")).GetProperty("worker_id").GetString());
        var first = await StartAsync();
        var second = await StartAsync();

        var attempt = (await ReadAsync("attempt")).GetProperty("attempt");
        Assert.Equal(first, attempt.GetProperty("execution_id").GetString());
        await SendAsync($$"""{"type": "complete", "id": "c", {{ClaimOf(attempt)}}, "output": 1}""");

        // The place is free at once, the answer comes when the end is stored: either may be told first.
        var told = new[] { await ReadAsync("ack", "attempt"), await ReadAsync("attempt", "ack") };
        Assert.Contains(told, message => message.TryGetProperty("items", out var items)
            && items[0].GetProperty("status").GetString() == "ok");
        Assert.Contains(told, message => message.TryGetProperty("attempt", out var next)
            && next.GetProperty("execution_id").GetString() == second);
    }

    [Fact]
    public async Task A_canceled_attempt_is_told_at_once()
    {
        await SendAsync(Hello);
        await ReadAsync("welcome");
        var execution = await StartAsync();
        await ReadAsync("attempt");

        (await _server.PostAsync($"/api/executions/{execution}/cancel")).Expect(200);

        Assert.Equal(execution, (await ReadAsync("canceled")).GetProperty("execution_id").GetString());
    }

    [Fact]
    public async Task What_is_not_understood_is_answered_and_the_connection_stays()
    {
        await SendAsync("nonsense");
        Assert.Equal("INVALID_MESSAGE", (await ReadAsync("error")).GetProperty("code").GetString());
        await SendAsync("""{"type": "complete", "id": "7"}""");
        Assert.Equal("7", (await ReadAsync("error")).GetProperty("id").GetString());
        await SendAsync("""{"type": "hello", "worker_id": "w1", "components": ["harmonia"]}""");
        Assert.Equal("COMPONENT_NOT_FOR_WORKERS", (await ReadAsync("error")).GetProperty("code").GetString());
        await SendAsync(Hello);
        await ReadAsync("welcome");
        await SendAsync("""{"type": "dance"}""");
        Assert.Equal("UNKNOWN_MESSAGE", (await ReadAsync("error")).GetProperty("code").GetString());
        await SendAsync("""{"type": "ping", "id": "p"}""");
        Assert.Equal("p", (await ReadAsync("pong")).GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_drained_worker_and_one_of_a_server_that_stops_are_told()
    {
        await SendAsync(Hello);
        await ReadAsync("welcome");
        await SendAsync("""{"type": "drain", "id": "d"}""");
        await ReadAsync("ack");
        await ReadAsync("draining");

        _isStopped = true;
        var stopping = _server.DisposeAsync();
        while (await ReceiveAsync() is { } message)
        {
            Assert.Equal("draining", message.GetProperty("type").GetString());
        }

        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, _socket.CloseStatus);
        await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        await stopping;
    }

    private static string ClaimOf(JsonElement attempt) =>
        string.Join(", ", new[] { "execution_id", "task", "attempt", "epoch", "lease_token" }.Select(
            name => $"\"{name}\": {attempt.GetProperty(name).GetRawText()}"));

    private Task<string> StartAsync() => _server.StartInlineAsync(
        """{"name": "order", "tasks": {"pack": {"component": "shop", "action": "pack"}}}""");

    private Task SendAsync(string text) => _socket.SendAsync(
        Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    /// <summary>The next message, which is of one of two types.</summary>
    private async Task<JsonElement> ReadAsync(string type, string? orElse = null)
    {
        var message = await ReceiveAsync();
        var told = message?.GetProperty("type").GetString();
        Assert.True(told == type || told == orElse, $"Expected {type}: {message}");
        return message!.Value;
    }

    /// <returns><see langword="null"/> at the end of the connection.</returns>
    private async Task<JsonElement?> ReceiveAsync()
    {
        var buffer = new byte[64 * 1024];
        var length = 0;
        ValueWebSocketReceiveResult received;
        do
        {
            received = await _socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None)
                .AsTask().WaitAsync(Patience);
            length += received.Count;
        }
        while (!received.EndOfMessage);
        return received.MessageType == WebSocketMessageType.Close
            ? null
            : JsonElement.Parse(buffer.AsSpan(0, length));
    }
}
