using System.Text;
using System.Text.Json;
using Harmonia.Components.Http;
using Harmonia.Core.Failures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Harmonia.Components.Tests.Http;

/// <summary>Against a real server that repeats what it got.</summary>
public sealed class HttpExecutorTests : IAsyncLifetime
{
    private readonly OutboundHttp _outbound = new(
        OutboundAllowList.Parse("127.0.0.1"), new HttpLimits { MaxRequestBytes = 2000 });

    private WebApplication _server = null!;

    private HttpExecutor Executor => new(_outbound, TimeProvider.System);

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _server = builder.Build();
        _server.MapFallback(RepeatAsync);
        await _server.StartAsync(Calls.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _outbound.Dispose();
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    public async Task Each_method_reaches_the_service(string method)
    {
        var body = await BodyAsync($$"""{"url": "URL/a", "method": "{{method}}"}""");

        Assert.Equal(method, body.GetProperty("method").GetString());
        Assert.Equal("/a", body.GetProperty("target").GetString());
    }

    [Fact]
    public async Task An_answer_to_head_has_no_body()
    {
        var output = await SendAsync("""{"url": "URL/", "method": "HEAD"}""");

        Assert.Equal(200, output.GetProperty("status_code").GetInt32());
        Assert.Equal(JsonValueKind.Null, output.GetProperty("body").ValueKind);
        Assert.Equal("application/json", output.GetProperty("headers").GetProperty("content-type").GetString());
    }

    [Fact]
    public async Task The_query_is_escaped_and_added_to_what_the_url_has()
    {
        var body = await BodyAsync(
            """{"url": "URL/a?x=1#top", "query": {"q": "a&b=c d/ü", "n": [1, 2.5, true], "e": ""}}""");

        Assert.Equal("/a?x=1&q=a%26b%3Dc%20d%2F%C3%BC&n=1&n=2.5&n=true&e=", body.GetProperty("target").GetString());
    }

    [Theory]
    [InlineData(
        """{"url": "URL/", "method": "POST", "json": {"a": [1, null]}}""",
        "application/json",
        """{"a": [1, null]}""")]
    [InlineData("""{"url": "URL/", "method": "POST", "json": null}""", "application/json", "null")]
    [InlineData("""{"url": "URL/", "method": "POST", "text": "grün"}""", "text/plain; charset=utf-8", "grün")]
    [InlineData("""{"url": "URL/", "method": "POST", "base64": "aGk="}""", "application/octet-stream", "hi")]
    [InlineData(
        """{"url": "URL/", "method": "POST", "text": "<a/>", "headers": {"content-type": "text/xml"}}""",
        "text/xml",
        "<a/>")]
    public async Task A_body_is_sent_as_what_it_is(string input, string type, string expected)
    {
        var body = await BodyAsync(input);

        Assert.Equal(type, body.GetProperty("headers").GetProperty("content-type").GetString());
        Assert.Equal(expected, body.GetProperty("body").GetString());
    }

    [Fact]
    public async Task A_service_can_recognise_a_repeated_attempt()
    {
        var headers = (await BodyAsync("""{"url": "URL/"}""")).GetProperty("headers");

        Assert.Equal($"{Calls.Execution}/ship", headers.GetProperty("idempotency-key").GetString());
        Assert.Equal($"{Calls.Execution}/ship", headers.GetProperty("harmonia-idempotency-key").GetString());
        Assert.Equal($"{Calls.Execution}", headers.GetProperty("harmonia-execution").GetString());
        Assert.Equal("ship", headers.GetProperty("harmonia-task").GetString());
        Assert.Equal("1", headers.GetProperty("harmonia-attempt").GetString());
        Assert.Matches("^[-0-9]{10}T[:.0-9]{12}Z$", headers.GetProperty("harmonia-deadline").GetString());
        Assert.Matches(
            $"^00-{Calls.Execution.Value:n}-[0-9a-f]{{16}}-01$", headers.GetProperty("traceparent").GetString());
        Assert.StartsWith("harmonia/", headers.GetProperty("user-agent").GetString(), StringComparison.Ordinal);
        Assert.False(headers.TryGetProperty("cookie", out _));
    }

    [Fact]
    public async Task The_authors_headers_win()
    {
        var body = await BodyAsync(
            """{"url": "URL/", "headers": {"idempotency-key": "mine", "User-Agent": "me", "X-A": "b"}}""");

        var headers = body.GetProperty("headers");
        Assert.Equal("mine", headers.GetProperty("idempotency-key").GetString());
        Assert.Equal("me", headers.GetProperty("user-agent").GetString());
        Assert.Equal("b", headers.GetProperty("x-a").GetString());
    }

    [Theory]
    [InlineData("""{"url": "URL/status/404", "accept_status": [404]}""", 404)]
    [InlineData("""{"url": "URL/status/404", "accept_status": ["2xx", "400-499"]}""", 404)]
    [InlineData("""{"url": "URL/status/302", "accept_status": ["3xx"]}""", 302)]
    [InlineData("""{"url": "URL/status/500", "accept_status": ["500"]}""", 500)]
    public async Task An_accepted_status_is_a_result(string input, int status) =>
        Assert.Equal(status, (await SendAsync(input)).GetProperty("status_code").GetInt32());

    [Theory]
    [InlineData(400, false)]
    [InlineData(404, false)]
    [InlineData(408, true)]
    [InlineData(409, false)]
    [InlineData(425, true)]
    [InlineData(429, true)]
    [InlineData(500, true)]
    [InlineData(501, true)]
    [InlineData(502, true)]
    [InlineData(503, true)]
    [InlineData(504, true)]
    [InlineData(302, false)]
    public async Task Another_status_is_a_failure_of_its_own_class(int status, bool retryable)
    {
        var failure = await Executor.FailureAsync(Request($$"""{"url": "URL/status/{{status}}"}"""));

        Assert.Equal($"http_{status}", failure.Code);
        Assert.Equal(retryable, failure.Retryable);
        Assert.Equal(status, failure.Details!.Value.GetProperty("status_code").GetInt32());
        Assert.Equal("sorry", failure.Details.Value.GetProperty("body").GetString());
    }

    [Fact]
    public async Task A_success_that_is_not_accepted_is_a_failure() =>
        Assert.Equal(
            "http_200", (await Executor.FailureAsync(Request("""{"url": "URL/", "accept_status": [201]}"""))).Code);

    [Theory]
    [InlineData("""{}""", "url")]
    [InlineData("""{"url": "ftp://a/"}""", "http")]
    [InlineData("""{"url": "file:///etc/passwd"}""", "http")]
    [InlineData("""{"url": "/relative"}""", "http")]
    [InlineData("""{"url": "http://"}""", "http")]
    [InlineData("""{"url": "http://user@a/"}""", "user information")]
    [InlineData("""{"url": "http://user:secret@a/"}""", "user information")]
    [InlineData("""{"url": "http://@a/"}""", "user information")]
    [InlineData("""{"url": "http://a\r\nb/"}""", "control")]
    [InlineData("""{"url": "http://a/ b"}""", "white space")]
    [InlineData("""{"url": "http://a\\@b/"}""", "backslash")]
    [InlineData("""{"url": "URL/", "method": "TRACE"}""", "method")]
    [InlineData("""{"url": "URL/", "method": "get"}""", "method")]
    [InlineData("""{"url": "URL/", "json": 1, "text": "a"}""", "At most one")]
    [InlineData("""{"url": "URL/", "json": null, "base64": ""}""", "At most one")]
    [InlineData("""{"url": "URL/", "base64": "%"}""", "base64")]
    [InlineData("""{"url": "URL/", "headers": {"a b": "c"}}""", "header name")]
    [InlineData("""{"url": "URL/", "headers": {"": "c"}}""", "header name")]
    [InlineData("""{"url": "URL/", "headers": {"a\r\nb": "c"}}""", "header name")]
    [InlineData("""{"url": "URL/", "headers": {"a": "b\r\nc: d"}}""", "line break")]
    [InlineData("""{"url": "URL/", "headers": {"a": "b\u0000"}}""", "line break")]
    [InlineData("""{"url": "URL/", "headers": {"a": 1}}""", "text")]
    [InlineData("""{"url": "URL/", "headers": {"a": "1", "A": "2"}}""", "twice")]
    [InlineData("""{"url": "URL/", "headers": {"Host": "b"}}""", "client itself")]
    [InlineData("""{"url": "URL/", "headers": {"content-length": "1"}}""", "client itself")]
    [InlineData("""{"url": "URL/", "headers": {"Transfer-Encoding": "chunked"}}""", "client itself")]
    [InlineData("""{"url": "URL/", "headers": {"Connection": "close"}}""", "client itself")]
    [InlineData("""{"url": "URL/", "headers": {"Content-Type": "a/b"}}""", "there is none")]
    [InlineData("""{"url": "URL/", "query": {"a": {"b": 1}}}""", "query")]
    [InlineData("""{"url": "URL/", "query": {"a": null}}""", "query")]
    [InlineData("""{"url": "URL/", "accept_status": [99]}""", "status")]
    [InlineData("""{"url": "URL/", "accept_status": ["6xx"]}""", "status")]
    [InlineData("""{"url": "URL/", "accept_status": ["300-200"]}""", "status")]
    [InlineData("""{"url": "URL/", "accept_status": []}""", "status")]
    [InlineData("""{"url": "URL/", "timeout": 0}""", "seconds")]
    [InlineData("""{"url": "URL/", "timeout": "5"}""", "seconds")]
    [InlineData("""{"url": "URL/", "body": {}}""", "no field \"body\"")]
    public async Task Wrong_input_is_refused_and_named(string input, string named)
    {
        var failure = await Executor.FailureAsync(Request(input));

        Assert.Equal(FailureCodes.InvalidInput, failure.Code);
        Assert.False(failure.Retryable);
        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_not_sent()
    {
        var failure = await Executor.FailureAsync(
            Request($$"""{"url": "URL/", "method": "POST", "text": "{{new string('x', 2001)}}"}"""));

        Assert.Equal(FailureCodes.InvalidInput, failure.Code);
        Assert.Contains("2001 bytes", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_action_is_not_found() =>
        Assert.Equal(
            FailureCodes.ActionNotFound,
            (await Executor.FailureAsync(Calls.Call("get", """{"url": "http://a/"}"""))).Code);

    private static async Task RepeatAsync(HttpContext context)
    {
        if (context.Request.Path.StartsWithSegments("/status", out var status))
        {
            context.Response.StatusCode = int.Parse(status.Value![1..], provider: null);
            context.Response.Headers.Location = "http://169.254.169.254/";
            await context.Response.WriteAsync("sorry");
            return;
        }

        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        var request = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(JsonValue.Object(writer =>
        {
            writer.WriteString("method", request.Method);
            writer.WriteString("target", request.RawTarget);
            writer.WriteString("body", body);
            writer.WriteStartObject("headers");
            foreach (var (name, value) in request.Headers)
            {
                writer.WriteString(name.ToLowerInvariant(), value.ToString());
            }

            writer.WriteEndObject();
        }).GetRawText());
    }

    private Harmonia.Engine.Ports.TaskCall Request(string input) =>
        Calls.Call("request", input.Replace("URL", _server.Urls.First(), StringComparison.Ordinal));

    private Task<JsonElement> SendAsync(string input) => Executor.OutputAsync(Request(input));

    private async Task<JsonElement> BodyAsync(string input) => (await SendAsync(input)).GetProperty("body");
}
