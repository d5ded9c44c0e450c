using System.Text.Json;

namespace Harmonia.Server.Tests.Rest;

public sealed class ExecutionEndpointTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_start_is_pending_and_a_wait_tells_the_end()
    {
        var id = await _server.SaveAsync(Definitions.Echo);
        var body = $$$"""{"workflow_id": "{{{id}}}", "input": {"say": "hi"}, "metadata": {"source": "api"}}""";

        var started = (await _server.PostAsync("/api/executions", body)).Expect(202);
        var ended = (await _server.PostAsync("/api/executions?wait=10", body)).Expect(200);

        Assert.Equal("pending", started.Text("status"));
        Assert.Equal(id, started.Text("workflow_id"));
        Assert.EndsWith("Z", started.Text("created_at"), StringComparison.Ordinal);
        Assert.Equal("completed", ended.Text("status"));
        Assert.Equal("""{"say":{"text":"hi"}}""", ended.Json.GetProperty("output").GetRawText());
        Assert.Equal(JsonValueKind.Null, ended.Json.GetProperty("error").ValueKind);
    }

    [Fact]
    public async Task An_execution_is_told_with_its_tasks()
    {
        await _server.SaveAsync(Definitions.Echo);
        var id = (await _server.PostAsync(
            "/api/executions?wait=10",
            """{"workflow_id": "echo", "input": {"say": "hi"}, "metadata": {"priority": "high"}}"""))
            .Text("execution_id");

        var told = (await _server.GetAsync($"/api/executions/{id}")).Expect(200).Json;

        Assert.Equal(id, told.GetProperty("execution_id").GetString());
        Assert.Equal(id, told.GetProperty("id").GetString());
        Assert.Equal("echo", told.GetProperty("workflow_name").GetString());
        Assert.Equal("completed", told.GetProperty("status").GetString());
        Assert.Equal(
            "completed", told.GetProperty("task_statuses").GetProperty("say").GetProperty("status").GetString());
        var task = told.GetProperty("task_executions").GetProperty("say");
        Assert.Equal("say", task.GetProperty("task_id").GetString());
        Assert.Equal("hi", task.GetProperty("output").GetProperty("text").GetString());
        Assert.Equal("hi", task.GetProperty("input").GetProperty("text").GetString());
        Assert.Equal(0, task.GetProperty("retries").GetInt32());
        Assert.Equal("hi", told.GetProperty("input").GetProperty("say").GetString());
        Assert.Equal("high", told.GetProperty("metadata").GetProperty("priority").GetString());
        Assert.Equal(100, told.GetProperty("progress").GetProperty("percent").GetInt32());
        Assert.Equal(1, told.GetProperty("progress").GetProperty("completed").GetInt32());
    }

    [Fact]
    public async Task A_failure_is_told_with_its_task()
    {
        var ended = (await _server.PostAsync(
            "/api/executions?wait=10", $$"""{"workflow": {{Definitions.Failing}}}""")).Expect(200);

        Assert.Equal("failed", ended.Text("status"));
        Assert.Equal("broken", ended.Json.GetProperty("error").GetProperty("code").GetString());
        Assert.Equal("no", ended.Json.GetProperty("error").GetProperty("task").GetString());
        var told = (await _server.GetAsync($"/api/executions/{ended.Text("execution_id")}")).Json;
        Assert.Equal("It broke.", told.GetProperty("error").GetProperty("message").GetString());
        Assert.Equal(
            "It broke.", told.GetProperty("task_statuses").GetProperty("no").GetProperty("why").GetString());
    }

    [Fact]
    public async Task What_does_not_end_in_time_is_told_as_it_is()
    {
        var waited = (await _server.PostAsync(
            "/api/executions?wait=0.1", $$"""{"workflow": {{Definitions.Sleeping}}}""")).Expect(202);

        Assert.Equal("running", waited.Text("status"));
        var task = (await _server.GetAsync($"/api/executions/{waited.Text("execution_id")}")).Json
            .GetProperty("task_statuses").GetProperty("nap");
        Assert.Equal(
            ("waiting", "timer"),
            (task.GetProperty("status").GetString(), task.GetProperty("waiting").GetString()));
        Assert.StartsWith("It sleeps until ", task.GetProperty("why").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_that_may_not_start_yet_says_why()
    {
        var day = TimeProvider.System.GetUtcNow().AddDays(3).DayOfWeek.ToString();
        var definition = $$$"""
            {"name": "held back", "execution_window": {"days": ["{{{day}}}"]}, "tasks": {
              "later": {"type": "wait", "seconds": 1},
              "held": {"type": "wait", "seconds": 1, "schedule": {"delay": "1h"}, "execution_window": {} }
            }}
            """;
        var workflow = await _server.SaveAsync(definition);
        var id = (await _server.PostAsync("/api/executions", $$"""{"workflow_id": "{{workflow}}"} """))
            .Text("execution_id");

        var tasks = (await _server.GetAsync($"/api/executions/{id}")).Expect(200).Json.GetProperty("task_statuses");

        AssertWaits(tasks.GetProperty("later"), "window", "Its execution window is closed; it opens at ");
        AssertWaits(tasks.GetProperty("held"), "timer", "Its schedule holds it back until ");
    }

    [Fact]
    public async Task Operators_commands_lead_through_the_life_of_an_execution()
    {
        var id = await _server.StartInlineAsync(Definitions.Sleeping);

        Assert.Equal("paused", (await CommandAsync(id, "pause")).Expect(200).Text("status"));
        (await CommandAsync(id, "pause")).ExpectError(409, "ConflictError", "EXECUTION_NOT_RUNNING");
        Assert.Equal("running", (await CommandAsync(id, "resume")).Expect(200).Text("status"));
        (await CommandAsync(id, "resume")).ExpectError(409, "ConflictError", "EXECUTION_NOT_PAUSED");
        (await CommandAsync(id, "retry")).ExpectError(409, "ConflictError", "EXECUTION_NOT_FAILED");
        var canceled = (await _server.PostAsync($"/api/executions/{id}/cancel", """{"reason": "enough"}"""))
            .Expect(200);
        Assert.Equal("canceled", canceled.Text("status"));
        Assert.True(canceled.Json.GetProperty("success").GetBoolean());
        (await CommandAsync(id, "cancel")).ExpectError(409, "ConflictError", "EXECUTION_ALREADY_ENDED");
        Assert.Equal("canceled", (await _server.GetAsync($"/api/executions/{id}")).Text("status"));
        Assert.Contains(
            "enough", (await _server.GetAsync($"/api/executions/{id}/history")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_execution_can_be_retried()
    {
        var id = await _server.StartInlineAsync(Definitions.Failing, "?wait=10");

        Assert.Equal("running", (await CommandAsync(id, "retry")).Expect(200).Text("status"));

        var types = (await _server.GetAsync($"/api/executions/{id}/history")).Json.GetProperty("items").EnumerateArray()
            .Select(item => item.GetProperty("type").GetString());
        Assert.Contains("workflow_retried", types);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/history")]
    [InlineData("/pause")]
    [InlineData("/resume")]
    [InlineData("/cancel")]
    [InlineData("/retry")]
    public async Task An_unknown_execution_is_not_found(string rest)
    {
        var method = rest is "" or "/history" ? HttpMethod.Get : HttpMethod.Post;
        foreach (var id in (string[])[Guid.Empty.ToString(), "nonsense", "a%2Fb"])
        {
            (await _server.SendAsync(method, $"/api/executions/{id}{rest}"))
                .ExpectError(404, "NotFoundError", "EXECUTION_NOT_FOUND");
        }
    }

    [Fact]
    public async Task The_history_comes_in_pages()
    {
        var id = await _server.StartInlineAsync(Definitions.Named("short"), "?wait=10");

        var first = (await _server.GetAsync($"/api/executions/{id}/history?limit=1")).Expect(200).Json;
        var rest = (await _server.GetAsync($"/api/executions/{id}/history?after=1")).Expect(200).Json;

        var started = Assert.Single(first.GetProperty("items").EnumerateArray());
        Assert.Equal(1, first.GetProperty("next_after").GetInt32());
        Assert.Equal("workflow_started", started.GetProperty("type").GetString());
        Assert.False(started.GetProperty("data").TryGetProperty("at", out _));
        Assert.True(started.GetProperty("data").TryGetProperty("definition", out _));
        Assert.Equal(2, rest.GetProperty("items")[0].GetProperty("version").GetInt32());
        Assert.Equal("a", rest.GetProperty("items")[0].GetProperty("task_id").GetString());
        Assert.False(rest.TryGetProperty("next_after", out _));
    }

    [Fact]
    public async Task Lists_are_filtered_and_followed_by_cursor()
    {
        var id = await _server.SaveAsync(Definitions.Named("many"));
        for (var count = 0; count < 3; count++)
        {
            (await _server.PostAsync("/api/executions?wait=10", $$"""{"workflow_id": "{{id}}"}""")).Expect(200);
        }

        var canceled = await _server.StartInlineAsync(Definitions.Sleeping);
        (await CommandAsync(canceled, "cancel")).Expect(200);

        var first = (await _server.GetAsync($"/api/executions?workflow_id={id}&limit=2")).Expect(200).Json;
        var cursor = first.GetProperty("next_cursor").GetString();
        var last = (await _server.GetAsync($"/api/executions?workflow_id={id}&limit=2&cursor={cursor}"))
            .Expect(200).Json;
        var ended = (await _server.GetAsync("/api/executions?status=CANCELLED")).Expect(200).Json;
        var named = (await _server.GetAsync(
            "/api/executions?filter=workflow_name:starts_with:ma,status:eq:Completed,"
                + "start_time:gt:2020-01-01T00:00:00Z"))
            .Expect(200).Json;

        Assert.Equal(2, first.GetProperty("executions").GetArrayLength());
        Assert.Equal(1, last.GetProperty("executions").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, last.GetProperty("next_cursor").ValueKind);
        Assert.Equal(
            canceled,
            Assert.Single(ended.GetProperty("executions").EnumerateArray()).GetProperty("execution_id").GetString());
        Assert.Equal(3, named.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Free_form_state_is_kept_with_an_execution()
    {
        var id = await _server.StartInlineAsync(Definitions.Sleeping);

        Assert.Equal(
            "{}", (await _server.GetAsync($"/api/state/{id}")).Expect(200).Json.GetProperty("state").GetRawText());
        var saved = (await _server.PutAsync($"/api/state/{id}", """{"state": {"n": 1.50}}""")).Expect(200);
        var got = (await _server.GetAsync($"/api/state/{id}")).Expect(200);

        Assert.Equal(id, saved.Text("execution_id"));
        Assert.Equal("""{"n":1.50}""", got.Json.GetProperty("state").GetRawText());
        (await _server.PutAsync($"/api/state/{Guid.Empty}", """{"state": {}}"""))
            .ExpectError(404, "NotFoundError", "EXECUTION_NOT_FOUND");
        (await _server.PutAsync($"/api/state/{id}", """{"state": 1}"""))
            .ExpectError(400, "ValidationError", "INVALID_INPUT");
        (await _server.PutAsync($"/api/state/{id}", "{}")).ExpectError(400, "ValidationError", "INVALID_INPUT");
    }

    [Fact]
    public async Task A_repeated_start_with_a_key_is_the_same_execution()
    {
        const string Body = """{"workflow_id": "short"}""";
        await _server.SaveAsync(Definitions.Named("short"));

        var first = (await _server.PostAsync("/api/executions?wait=10", Body, "key 1")).Expect(200);
        var again = (await _server.PostAsync("/api/executions?wait=10", Body, "key 1")).Expect(200);
        var other = (await _server.PostAsync("/api/executions?wait=10", Body, "key 2")).Expect(200);

        Assert.Equal(first.Body, again.Body);
        Assert.Equal("true", again.Headers["Idempotency-Replayed"]);
        Assert.NotEqual(first.Text("execution_id"), other.Text("execution_id"));
        (await _server.PostAsync("/api/executions", """{"workflow_id": "short", "metadata": {}}""", "key 1"))
            .ExpectError(422, "ProcessingError", "IDEMPOTENCY_KEY_REUSED");
    }

    [Fact]
    public async Task A_repeated_command_with_a_key_answers_the_same()
    {
        var id = await _server.StartInlineAsync(Definitions.Sleeping);

        var first = (await _server.PostAsync($"/api/executions/{id}/pause", key: "k")).Expect(200);
        var again = (await _server.PostAsync($"/api/executions/{id}/pause", key: "k")).Expect(200);
        (await _server.PostAsync($"/api/executions/{id}/resume", key: "k")).Expect(200);

        Assert.Equal(first.Body, again.Body);
        Assert.Equal("true", again.Headers["Idempotency-Replayed"]);
    }

    private Task<Reply> CommandAsync(string id, string command) => _server.PostAsync($"/api/executions/{id}/{command}");

    private static void AssertWaits(JsonElement task, string reason, string why)
    {
        Assert.Equal(
            ("waiting", reason), (task.GetProperty("status").GetString(), task.GetProperty("waiting").GetString()));
        Assert.StartsWith(why, task.GetProperty("why").GetString(), StringComparison.Ordinal);
    }
}
