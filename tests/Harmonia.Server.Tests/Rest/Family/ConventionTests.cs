using System.Text.Json;

namespace Harmonia.Server.Tests.Rest.Family;

public sealed class ConventionTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("/health")]
    [InlineData("/api/health")]
    public async Task Health_has_the_members_of_all_forms(string path)
    {
        var health = (await _server.GetAsync(path)).Expect(200);

        Assert.Equal(("healthy", "harmonia"), (health.Text("status"), health.Text("component")));
        Assert.Equal(_server.Address.Port, health.Json.GetProperty("port").GetInt32());
        Assert.True(health.Json.GetProperty("uptime").GetDouble() >= 0);
        Assert.True(health.Json.GetProperty("timestamp").GetDateTimeOffset() > DateTimeOffset.UnixEpoch);
        foreach (var name in (string[])["registered", "registeredWithHermes", "registered_with_hermes"])
        {
            Assert.False(health.Json.GetProperty(name).GetBoolean());
        }

        Assert.Equal(0, health.Json.GetProperty("dependencies").GetArrayLength());
        Assert.Equal(JsonValueKind.Object, health.Json.GetProperty("metrics").ValueKind);
        Assert.Equal(JsonValueKind.Object, health.Json.GetProperty("details").ValueKind);
        Assert.NotEqual("", health.Text("message"));
    }

    [Fact]
    public async Task Ready_says_since_when_and_why_not()
    {
        var ready = await _server.GetAsync("/ready");
        while (ready.Status == 503) // It takes up what was open first.
        {
            Assert.Equal("Component not ready", ready.Text("detail"));
            ready = await _server.GetAsync("/ready");
        }

        ready.Expect(200);
        Assert.True(ready.Json.GetProperty("ready").GetBoolean());
        Assert.Equal("harmonia", ready.Text("component"));
        Assert.True(ready.Json.GetProperty("initializationTime").GetDouble() >= 0);
        Assert.False(ready.Json.TryGetProperty("detail", out _));
    }

    [Theory]
    [InlineData("/discovery")]
    [InlineData("/api/v1/discovery")]
    public async Task Discovery_lists_what_there_is_to_call(string path)
    {
        var discovery = (await _server.GetAsync(path)).Expect(200).Json;

        Assert.Equal("harmonia", discovery.GetProperty("component").GetString());
        var endpoints = discovery.GetProperty("endpoints").EnumerateArray()
            .Select(item => $"{item.GetProperty("method").GetString()} {item.GetProperty("path").GetString()}")
            .ToList();
        Assert.Contains("POST /api/executions", endpoints);
        Assert.Contains("POST /capabilities/{name}", endpoints);
        var capabilities = discovery.GetProperty("capabilities").EnumerateArray().Select(item => item.GetString());
        Assert.Contains("execute_workflow", capabilities);
        Assert.Empty(discovery.GetProperty("dependencies").EnumerateObject());
    }

    [Theory]
    [InlineData("/shutdown")]
    [InlineData("/api/shutdown")]
    public async Task A_program_on_this_machine_may_stop_the_server(string path)
    {
        await using var server = await TestServer.StartAsync();
        var asked = new TaskCompletionSource();
        await using var stopping = server.Stopping.Register(asked.SetResult);

        var answer = (await server.PostAsync(path)).Expect(202);

        Assert.Equal("accepted", answer.Text("status"));
        await asked.Task;
    }

    [Theory]
    [InlineData("Origin", "http://localhost:3000")]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    [InlineData("Referer", "http://localhost/")]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("Forwarded", "for=203.0.113.7")]
    [InlineData("Via", "1.1 proxy")]
    public async Task Browsers_and_proxies_may_not_stop_the_server(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/shutdown");
        request.Headers.TryAddWithoutValidation(header, value);

        using var response = await _server.Http.SendAsync(request);

        (await Reply.ReadAsync(response)).ExpectError(403, "AuthorizationError", "SHUTDOWN_NOT_ALLOWED");
        Assert.False(_server.Stopping.IsCancellationRequested);
    }

    [Fact]
    public async Task The_shutdown_tells_how_it_is_asked_for()
    {
        var status = (await _server.GetAsync("/shutdown/status")).Expect(200).Json;

        Assert.True(status.GetProperty("shutdown_supported").GetBoolean());
        Assert.Equal("POST", status.GetProperty("method").GetString());
        Assert.Equal(0, status.GetProperty("cleanup_tasks").GetInt32());
        (await _server.GetAsync("/shutdown")).Expect(405);
    }
}
