namespace Harmonia.Server.Tests.Rest;

/// <summary>What holds for every request and every answer.</summary>
public sealed class ServerFormTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("/")]
    [InlineData("/health")]
    [InlineData("/api/workflows")]
    [InlineData("/api/nothing")]
    [InlineData("/docs/index.html")]
    [InlineData("/openapi.json")]
    public async Task Every_answer_carries_the_headers_that_keep_browsers_safe(string path)
    {
        var reply = await _server.GetAsync(path);

        Assert.Equal("nosniff", reply.Headers["X-Content-Type-Options"]);
        Assert.Equal("no-referrer", reply.Headers["Referrer-Policy"]);
        Assert.StartsWith("default-src 'self'; ", reply.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.EndsWith("frame-ancestors 'none'", reply.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.DoesNotContain("script-src", reply.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.False(reply.Headers.ContainsKey("Server"));
        Assert.False(reply.Headers.ContainsKey("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("evil.example", false)]
    [InlineData("localhost.evil.example", false)]
    [InlineData("10.0.0.1", false)]
    [InlineData("localhost", true)]
    [InlineData("LOCALHOST:1", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("[::1]:8002", true)]
    public async Task Only_the_names_of_this_machine_are_answered(string host, bool isAllowed)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health");
        request.Headers.Host = host;
        using var response = await _server.Http.SendAsync(request);
        var reply = await Reply.ReadAsync(response);

        if (isAllowed)
        {
            reply.Expect(200);
        }
        else
        {
            reply.ExpectError(421, "ValidationError", "MISDIRECTED_REQUEST");
        }
    }

    [Theory]
    [InlineData("http://127.0.0.1:3000", 404)]
    [InlineData("http://localhost", 404)]
    [InlineData("https://example.com", 403)]
    [InlineData("null", 403)]
    public async Task A_page_of_another_host_cannot_have_a_browser_call(string origin, int status)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Post, "/api/executions/00000000-0000-0000-0000-000000000001/cancel");
        request.Headers.Add("Origin", origin);
        using var response = await _server.Http.SendAsync(request);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/api/health")]
    [InlineData("/ready")]
    [InlineData("/api/workflows")]
    public async Task Head_tells_the_headers_without_a_body(string path)
    {
        var reply = (await _server.SendAsync(HttpMethod.Head, path)).Expect(200);

        Assert.Equal("", reply.Body);
        Assert.Equal("application/json; charset=utf-8", reply.Headers["Content-Type"]);
    }

    [Fact]
    public async Task Health_tells_who_is_there()
    {
        var health = (await _server.GetAsync("/health")).Expect(200);

        Assert.Equal(("healthy", "harmonia"), (health.Text("status"), health.Text("component")));
        Assert.Matches(@"^\d+\.\d+\.\d+$", health.Text("version"));
        Assert.True(health.Json.GetProperty("uptime_seconds").GetDouble() >= 0);
    }

    [Theory]
    [InlineData("""{"expression": "input.a + 1", "scope": {"input": {"a": 2}}}""", "3")]
    [InlineData(
        """{"template": {"x": "${input.a}", "y": "is ${input.a}"}, "scope": {"input": {"a": 2}}}""",
        """{"x":2,"y":"is 2"}""")]
    [InlineData("""{"condition": {"eq": ["${input.a}", 2]}, "scope": {"input": {"a": 2}}}""", "true")]
    public async Task Expressions_can_be_tried_out(string body, string value)
    {
        var reply = (await _server.PostAsync("/api/expressions/evaluate", body)).Expect(200);

        Assert.Equal(value, reply.Json.GetProperty("value").GetRawText());
    }

    [Theory]
    [InlineData(400, "ValidationError", "INVALID_EXPRESSION", """{"expression": "1 +"}""")]
    [InlineData(400, "ValidationError", "INVALID_EXPRESSION", """{"template": "${1 +}"}""")]
    [InlineData(422, "ProcessingError", "EXPRESSION_FAILED", """{"expression": "inptu.a", "scope": {"input": {}}}""")]
    [InlineData(400, "ValidationError", "INVALID_INPUT", """{}""")]
    [InlineData(400, "ValidationError", "INVALID_INPUT", """{"expression": "1", "template": 1}""")]
    [InlineData(400, "ValidationError", "INVALID_INPUT", """{"expression": 1}""")]
    [InlineData(400, "ValidationError", "INVALID_INPUT", """{"expression": "1", "scope": []}""")]
    public async Task An_expression_that_fails_says_where(int status, string type, string code, string body) =>
        (await _server.PostAsync("/api/expressions/evaluate", body)).ExpectError(status, type, code);
}
