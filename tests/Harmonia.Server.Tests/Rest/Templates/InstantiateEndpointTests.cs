using System.Text.Json;

namespace Harmonia.Server.Tests.Rest.Templates;

public sealed class InstantiateEndpointTests : IAsyncLifetime
{
    private const string Load =
        """
        {"name": "load",
         "parameters": {"source": {"type": "string", "required": true}, "format": {"type": "string", "default": "json"},
                        "options": {"type": "object", "default": {"normalize": true}}},
         "tasks": {"load": {"component": "harmonia", "action": "echo",
            "input": {"from": "${param.source}", "as": "${param.format}", "options": "${param.options}",
                      "text": "From ${param.source} for ${input.who ?? 'all'}"}}}}
        """;

    private TestServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        (await _server.PostAsync("/api/templates", Load)).Expect(201);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("instantiate", "parameter_values")]
    [InlineData("create", "parameters")]
    public async Task A_workflow_is_made_saved_and_can_be_started(string path, string values)
    {
        var made = (await _server.PostAsync(
            $"/api/templates/load/{path}",
            $$$$"""
            {"name": "mine", "description": "Of mine",
             "{{{{values}}}}": {"source": "s3://x", "options": {"a": [1]}}}
            """))
            .Expect(201);
        var workflow = (await _server.GetAsync($"/api/workflows/{made.Text("workflow_id")}")).Expect(200);
        var ended = (await _server.PostAsync("/api/executions?wait=10", """{"workflow_id": "mine"}""")).Expect(200);

        Assert.Equal("mine", made.Text("name"));
        Assert.EndsWith("Z", made.Text("created_at"), StringComparison.Ordinal);
        Assert.Equal(("mine", "Of mine"), (workflow.Text("name"), workflow.Text("description")));
        Assert.Equal(
            $$$$"""{"id":"{{{{made.Text("template_id")}}}}","version":"1.0.0","parameter_values":"""
                + """{"source":"s3://x","format":"json","options":{"a":[1]}}}""",
            workflow.Json.GetProperty("metadata").GetProperty("template").GetRawText());
        Assert.Equal(
            """{"from":"s3://x","as":"json","options":{"a":[1]},"text":"From s3://x for all"}""",
            ended.Json.GetProperty("output").GetProperty("load").GetRawText());
        Assert.Equal(1, (await _server.GetAsync("/api/templates/load")).Json.GetProperty("usage_count").GetInt32());
    }

    [Fact]
    public async Task Without_a_name_it_gets_one_of_its_own()
    {
        const string Body = """{"parameter_values": {"source": "x"}}""";

        var (first, second) = (await MakeAsync(Body), await MakeAsync(Body));

        Assert.StartsWith("load ", first.Expect(201).Text("name"), StringComparison.Ordinal);
        Assert.NotEqual(first.Text("name"), second.Expect(201).Text("name"));
    }

    [Fact]
    public async Task A_taken_name_is_a_conflict_and_a_key_repeats()
    {
        const string Body = """{"name": "mine", "parameter_values": {"source": "x"}}""";

        var first = (await MakeAsync(Body, "k")).Expect(201);
        var again = (await MakeAsync(Body, "k")).Expect(201);

        Assert.Equal(first.Text("workflow_id"), again.Text("workflow_id"));
        Assert.Equal("true", again.Headers["Idempotency-Replayed"]);
        (await MakeAsync(Body)).ExpectError(409, "ConflictError", "WORKFLOW_NAME_TAKEN");
        (await MakeAsync(Body.Replace("x", "y"), "k")).ExpectError(422, "ProcessingError", "IDEMPOTENCY_KEY_REUSED");
        Assert.Equal(1, (await _server.GetAsync("/api/templates/load")).Json.GetProperty("usage_count").GetInt32());
    }

    [Fact]
    public async Task Everything_wrong_with_the_values_is_told_at_once()
    {
        var reply = await MakeAsync("""{"parameter_values": {"sourc": "x", "format": 1, "options": []}}""");

        reply.ExpectError(400, "ValidationError", "INVALID_INPUT");
        Assert.Equal(
            [
                ("unknown_parameter", "/parameter_values/sourc"),
                ("missing_field", "/parameter_values/source"),
                ("schema_violation", "/parameter_values/format"),
                ("schema_violation", "/parameter_values/options"),
            ],
            reply.Error.GetProperty("details").GetProperty("findings").EnumerateArray().Select(finding => (
                finding.GetProperty("code").GetString()!, finding.GetProperty("pointer").GetString()!)));
    }

    [Theory]
    [InlineData("""{"parameter_values": {"source": "x"}, "parameters": {}}""", "/parameters")]
    [InlineData("""{"parameter_values": {"source": "x"}, "nam": "y"}""", "/nam")]
    [InlineData("""{"parameter_values": {"source": "x"}, "name": ""}""", "/workflow_definition/name")]
    [InlineData("""{"parameter_values": {"source": "x"}, "template_id": "bug-fix"}""", "/template_id")]
    [InlineData("""{"parameter_values": "x"}""", "/parameter_values")]
    public async Task A_wrong_body_is_told(string body, string field) =>
        Assert.Equal(field, (await MakeAsync(body)).ExpectError(400, "ValidationError", "INVALID_INPUT").Field);

    [Fact]
    public async Task A_value_is_never_evaluated()
    {
        const string Evil = "${env.HOME} ${tasks.load} \\\"} $";

        (await MakeAsync($$$"""{"name": "evil", "parameter_values": {"source": "{{{Evil}}}"}}""")).Expect(201);
        var ended = (await _server.PostAsync("/api/executions?wait=10", """{"workflow_id": "evil"}""")).Expect(200);

        var output = ended.Json.GetProperty("output").GetProperty("load");
        var expected = JsonElement.Parse($"\"{Evil}\"").GetString();
        Assert.Equal(expected, output.GetProperty("from").GetString());
        Assert.Equal($"From {expected} for all", output.GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_version_may_be_chosen_and_the_id_may_stand_in_the_body_too()
    {
        await _server.PutAsync("/api/templates/load", Load.Replace("\"as\"", "\"in\""));

        var made = (await MakeAsync(
            """
            {"name": "old", "template_id": "load", "template_version": "1.0.0", "parameter_values": {"source": "x"}}
            """))
            .Expect(201);

        Assert.Equal("1.0.0", made.Text("template_version"));
        Assert.Contains("\"as\"", (await _server.GetAsync("/api/workflows/old")).Body, StringComparison.Ordinal);
        (await MakeAsync("""{"template_version": "3", "parameter_values": {"source": "x"}}"""))
            .ExpectError(404, "NotFoundError", "TEMPLATE_VERSION_NOT_FOUND");
    }

    [Fact]
    public async Task Values_that_make_a_workflow_wrong_are_refused()
    {
        await _server.PostAsync(
            "/api/templates",
            """
            {"name": "after", "parameters": {"after": "string"},
             "tasks": {"a": {"component": "harmonia", "action": "noop", "depends_on": "${param.after ?? []}"}}}
            """);

        var reply = await _server.PostAsync("/api/templates/after/create", """{"parameters": {"after": "b"}}""");

        Assert.Equal(
            "/workflow_definition/tasks/a/depends_on",
            reply.ExpectError(400, "ValidationError", "INVALID_INPUT").Field);
    }

    private Task<Reply> MakeAsync(string body, string? key = null) =>
        _server.PostAsync("/api/templates/load/instantiate", body, key);
}
