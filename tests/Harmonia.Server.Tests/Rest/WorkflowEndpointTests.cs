namespace Harmonia.Server.Tests.Rest;

public sealed class WorkflowEndpointTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_saved_workflow_is_told_as_it_was_sent()
    {
        var created = (await _server.PostAsync("/api/workflows", Definitions.Echo)).Expect(201);
        var id = created.Text("workflow_id");

        var got = (await _server.GetAsync($"/api/workflows/{id}")).Expect(200);

        Assert.Equal("echo", created.Text("name"));
        Assert.EndsWith("Z", created.Text("created_at"), StringComparison.Ordinal);
        Assert.Equal(id, got.Text("id"));
        Assert.Equal("Says it again", got.Text("description"));
        Assert.Equal(1, got.Json.GetProperty("revision").GetInt32());
        Assert.Equal(
            """{"say":{"component":"harmonia","action":"echo","input":{"text":"${input.say}"}}}""",
            got.Json.GetProperty("tasks").GetRawText().Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal(got.Body, (await _server.GetAsync("/api/workflows/echo")).Expect(200).Body);
    }

    [Fact]
    public async Task An_answer_can_be_sent_back_as_it_came()
    {
        var id = await _server.SaveAsync(Definitions.Echo);
        var got = (await _server.GetAsync($"/api/workflows/{id}")).Expect(200);

        var revised = (await _server.SendAsync(HttpMethod.Put, $"/api/workflows/{id}", got.Body)).Expect(200);

        Assert.Equal(2, revised.Json.GetProperty("revision").GetInt32());
        var again = (await _server.GetAsync($"/api/workflows/{id}")).Expect(200);
        Assert.Equal(2, again.Json.GetProperty("revision").GetInt32());
        Assert.Equal(got.Json.GetProperty("tasks").GetRawText(), again.Json.GetProperty("tasks").GetRawText());
    }

    [Fact]
    public async Task Yaml_is_as_good_as_json()
    {
        const string Text =
            """
            name: from_yaml
            tasks:
              a: {component: harmonia, action: noop}
            """;

        var created = await _server.SendAsync(HttpMethod.Post, "/api/workflows", Text, "application/yaml");

        Assert.Equal("from_yaml", created.Expect(201).Text("name"));
    }

    [Fact]
    public async Task A_name_is_given_once()
    {
        await _server.SaveAsync(Definitions.Named("one"));

        (await _server.PostAsync("/api/workflows", Definitions.Named("one")))
            .ExpectError(409, "ConflictError", "WORKFLOW_NAME_TAKEN");
    }

    [Fact]
    public async Task A_put_makes_the_next_revision_and_starts_use_it()
    {
        var id = await _server.SaveAsync(Definitions.Named("one"));
        await _server.SaveAsync(Definitions.Named("two"));
        (await _server.PostAsync("/api/executions?wait=10", """{"workflow_id": "one"}""")).Expect(200);

        var revised = await _server.PutAsync(
            $"/api/workflows/{id}",
            """
            {"name": "one", "result": {"new": true}, "tasks": {"a": {"component": "harmonia", "action": "noop"}}}
            """);
        var started = await _server.PostAsync("/api/executions?wait=10", """{"workflow_id": "one"}""");

        Assert.Equal(2, revised.Expect(200).Json.GetProperty("revision").GetInt32());
        Assert.Equal("""{"new":true}""", started.Expect(200).Json.GetProperty("output").GetRawText());
        Assert.True((await _server.GetAsync($"/api/workflows/{id}")).Json.TryGetProperty("result", out _));
        (await _server.PutAsync($"/api/workflows/{id}", Definitions.Named("two")))
            .ExpectError(409, "ConflictError", "WORKFLOW_NAME_TAKEN");
        (await _server.PutAsync($"/api/workflows/{Guid.Empty}", Definitions.Named("two")))
            .ExpectError(404, "NotFoundError", "WORKFLOW_NOT_FOUND");
    }

    [Fact]
    public async Task A_workflow_with_active_executions_stays()
    {
        var id = await _server.SaveAsync(Definitions.Sleeping);
        var execution = (await _server.PostAsync("/api/executions", $$"""{"workflow_id": "{{id}}"}"""))
            .Expect(202).Text("execution_id");

        (await _server.DeleteAsync($"/api/workflows/{id}"))
            .ExpectError(409, "ConflictError", "WORKFLOW_HAS_ACTIVE_EXECUTIONS");
        (await _server.PostAsync($"/api/executions/{execution}/cancel")).Expect(200);
        var gone = (await _server.DeleteAsync($"/api/workflows/{id}")).Expect(200);

        Assert.True(gone.Json.GetProperty("success").GetBoolean());
        (await _server.GetAsync($"/api/workflows/{id}")).ExpectError(404, "NotFoundError", "WORKFLOW_NOT_FOUND");
        (await _server.DeleteAsync($"/api/workflows/{id}")).ExpectError(404, "NotFoundError", "WORKFLOW_NOT_FOUND");
        (await _server.PostAsync("/api/executions", $$"""{"workflow_id": "{{id}}"}"""))
            .ExpectError(404, "NotFoundError", "WORKFLOW_NOT_FOUND");
    }

    [Fact]
    public async Task Lists_are_paged_and_filtered()
    {
        foreach (var name in (string[])["apple", "banana", "cherry"])
        {
            await _server.SaveAsync(Definitions.Named(name));
        }

        var page = (await _server.GetAsync("/api/workflows?limit=2&offset=1")).Expect(200).Json;
        var found = (await _server.GetAsync("/api/workflows?filter=name:contains:AN")).Expect(200).Json;
        var some = (await _server.GetAsync("/api/workflows?filter=name:in:apple|cherry,version:neq:9"))
            .Expect(200).Json;

        Assert.Equal(["banana", "apple"], Names(page));
        Assert.Equal((3, 2, 1), (
            page.GetProperty("total").GetInt32(),
            page.GetProperty("limit").GetInt32(),
            page.GetProperty("offset").GetInt32()));
        Assert.Equal(["banana"], Names(found));
        Assert.Equal(["cherry", "apple"], Names(some));
    }

    [Fact]
    public async Task Validating_says_everything_and_saves_nothing()
    {
        var good = (await _server.PostAsync("/api/workflows/validate", Definitions.Echo)).Expect(200).Json;
        var bad = (await _server.PostAsync(
            "/api/workflows/validate",
            """
            {"name": "x", "taks": {}, "tasks": {"a": {"component": "harmonia", "action": "nop", "depends_on": ["b"]}}}
            """))
            .Expect(200).Json;
        var unreadable = (await _server.PostAsync("/api/workflows/validate", "{")).Expect(200).Json;

        Assert.True(good.GetProperty("valid").GetBoolean());
        Assert.Equal(("echo", 1), (good.GetProperty("name").GetString(), good.GetProperty("tasks").GetInt32()));
        Assert.False(bad.GetProperty("valid").GetBoolean());
        var codes = bad.GetProperty("findings").EnumerateArray()
            .Select(finding => finding.GetProperty("code").GetString()).ToList();
        Assert.Contains("unknown_field", codes);
        Assert.Contains("unknown_action", codes);
        Assert.Contains("unknown_task", codes);
        Assert.False(unreadable.GetProperty("valid").GetBoolean());
        Assert.Equal(0, (await _server.GetAsync("/api/workflows")).Json.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_repeated_save_with_a_key_answers_the_same()
    {
        var first = (await _server.PostAsync("/api/workflows", Definitions.Echo, "k1")).Expect(201);
        var again = (await _server.PostAsync("/api/workflows", Definitions.Echo, "k1")).Expect(201);

        Assert.Equal(first.Body, again.Body);
        Assert.False(first.Headers.ContainsKey("Idempotency-Replayed"));
        Assert.Equal("true", again.Headers["Idempotency-Replayed"]);
        (await _server.PostAsync("/api/workflows", Definitions.Sleeping, "k1"))
            .ExpectError(422, "ProcessingError", "IDEMPOTENCY_KEY_REUSED");
    }

    private static IEnumerable<string?> Names(System.Text.Json.JsonElement list) =>
        list.GetProperty("workflows").EnumerateArray().Select(workflow => workflow.GetProperty("name").GetString());
}
