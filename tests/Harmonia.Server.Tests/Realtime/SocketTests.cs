using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using Harmonia.Server.Realtime;

namespace Harmonia.Server.Tests.Realtime;

public class SocketTests
{
    [Fact]
    public async Task A_socket_says_hello_tells_every_event_and_closes_with_the_execution()
    {
        await using var host = await LiveHost.StartAsync();
        var id = await host.StartAsync(LiveHost.Waiting);
        using var socket = await SocketClient.OpenAsync(host, $"/ws/executions/{id}");

        var hello = await socket.JsonAsync();
        host.Executor.Release();
        var events = await socket.EventsAsync();

        Assert.Equal("connected", hello.GetProperty("type").GetString());
        Assert.True(Guid.TryParse(hello.GetProperty("client_id").GetString(), out _));
        Assert.Equal(JsonValueKind.String, hello.GetProperty("message").ValueKind);
        Assert.EndsWith("Z", hello.GetProperty("timestamp").GetString(), StringComparison.Ordinal);
        var stored = await host.AllAsync(id);
        Assert.Equal(stored.Select(recorded => recorded.Version), events.Select(live => live.Version));
        Assert.All(events, live => Assert.Null(live.Position));
        Assert.Equal(WebSocketCloseStatus.NormalClosure, socket.CloseStatus);
    }

    [Fact]
    public async Task Both_protocols_tell_the_same_objects()
    {
        await using var host = await LiveHost.StartAsync();
        var id = await host.CompleteAsync(LiveHost.Quick);
        using var stream = await EventStreamReader.OpenAsync(host.Client, $"/events/executions/{id}?after=2");
        using var socket = await SocketClient.OpenAsync(host, $"/ws/executions/{id}?after=2");
        await stream.NextAsync();
        await socket.TextAsync();

        foreach (var frame in await stream.RestAsync())
        {
            Assert.Equal(frame.Data, await socket.TextAsync());
        }

        Assert.Null(await socket.TextAsync());
    }

    [Fact]
    public async Task The_socket_of_all_tells_positions_and_can_be_resumed_and_narrowed()
    {
        await using var host = await LiveHost.StartAsync();
        await host.CompleteAsync(LiveHost.Quick);
        using var socket = await SocketClient.OpenAsync(host, "/ws/events?after=1&types=task_started");
        await socket.TextAsync();

        var first = JsonSerializer.Deserialize((await socket.TextAsync())!, ToldJson.Default.ToldEvent)!;

        Assert.Equal("task_started", first.EventType);
        Assert.Equal(first.Version, first.Position);
    }

    [Fact]
    public async Task A_cursor_beyond_the_end_is_reset_visibly()
    {
        await using var host = await LiveHost.StartAsync();
        using var socket = await SocketClient.OpenAsync(host, "/ws/events?after=7");
        await socket.TextAsync();

        Assert.Equal("""{"type":"reset","reason":"beyond_end","last":0}""", await socket.TextAsync());
    }

    [Fact]
    public async Task A_ping_is_answered_and_may_come_in_pieces()
    {
        await using var host = await LiveHost.StartAsync();
        using var socket = await SocketClient.OpenAsync(host, "/ws/events");
        await socket.TextAsync();

        await socket.SendAsync("""{"type":"ping"}""");
        var pong = await socket.JsonAsync();
        await socket.SendAsync("""{"type":""", isEnd: false);
        await socket.SendAsync("", isEnd: false);
        await socket.SendAsync(new string(' ', 3000), isEnd: false);
        await socket.SendAsync("\"ping\"}");

        Assert.Equal("pong", pong.GetProperty("type").GetString());
        Assert.EndsWith("Z", pong.GetProperty("timestamp").GetString(), StringComparison.Ordinal);
        Assert.Equal("pong", (await socket.JsonAsync()).GetProperty("type").GetString());
    }

    [Fact]
    public async Task Unsubscribing_is_confirmed_and_closes()
    {
        await using var host = await LiveHost.StartAsync();
        using var socket = await SocketClient.OpenAsync(host, "/ws/events");
        await socket.TextAsync();

        await socket.SendAsync("""{"type":"unsubscribe"}""");

        Assert.Equal("unsubscribed", (await socket.JsonAsync()).GetProperty("type").GetString());
        Assert.Null(await socket.TextAsync());
        Assert.Equal(WebSocketCloseStatus.NormalClosure, socket.CloseStatus);
    }

    [Fact]
    public async Task What_is_not_understood_is_said_and_too_much_of_it_closes()
    {
        string[] bad =
        [
            "", "no", "[]", "{}", """{"type":1}""", """{"type":"PING"}""", "{\"type\":\"\\ud800\"}", "{", "1",
        ];
        await using var host = await LiveHost.StartAsync();
        using var socket = await SocketClient.OpenAsync(host, "/ws/events");
        await socket.TextAsync();

        List<string?> codes = [];
        foreach (var message in bad.Append("null"))
        {
            await socket.SendAsync(message);
            var error = await socket.JsonAsync();
            Assert.Equal("error", error.GetProperty("type").GetString());
            codes.Add(error.GetProperty("code").GetString());
        }

        Assert.Equal(LiveOptions.Default.MaxBadMessages, codes.Count);
        Assert.Equal("UNKNOWN_MESSAGE", codes[5]);
        Assert.Equal(9, codes.Count(code => code == "INVALID_MESSAGE"));
        Assert.Null(await socket.TextAsync());
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, socket.CloseStatus);
    }

    [Fact]
    public async Task A_message_that_is_too_big_closes()
    {
        await using var host = await LiveHost.StartAsync();
        using var socket = await SocketClient.OpenAsync(host, "/ws/events");
        await socket.TextAsync();

        await socket.SendAsync(new string(' ', LiveOptions.Default.MaxMessageBytes + 1));

        Assert.Null(await socket.TextAsync());
        Assert.Equal(WebSocketCloseStatus.MessageTooBig, socket.CloseStatus);
    }

    [Fact]
    public async Task Binary_messages_close()
    {
        await using var host = await LiveHost.StartAsync();
        using var socket = await SocketClient.OpenAsync(host, "/ws/events");
        await socket.TextAsync();

        await socket.SendAsync("x", type: WebSocketMessageType.Binary);

        Assert.Null(await socket.TextAsync());
        Assert.Equal(WebSocketCloseStatus.InvalidMessageType, socket.CloseStatus);
    }

    [Theory]
    [InlineData("https://example.com", false)]
    [InlineData("null", false)]
    [InlineData("http://127.0.0.1.example.com", false)]
    [InlineData("http://localhost:8080", true)]
    [InlineData("http://[::1]", true)]
    [InlineData("http://127.0.0.1", true)]
    public async Task Only_pages_of_this_host_may_listen(string origin, bool isAllowed)
    {
        await using var host = await LiveHost.StartAsync();
        if (isAllowed)
        {
            using var socket = await SocketClient.OpenAsync(host, "/ws/events", origin);
            Assert.Equal("connected", (await socket.JsonAsync()).GetProperty("type").GetString());
            return;
        }

        var refused = await SocketClient.RefusedAsync(host, "/ws/events", origin);

        Assert.Equal(HttpStatusCode.Forbidden, refused);
    }

    [Fact]
    public async Task An_unknown_execution_is_refused_before_the_upgrade()
    {
        await using var host = await LiveHost.StartAsync();

        Assert.Equal(
            HttpStatusCode.NotFound,
            await SocketClient.RefusedAsync(host, $"/ws/executions/{Guid.CreateVersion7()}", null));
        Assert.Equal(HttpStatusCode.BadRequest, await SocketClient.RefusedAsync(host, "/ws/events?after=x", null));
    }

    [Fact]
    public async Task A_plain_request_is_told_to_upgrade()
    {
        await using var host = await LiveHost.StartAsync();
        using var response = await host.Client.GetAsync("/ws/events");

        Assert.Equal(HttpStatusCode.UpgradeRequired, response.StatusCode);
        Assert.Equal("UPGRADE_REQUIRED", await ErrorBody.CodeAsync(response));
        Assert.Equal("websocket", response.Headers.Upgrade.ToString());
    }
}
