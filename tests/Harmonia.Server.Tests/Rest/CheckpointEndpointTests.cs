using System.Text.Json;

namespace Harmonia.Server.Tests.Rest;

public sealed class CheckpointEndpointTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_checkpoint_is_taken_told_and_listed_as_documented()
    {
        var execution = await _server.StartInlineAsync(Definitions.HalfWay);

        var taken = (await _server.PostAsync(
            "/api/checkpoints", $$"""{"execution_id": "{{execution}}", "name": "n"}""")).Expect(201).Json;
        var id = taken.GetProperty("checkpoint_id").GetString();
        var told = (await _server.GetAsync($"/api/checkpoints/{id}")).Expect(200).Json;
        var listed = (await _server.GetAsync($"/api/checkpoints?execution_id={execution}&limit=5")).Expect(200).Json;

        Assert.Equal(
            (execution, "running", """["first"]"""),
            (taken.GetProperty("execution_id").GetString(), taken.GetProperty("workflow_status").GetString(),
                taken.GetProperty("completed_tasks").GetRawText()));
        Assert.EndsWith("Z", taken.GetProperty("created_at").GetString(), StringComparison.Ordinal);
        Assert.Equal((id, "n"), (told.GetProperty("id").GetString(), told.GetProperty("name").GetString()));
        Assert.Equal(
            """{"first":"completed","nap":"waiting","last":"pending"}""",
            told.GetProperty("task_statuses").GetRawText());
        var data = told.GetProperty("state_data");
        Assert.Equal("{}", data.GetProperty("input").GetRawText());
        Assert.Equal("""{"first":{"text":"done"}}""", data.GetProperty("task_results").GetRawText());
        Assert.Equal((1, 5, 0), (listed.GetProperty("total").GetInt32(), listed.GetProperty("limit").GetInt32(),
            listed.GetProperty("offset").GetInt32()));
        var only = Assert.Single(listed.GetProperty("checkpoints").EnumerateArray());
        Assert.Equal(
            (id, execution, "running", "manual"),
            (only.GetProperty("id").GetString(), only.GetProperty("execution_id").GetString(),
                only.GetProperty("workflow_status").GetString(), only.GetProperty("kind").GetString()));
    }

    [Fact]
    public async Task A_checkpoint_tells_what_was_and_not_what_is()
    {
        var execution = await _server.StartInlineAsync(Definitions.HalfWay);
        var id = await TakeAsync(execution);
        (await _server.PostAsync($"/api/executions/{execution}/cancel")).Expect(200);

        var told = (await _server.GetAsync($"/api/checkpoints/{id}")).Expect(200);

        Assert.Equal("running", told.Text("workflow_status"));
        Assert.Equal("waiting", told.Json.GetProperty("task_statuses").GetProperty("nap").GetString());
    }

    [Fact]
    public async Task What_has_ended_is_refused_there_and_taken_on_the_other_routes()
    {
        var execution = await _server.StartInlineAsync(Definitions.Named("short"), "?wait=10");
        var body = $$"""{"execution_id": "{{execution}}"}""";

        (await _server.PostAsync("/api/checkpoints", body))
            .ExpectError(400, "ValidationError", "EXECUTION_NOT_RUNNING");
        var direct = (await _server.PostAsync($"/api/executions/{execution}/checkpoint")).Expect(201);
        var named = (await _server.PostAsync(
            $"/api/executions/{execution}/checkpoint", """{"name": "n", "description": "d"}""")).Expect(201);
        var ofState = (await _server.PostAsync("/api/state/checkpoints", body)).Expect(201);

        Assert.Equal("completed", direct.Text("workflow_status"));
        Assert.Equal(("n", "d"), (named.Text("name"), named.Text("description")));
        Assert.Equal(
            """{"a":{"status":"completed","output":{}}}""", ofState.Json.GetProperty("task_states").GetRawText());
        Assert.Equal("completed", (await _server.GetAsync($"/api/executions/{execution}")).Text("status"));
    }

    [Fact]
    public async Task A_restored_execution_is_a_new_one_that_has_done_what_was_done()
    {
        var original = await _server.StartInlineAsync(Definitions.HalfWay);
        var id = await TakeAsync(original);

        var restored = (await _server.PostAsync($"/api/checkpoints/{id}/restore")).Expect(201);
        var again = (await _server.PostAsync($"/api/checkpoints/{id}/restore", "{}")).Expect(201);
        var told = (await _server.GetAsync($"/api/executions/{restored.Text("execution_id")}")).Expect(200).Json;

        Assert.Equal(
            (original, id, "running"),
            (restored.Text("original_execution_id"), restored.Text("checkpoint_id"), restored.Text("status")));
        string[] all = [original, restored.Text("execution_id"), again.Text("execution_id")];
        Assert.Equal(3, all.Distinct().Count());
        Assert.Equal("running", told.GetProperty("status").GetString());
        Assert.Equal(1, told.GetProperty("task_executions").GetProperty("first").GetProperty("attempt").GetInt32());
        Assert.Equal(2, told.GetProperty("task_executions").GetProperty("nap").GetProperty("attempt").GetInt32());
        Assert.Equal(id, told.GetProperty("metadata").GetProperty("restored_from").GetString());
        Assert.Equal(original, told.GetProperty("metadata").GetProperty("original_execution_id").GetString());
    }

    [Fact]
    public async Task The_same_key_restores_once_and_another_checkpoint_is_refused()
    {
        var original = await _server.StartInlineAsync(Definitions.HalfWay);
        var (one, other) = (await TakeAsync(original), await TakeAsync(original));

        var first = (await _server.PostAsync($"/api/checkpoints/{one}/restore", key: "k")).Expect(201);
        var second = (await _server.PostAsync($"/api/checkpoints/{one}/restore", key: "k")).Expect(201);

        Assert.Equal(first.Body, second.Body);
        Assert.Equal("true", second.Headers["Idempotency-Replayed"]);
        (await _server.PostAsync($"/api/checkpoints/{other}/restore", key: "k"))
            .ExpectError(422, "ProcessingError", "IDEMPOTENCY_KEY_REUSED");
    }

    [Fact]
    public async Task The_same_key_takes_one_checkpoint_and_another_name_is_refused()
    {
        var execution = await _server.StartInlineAsync(Definitions.HalfWay);
        var body = $$"""{"execution_id": "{{execution}}", "name": "n"}""";

        var first = (await _server.PostAsync("/api/checkpoints", body, key: "k")).Expect(201);
        var second = (await _server.PostAsync("/api/checkpoints", body, key: "k")).Expect(201);

        Assert.Equal(first.Body, second.Body);
        Assert.Equal("true", second.Headers["Idempotency-Replayed"]);
        (await _server.PostAsync("/api/checkpoints", body.Replace("\"n\"", "\"m\""), key: "k"))
            .ExpectError(422, "ProcessingError", "IDEMPOTENCY_KEY_REUSED");
    }

    [Fact]
    public async Task The_other_route_restores_too_and_has_no_options()
    {
        var id = await TakeAsync(await _server.StartInlineAsync(Definitions.HalfWay));

        var restored = (await _server.PostAsync(
            "/api/state/restore", $$$"""{"checkpoint_id": "{{{id}}}", "execution_options": {"async": true}}"""))
            .Expect(201);

        Assert.Equal("running", restored.Text("status"));
        Assert.Equal(
            "completed",
            restored.Json.GetProperty("task_status").GetProperty("first").GetProperty("status").GetString());
        (await _server.PostAsync(
            "/api/state/restore", $$$"""{"checkpoint_id": "{{{id}}}", "execution_options": {"timeout": 5}}"""))
            .ExpectError(400, "ValidationError", "INVALID_INPUT");
        (await _server.PostAsync("/api/state/restore", "{}")).ExpectError(400, "ValidationError", "INVALID_INPUT");
    }

    [Fact]
    public async Task Any_version_can_be_forked()
    {
        var original = await _server.StartInlineAsync(Definitions.Failing, "?wait=10");

        var forked = (await _server.PostAsync($"/api/executions/{original}/fork", """{"version": 1}""")).Expect(201);

        Assert.Equal(JsonValueKind.Null, forked.Json.GetProperty("checkpoint_id").ValueKind);
        Assert.Equal(1, forked.Json.GetProperty("version").GetInt64());
        var types = (await _server.GetAsync($"/api/executions/{forked.Text("execution_id")}/history")).Json
            .GetProperty("items").EnumerateArray().Select(item => item.GetProperty("type").GetString()).Take(2);
        Assert.Equal(["workflow_started", "workflow_restored"], types);
        foreach (var body in (string[])["{}", """{"version": 0}""", """{"version": "1"}""", """{"version": 999}"""])
        {
            (await _server.PostAsync($"/api/executions/{original}/fork", body))
                .ExpectError(400, "ValidationError", "INVALID_INPUT");
        }
    }

    [Fact]
    public async Task A_checkpoint_is_validated_against_what_there_is_now()
    {
        var good = await TakeAsync(await _server.StartInlineAsync(Definitions.HalfWay));
        var bad = await _server.StartInlineAsync(
            """{"name": "b", "tasks": {"x": {"component": "nobody", "action": "none"}}}""", "?wait=10");
        var ended = (await _server.PostAsync($"/api/executions/{bad}/checkpoint")).Expect(201).Text("id");

        var fine = (await _server.PostAsync($"/api/checkpoints/{good}/validate")).Expect(200).Json;
        var wrong = (await _server.PostAsync($"/api/checkpoints/{ended}/validate")).Expect(200).Json;

        Assert.True(fine.GetProperty("valid").GetBoolean());
        Assert.Empty(fine.GetProperty("problems").EnumerateArray());
        Assert.False(wrong.GetProperty("valid").GetBoolean());
        var problem = Assert.Single(wrong.GetProperty("problems").EnumerateArray());
        Assert.Equal(
            ("component_not_found", "x"),
            (problem.GetProperty("code").GetString(), problem.GetProperty("task").GetString()));
    }

    [Fact]
    public async Task What_does_not_exist_is_not_found()
    {
        foreach (var id in (string[])[Guid.NewGuid().ToString(), "nonsense"])
        {
            (await _server.GetAsync($"/api/checkpoints/{id}"))
                .ExpectError(404, "NotFoundError", "CHECKPOINT_NOT_FOUND");
            (await _server.PostAsync($"/api/checkpoints/{id}/restore"))
                .ExpectError(404, "NotFoundError", "CHECKPOINT_NOT_FOUND");
            (await _server.PostAsync($"/api/checkpoints/{id}/validate"))
                .ExpectError(404, "NotFoundError", "CHECKPOINT_NOT_FOUND");
            (await _server.PostAsync("/api/state/restore", $$"""{"checkpoint_id": "{{id}}"}"""))
                .ExpectError(404, "NotFoundError", "CHECKPOINT_NOT_FOUND");
            (await _server.PostAsync("/api/checkpoints", $$"""{"execution_id": "{{id}}"}"""))
                .ExpectError(404, "NotFoundError", "EXECUTION_NOT_FOUND");
            (await _server.PostAsync($"/api/executions/{id}/checkpoint"))
                .ExpectError(404, "NotFoundError", "EXECUTION_NOT_FOUND");
            (await _server.PostAsync($"/api/executions/{id}/fork", """{"version": 1}"""))
                .ExpectError(404, "NotFoundError", "EXECUTION_NOT_FOUND");
        }
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused()
    {
        (await _server.PostAsync("/api/checkpoints", "{}")).ExpectError(400, "ValidationError", "INVALID_INPUT");
        (await _server.PostAsync("/api/checkpoints", """{"execution": "x"}"""))
            .ExpectError(400, "ValidationError", "INVALID_INPUT");
        (await _server.GetAsync("/api/checkpoints?execution_id=x"))
            .ExpectError(400, "ValidationError", "INVALID_INPUT");
        var execution = await _server.StartInlineAsync(Definitions.HalfWay);
        (await _server.PostAsync(
            "/api/checkpoints", $$"""{"execution_id": "{{execution}}", "name": "{{new string('x', 201)}}"}"""))
            .ExpectError(400, "ValidationError", "INVALID_INPUT");
        (await _server.PostAsync($"/api/checkpoints/{await TakeAsync(execution)}/restore", """{"x": 1}"""))
            .ExpectError(400, "ValidationError", "INVALID_INPUT");
    }

    [Fact]
    public async Task Before_a_pause_and_a_cancellation_one_is_taken()
    {
        var execution = await _server.StartInlineAsync(Definitions.HalfWay);
        foreach (var command in (string[])["pause", "resume", "cancel"])
        {
            (await _server.PostAsync($"/api/executions/{execution}/{command}")).Expect(200);
        }

        var kinds = (await _server.GetAsync($"/api/checkpoints?execution_id={execution}")).Json
            .GetProperty("checkpoints").EnumerateArray().Select(item => item.GetProperty("kind").GetString());

        Assert.Equal(["before_cancel", "before_pause"], kinds);
    }

    [Fact]
    public async Task The_state_of_an_execution_is_merged_and_read_by_expressions()
    {
        var execution = await _server.StartInlineAsync(Definitions.HalfWay);
        (await _server.PutAsync($"/api/state/{execution}", """{"state": {"a": 1, "b": 2}}""")).Expect(200);

        var saved = (await _server.PostAsync($"/api/executions/{execution}/state", """{"b": null, "c": [3]}"""))
            .Expect(200);
        var told = (await _server.GetAsync($"/api/executions/{execution}/state")).Expect(200).Json;

        Assert.Equal(execution, saved.Text("execution_id"));
        Assert.Equal("""{"a":1,"b":null,"c":[3]}""", told.GetProperty("state").GetRawText());
        Assert.Equal(told.GetRawText(), (await _server.GetAsync($"/api/state/{execution}")).Body);
        (await _server.PostAsync($"/api/executions/{execution}/state", "[1]"))
            .ExpectError(400, "ValidationError", "INVALID_INPUT");
        (await _server.PostAsync($"/api/executions/{Guid.NewGuid()}/state", "{}"))
            .ExpectError(404, "NotFoundError", "EXECUTION_NOT_FOUND");
    }

    private async Task<string> TakeAsync(string execution) =>
        (await _server.PostAsync("/api/checkpoints", $$"""{"execution_id": "{{execution}}"}"""))
            .Expect(201).Text("checkpoint_id");
}
