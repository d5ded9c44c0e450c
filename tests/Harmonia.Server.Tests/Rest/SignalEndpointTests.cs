namespace Harmonia.Server.Tests.Rest;

public sealed class SignalEndpointTests : IAsyncLifetime
{
    private const string Waits =
        """{"name": "w", "tasks": {"paid": {"type": "event", "signal": "paid"}}}""";

    private const string Sleeps =
        """{"name": "s", "tasks": {"nap": {"component": "harmonia", "action": "sleep", "input": {"seconds": 3600}}}}""";

    private TestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_signal_is_delivered_and_the_execution_ends_with_its_payload()
    {
        var id = await _server.StartInlineAsync(Waits);
        var waiting = (await _server.GetAsync($"/api/executions/{id}/signals")).Expect(200).Json;
        Assert.Equal("paid", waiting.GetProperty("waiting_for")[0].GetProperty("signals")[0].GetString());

        var sent = (await SendAsync(id, """{"name": "paid", "payload": {"n": 1}, "id": "p1"}""")).Expect(200);
        Assert.Equal(
            ("delivered", "paid", "p1"), (sent.Text("outcome"), sent.Text("delivered_to"), sent.Text("signal_id")));
        var ended = (await _server.GetAsync($"/api/executions/{id}")).Json;
        Assert.Equal("""{"paid":{"n":1}}""", ended.GetProperty("output").GetRawText());
        (await SendAsync(id, """{"name": "paid"}""")).ExpectError(409, "ConflictError", "EXECUTION_ALREADY_ENDED");
    }

    [Fact]
    public async Task What_nobody_waits_for_is_kept_or_lost_and_never_counted_twice()
    {
        var id = await _server.StartInlineAsync(Sleeps);
        var first = (await SendAsync(id, """{"name": "x", "payload": [1]}""", "key")).Expect(202);
        Assert.Equal("kept", first.Text("outcome"));
        var again = (await SendAsync(id, """{"name": "x", "payload": [1]}""", "key")).Expect(202);
        Assert.Equal(("repeated", "true"), (again.Text("outcome"), again.Headers["Idempotency-Replayed"]));
        Assert.Equal("lost", (await SendAsync(id, """{"name": "x", "keep": false}""")).Expect(202).Text("outcome"));
        var kept = (await _server.GetAsync($"/api/executions/{id}/signals")).Json;
        Assert.Equal(1, kept.GetProperty("total").GetInt32());
        Assert.Equal("[1]", kept.GetProperty("signals")[0].GetProperty("payload").GetRawText());
    }

    [Theory]
    [InlineData("""{}""", 400)]
    [InlineData("""{"name": ""}""", 400)]
    [InlineData("""{"name": "a\nb"}""", 400)]
    [InlineData("""{"name": "a", "keep": 1}""", 400)]
    [InlineData("""{"name": "a", "extra": 1}""", 400)]
    public async Task What_is_wrong_with_a_signal_is_said(string body, int status) =>
        (await SendAsync(await _server.StartInlineAsync(Sleeps), body)).ExpectError(
            status, "ValidationError", "INVALID_INPUT");

    [Fact]
    public async Task A_signal_to_nobody_is_not_found() =>
        (await SendAsync(Guid.NewGuid().ToString(), """{"name": "a"}""")).ExpectError(
            404, "NotFoundError", "EXECUTION_NOT_FOUND");

    [Fact]
    public async Task An_event_is_given_to_all_who_wait_for_it_and_to_none_twice()
    {
        var waiting = new List<string>();
        for (var number = 0; number < 5; number++)
        {
            var match = number == 4 ? "signal.payload.n == 7" : "signal.payload.n > 8";
            waiting.Add(await _server.StartInlineAsync(
                """{"name": "w", "tasks": {"a": {"component": "event_listener", "action": "listen", "input": """
                    + "{\"event_type\": \"file.ready\", \"match\": \"${" + match + "}\"}}}}"));
        }

        var other = await _server.StartInlineAsync(Waits);
        var first = (await PublishAsync("""{"event_type": "file.ready", "payload": {"n": 9}, "id": "e1"}"""))
            .Expect(200).Json;
        Assert.Equal(
            (4, true), (first.GetProperty("delivered").GetInt32(), first.GetProperty("complete").GetBoolean()));
        Assert.Equal(
            waiting.Take(4).Order(StringComparer.Ordinal),
            first.GetProperty("executions").EnumerateArray().Select(id => id.GetString()!)
                .Order(StringComparer.Ordinal));

        var second = (await PublishAsync("""{"event_type": "file.ready", "payload": {"n": 7}}""")).Expect(200);
        Assert.Equal(1, second.Json.GetProperty("delivered").GetInt32());
        Assert.Equal("waiting", Status(await _server.GetAsync($"/api/executions/{other}"), "paid"));
        var history = (await _server.GetAsync($"/api/executions/{waiting[4]}/history")).Json.GetProperty("items");
        Assert.Equal(5, history.GetArrayLength()); // The event that it did not want left no trace.
    }

    [Fact]
    public async Task An_event_for_one_execution_is_kept_there()
    {
        var id = await _server.StartInlineAsync(Sleeps);
        var published = (await PublishAsync($$"""{"name": "x", "execution_id": "{{id}}"}""")).Expect(200);
        Assert.Equal(0, published.Json.GetProperty("delivered").GetInt32());
        var kept = (await _server.GetAsync($"/api/executions/{id}/signals")).Json;
        Assert.Equal(published.Text("event_id"), kept.GetProperty("signals")[0].GetProperty("id").GetString());
    }

    private static string Status(Reply reply, string task) =>
        reply.Json.GetProperty("task_statuses").GetProperty(task).GetProperty("status").GetString()!;

    private Task<Reply> SendAsync(string id, string body, string? key = null) =>
        _server.PostAsync($"/api/executions/{id}/signals", body, key);

    private Task<Reply> PublishAsync(string body) => _server.PostAsync("/api/events", body);
}
