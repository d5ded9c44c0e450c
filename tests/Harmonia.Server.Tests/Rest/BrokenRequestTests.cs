using System.Net.Sockets;
using System.Text;

namespace Harmonia.Server.Tests.Rest;

/// <summary>What is wrong is refused with the documented body, changes nothing, and leaves the server alive.</summary>
public sealed class BrokenRequestTests : IAsyncLifetime
{
    private const string Input = "INVALID_INPUT";
    private const string Noop = """{"component": "harmonia", "action": "noop"}""";

    private const string WrongInput =
        $$"""{"name": "x", "input": {"type": "objekt"}, "tasks": {"a": {{Noop}} } }""";

    private const string Twice =
        """
        {"name": "x", "tasks": [
            {"id": "a", "component": "harmonia", "action": "noop"},
            {"id": "a", "component": "harmonia", "action": "noop"}]}
        """;

    private const string Cycle =
        """
        {"name": "x", "tasks": {
            "a": {"component": "harmonia", "action": "noop", "depends_on": ["b"]},
            "b": {"component": "harmonia", "action": "noop", "depends_on": ["a"]}}}
        """;

    private TestServer _server = null!;

    /// <summary>Definitions that are refused: code, pointer, text.</summary>
    public static TheoryData<string, string, string> BrokenDefinitions => new()
    {
        { "INVALID_JSON", "", "" },
        { "INVALID_JSON", "", "{" },
        { "INVALID_JSON", "", "nonsense" },
        { "INVALID_JSON", "", """{"name": "x",}""" },
        { "INVALID_JSON", "", """{"name": "x"} {"name": "y"}""" },
        { "INVALID_JSON", "", """{"name": "x" /* why */}""" },
        { "INVALID_JSON", "", """{'name': 'x'}""" },
        { "INVALID_JSON", "/name", """{"name": NaN}""" },
        { "INVALID_JSON", "/name", """{"name": "a\x"}""" },
        { "INVALID_JSON", "/name", """{"name": "x", "name": "y", "tasks": {}}""" },
        { "INVALID_JSON", "*", OfTask(""" "action": "noop", "action": "noop" """) },
        { "INVALID_JSON", "*", new string('[', 100_000) },
        { "INVALID_JSON", "*", Deep(100) },
        { Input, "", "null" },
        { Input, "", "[]" },
        { Input, "", "1" },
        { Input, "", "\"text\"" },
        { Input, "", "{}" },
        { Input, "", """{"name": "x"}""" },
        { Input, "/name", """{"name": 1, "tasks": {"a": {"component": "harmonia", "action": "noop"}}}""" },
        { Input, "/name", """{"name": "", "tasks": {"a": {"component": "harmonia", "action": "noop"}}}""" },
        { Input, "/tasks", """{"name": "x", "tasks": 1}""" },
        { Input, "/tasks", """{"name": "x", "tasks": {}}""" },
        { Input, "/tasks", """{"name": "x", "tasks": []}""" },
        { Input, "/taks", $$"""{"name": "x", "taks": {}, "tasks": {"a": {{Noop}} } }""" },
        { Input, "/tasks/a", """{"name": "x", "tasks": {"a": 1}}""" },
        { Input, "/tasks/a/componet", OfTask(""" "componet": "harmonia", "action": "noop" """) },
        { Input, "/tasks/a/action", OfTask(""" "action": "nop" """) },
        { Input, "/tasks/a/depends_on/0", OfTask(""" "action": "noop", "depends_on": ["b"] """) },
        { Input, "*", OfTask(""" "action": "noop", "depends_on": ["a"] """) },
        { Input, "*", Cycle },
        { Input, "/tasks/a/input/t", OfTask(""" "action": "echo", "input": {"t": "${1 +}"} """) },
        { Input, "/tasks/a/input/t", OfTask(""" "action": "echo", "input": {"t": "${tasks.zzz.output.x}"} """) },
        { Input, "/tasks/a/input/t", OfTask(""" "action": "echo", "input": {"t": "${nope(1)}"} """) },
        { Input, "/tasks/a/timeout", OfTask(""" "action": "noop", "timeout": -1 """) },
        { Input, "/tasks/a/timeout", OfTask(""" "action": "noop", "timeout": "soon" """) },
        { Input, "/tasks/a/retry", OfTask(""" "action": "noop", "retry": -1 """) },
        { Input, "/tasks/a/join", OfTask(""" "action": "noop", "join": "most" """) },
        { Input, "/tasks/a/type", OfTask(""" "action": "noop", "type": "custom" """) },
        { Input, "/input/properties/type", WrongInput },
        { Input, "*", $$"""{"name": "x", "budget": {"tokens": -1}, "tasks": {"a": {{Noop}} } }""" },
        { Input, "*", Twice },
        { Input, "*", """{"name": "x", "tasks": [{"component": "harmonia", "action": "noop"}]}""" },
        { Input, "*", """{"name": "x", "tasks": {"a b/../c": {"component": "harmonia", "action": "noop"}}}""" },
    };

    /// <summary>Yaml that is refused.</summary>
    public static TheoryData<string> BrokenYaml =>
    [
        "a: [",
        "a: 1\na: 2",
        "a: !!python/object:os.system {}",
        "--- 1\n--- 2",
        "a: &x [1]\nb: *y",
        "a: &a [*a]",
        Bomb,
        "a: 'x",
    ];

    /// <summary>Starts that are refused: code, pointer, body.</summary>
    public static TheoryData<int, string, string, string> BrokenStarts => new()
    {
        { 400, "INVALID_JSON", "", "" },
        { 400, "INVALID_JSON", "", "{]" },
        { 400, Input, "", "[]" },
        { 400, Input, "", "null" },
        { 400, Input, "/workflow_id", "{}" },
        { 400, Input, "/workflow_id", """{"workflow_id": 7}""" },
        { 400, Input, "/workflow_id", """{"workflow_id": "echo", "workflow": {}}""" },
        { 400, Input, "/workflowid", """{"workflowid": "echo"}""" },
        { 400, Input, "/status", """{"workflow_id": "echo", "status": "completed"}""" },
        { 400, Input, "/tenant_id", """{"workflow_id": "echo", "tenant_id": "other"}""" },
        { 400, Input, "/input", """{"workflow_id": "echo", "input": []}""" },
        { 400, Input, "/input", """{"workflow_id": "echo", "input": "text"}""" },
        { 400, Input, "/input/say", """{"workflow_id": "echo", "input": {"say": 1}}""" },
        { 400, Input, "*", """{"workflow_id": "echo", "input": {}}""" },
        { 400, Input, "*", """{"workflow_id": "echo"}""" },
        { 400, Input, "/metadata", """{"workflow_id": "echo", "input": {"say": "x"}, "metadata": 1}""" },
        { 400, Input, "/workflow", """{"workflow": "echo"}""" },
        {
            400,
            Input,
            "/workflow/taks",
            """{"workflow": {"name": "x", "taks": 1, "tasks": {"a": {"component": "harmonia", "action": "noop"}}}}"""
        },
        { 400, "INVALID_JSON", "*", """{"workflow_id": "echo", "input": {"say": "x", "say": "y"}}""" },
        { 404, "WORKFLOW_NOT_FOUND", "*", """{"workflow_id": "nobody"}""" },
        { 404, "WORKFLOW_NOT_FOUND", "*", """{"workflow_id": ""}""" },
        { 404, "WORKFLOW_NOT_FOUND", "*", """{"workflow_id": "' or 1=1 --"}""" },
    };

    /// <summary>Addresses that are refused: the parameter, the address.</summary>
    public static TheoryData<string, string> BrokenQueries => new()
    {
        { "limit", "/api/workflows?limit=0" },
        { "limit", "/api/workflows?limit=1001" },
        { "limit", "/api/workflows?limit=-1" },
        { "limit", "/api/workflows?limit=ten" },
        { "limit", "/api/workflows?limit=" },
        { "limit", "/api/workflows?limit=1&limit=2" },
        { "limit", "/api/workflows?limit=99999999999999999999" },
        { "offset", "/api/workflows?offset=-1" },
        { "offset", "/api/executions?offset=1.5" },
        { "limits", "/api/workflows?limits=1" },
        { "revision", "/api/workflows/echo?revision=1" },
        { "tasks", $"/api/executions/{Guid.Empty}?tasks=all" },
        { "x", $"/api/state/{Guid.Empty}?x=1" },
        { "filter", "/api/workflows?filter=name" },
        { "filter", "/api/workflows?filter=name:like:x" },
        { "filter", "/api/workflows?filter=nam:eq:x" },
        { "filter", "/api/workflows?filter=name:eq:a,," },
        { "filter", "/api/workflows?filter=created_at:gt:yesterday" },
        { "filter", "/api/executions?filter=end_time:contains:2" },
        { "filter", "/api/executions?filter=input:eq:1" },
        { "filter", "/api/executions?filter=status:eq:done" },
        { "filter", "/api/executions?filter=status:in:failed|done" },
        { "status", "/api/executions?status=done" },
        { "workflow_id", "/api/executions?workflow_id=echo" },
        { "cursor", "/api/executions?cursor=!!" },
        { "cursor", "/api/executions?cursor=AAAA" },
        { "after", $"/api/executions/{Guid.Empty}/history?after=x" },
    };

    private static string Bomb => "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + string.Concat(
        "bcdefghi".Select(
            name => $"{name}: &{name} [{string.Join(',', Enumerable.Repeat("*" + (char)(name - 1), 10))}]\n"));

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        await _server.SaveAsync(Definitions.Echo);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [MemberData(nameof(BrokenDefinitions))]
    public async Task A_broken_definition_is_refused(string code, string pointer, string text)
    {
        var reply = (await _server.PostAsync("/api/workflows", text)).ExpectError(400, "ValidationError", code);

        ExpectField(pointer, reply);
        Assert.True(reply.Error.GetProperty("details").GetProperty("findings").GetArrayLength() > 0);
        await ExpectUnchangedAsync();
    }

    [Theory]
    [MemberData(nameof(BrokenYaml))]
    public async Task Broken_yaml_is_refused(string text)
    {
        (await _server.SendAsync(HttpMethod.Post, "/api/workflows", text, "application/yaml"))
            .ExpectError(400, "ValidationError", "INVALID_YAML");
        await ExpectUnchangedAsync();
    }

    [Theory]
    [MemberData(nameof(BrokenStarts))]
    public async Task A_broken_start_is_refused(int status, string code, string pointer, string body)
    {
        var reply = (await _server.PostAsync("/api/executions", body))
            .ExpectError(status, status == 404 ? "NotFoundError" : "ValidationError", code);

        ExpectField(pointer, reply);
        await ExpectUnchangedAsync();
    }

    [Theory]
    [MemberData(nameof(BrokenQueries))]
    public async Task A_broken_address_is_refused(string parameter, string path)
    {
        var reply = (await _server.GetAsync(path)).ExpectError(400, "ValidationError", Input);

        Assert.Equal(parameter, reply.Field);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData(null)]
    public async Task Another_content_type_is_refused(string? type)
    {
        var body = Encoding.UTF8.GetBytes("""{"workflow_id": "echo", "input": {"say": "x"}}""");
        foreach (var path in (string[])["/api/executions", "/api/workflows", "/api/expressions/evaluate"])
        {
            (await _server.SendAsync(HttpMethod.Post, path, body, type, null))
                .ExpectError(415, "ValidationError", "UNSUPPORTED_MEDIA_TYPE");
        }

        (await _server.SendAsync(HttpMethod.Post, "/api/executions", body, "application/yaml", null))
            .ExpectError(415, "ValidationError", "UNSUPPORTED_MEDIA_TYPE");
        await ExpectUnchangedAsync();
    }

    [Theory]
    [InlineData(new byte[] { (byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)':', (byte)'1', (byte)'}' })]
    [InlineData(new byte[] { 0xFF, 0xFE, (byte)'{', 0, (byte)'}', 0 })]
    public async Task Text_that_is_not_utf8_is_refused(byte[] body)
    {
        foreach (var path in (string[])["/api/executions", "/api/workflows"])
        {
            (await _server.SendAsync(HttpMethod.Post, path, body, "application/json", null))
                .ExpectError(400, "ValidationError", "INVALID_ENCODING");
        }
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        var definition = string.Concat("{\"name\": \"", new string('x', 1024 * 1024), "\"}");
        var start = StartSaying(12 * 1024 * 1024);
        var input = StartSaying(10 * 1024 * 1024);

        (await _server.PostAsync("/api/workflows", definition))
            .ExpectError(413, "ValidationError", "PAYLOAD_TOO_LARGE");
        (await _server.PostAsync("/api/executions", start)).ExpectError(413, "ValidationError", "PAYLOAD_TOO_LARGE");
        Assert.Equal(
            "/input",
            (await _server.PostAsync("/api/executions", input)).ExpectError(400, "ValidationError", Input).Field);
        await ExpectUnchangedAsync();
    }

    [Theory]
    [InlineData("ZZ")]
    [InlineData("-5")]
    [InlineData("FFFFFFFFFFFFFFFF")]
    public async Task A_chunk_whose_size_is_no_number_is_refused(string size)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(_server.Address.Host, _server.Address.Port);
        await using var stream = connection.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            "POST /api/workflows HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + $"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{size}\r\n{{}}\r\n0\r\n\r\n"));

        using var reader = new StreamReader(stream, Encoding.UTF8);
        var answer = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("\"BAD_REQUEST\"", answer, StringComparison.Ordinal);
        await ExpectUnchangedAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("long")]
    public async Task A_broken_idempotency_key_is_refused(string key)
    {
        key = key == "long" ? new string('k', 256) : key;
        (await _server.PostAsync("/api/executions", "{}", key))
            .ExpectError(400, "ValidationError", "INVALID_IDEMPOTENCY_KEY");
    }

    [Theory]
    [InlineData("PATCH", "/api/workflows")]
    [InlineData("DELETE", "/api/executions")]
    [InlineData("POST", "/health")]
    [InlineData("GET", "/api/workflows/validate/x")]
    [InlineData("GET", "/api/nothing")]
    [InlineData("GET", "/API/../etc/passwd")]
    public async Task What_there_is_not_is_said_in_the_same_form(string method, string path)
    {
        var reply = await _server.SendAsync(new HttpMethod(method), path);

        if (reply.Status == 405)
        {
            reply.ExpectError(405, "ValidationError", "METHOD_NOT_ALLOWED");
            Assert.NotEqual("", reply.Headers["Allow"]);
        }
        else
        {
            reply.ExpectError(404, "NotFoundError", "NOT_FOUND");
        }
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("-1")]
    [InlineData("301")]
    [InlineData("NaN")]
    [InlineData("1e3")]
    [InlineData("")]
    public async Task A_wait_that_is_no_time_is_refused(string wait)
    {
        var reply = await _server.PostAsync(
            $"/api/executions?wait={wait}", """{"workflow_id": "echo", "input": {"say": "x"}}""");

        Assert.Equal("wait", reply.ExpectError(400, "ValidationError", Input).Field);
        await ExpectUnchangedAsync();
    }

    /// <summary>A workflow of one task that has these fields beside its component.</summary>
    private static string OfTask(string fields) => string.Concat(
        """{"name": "x", "tasks": {"a": {"component": "harmonia", """, fields, "}}}");

    private static string Deep(int depth) => string.Concat(
        """{"name": "x", "tasks": {"a": {"component": "harmonia", "action": "echo", "input": {"d": """,
        new string('[', depth),
        new string(']', depth),
        "}}}}");

    private static string StartSaying(int length) => string.Concat(
        """{"workflow_id": "echo", "input": {"say": """, "\"", new string('x', length), "\"}}");

    private static void ExpectField(string pointer, Reply reply)
    {
        if (pointer != "*")
        {
            Assert.True(reply.Field == pointer, $"Expected {pointer}: {reply.Body}");
        }
    }

    private async Task ExpectUnchangedAsync()
    {
        Assert.Equal(1, (await _server.GetAsync("/api/workflows")).Expect(200).Json.GetProperty("total").GetInt32());
        Assert.Equal(0, (await _server.GetAsync("/api/executions")).Expect(200).Json.GetProperty("total").GetInt32());
        (await _server.GetAsync("/health")).Expect(200);
    }
}
