using System.Text.Json;
using Harmonia.Components.Workers;

namespace Harmonia.Server.Tests.Rest.Workers;

public sealed class WorkerEndpointTests : IAsyncLifetime
{
    private const string Workflow =
        """
        {"name": "order", "tasks": {"pack": {"component": "shop", "action": "pack", "input": {"item": "hat"}}}}
        """;

    private TestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_worker_polls_keeps_and_completes_an_attempt()
    {
        var polling = PollAsync("w1");
        await WaitUntilThereAsync("w1");
        var execution = await _server.StartInlineAsync(Workflow);
        var attempt = Single(await polling);

        Assert.Equal(execution, attempt.GetProperty("execution_id").GetString());
        Assert.Equal("pack", attempt.GetProperty("task").GetString());
        Assert.Equal(1, attempt.GetProperty("attempt").GetInt32());
        Assert.Equal("hat", attempt.GetProperty("input").GetProperty("item").GetString());
        Assert.Equal($"{execution}/pack", attempt.GetProperty("idempotency_key").GetString());
        Assert.StartsWith("00-", attempt.GetProperty("traceparent").GetString(), StringComparison.Ordinal);
        Assert.Equal(10, attempt.GetProperty("heartbeat_interval").GetDouble());

        var kept = (await SayAsync("heartbeat", attempt, """ "progress": 0.5, "details": {"box": 7} """)).Expect(200);
        Assert.False(kept.Json.GetProperty("canceled").GetBoolean());
        (await SayAsync("complete", attempt, """ "output": {"boxes": 3} """)).Expect(200);
        var repeated = (await SayAsync("complete", attempt, """ "output": {"boxes": 3} """)).Expect(200);
        Assert.Equal("repeated", repeated.Text("status"));
        Assert.Equal("true", repeated.Headers["Idempotency-Replayed"]);
        (await SayAsync("complete", attempt, """ "output": 4 """)).ExpectError(409, "ConflictError", "STALE_ATTEMPT");

        var detail = (await _server.GetAsync($"/api/executions/{execution}")).Expect(200);
        Assert.Equal("completed", detail.Text("status"));
    }

    [Fact]
    public async Task Tasks_wait_for_a_component_whose_workers_are_away()
    {
        await PollAsync("w1", wait: 0);
        (await _server.PostAsync("/api/workers/w1/drain")).Expect(200);
        var execution = await _server.StartInlineAsync(Workflow);

        var attempt = Single(await PollAsync("w2"));

        (await SayAsync("complete", attempt, """ "output": 1 """, "w2")).Expect(200);
        Assert.Equal(
            "completed", (await _server.GetAsync($"/api/executions/{execution}")).Expect(200).Text("status"));
    }

    [Fact]
    public async Task A_canceled_execution_tells_its_worker_to_stop()
    {
        var (execution, attempt) = await LeasedAsync();

        (await _server.PostAsync($"/api/executions/{execution}/cancel")).Expect(200);

        var kept = (await SayAsync("heartbeat", attempt)).Expect(200);
        Assert.True(kept.Json.GetProperty("canceled").GetBoolean());
        (await SayAsync("complete", attempt, """ "output": 1 """)).ExpectError(
            409, "ConflictError", "STALE_ATTEMPT");
    }

    [Fact]
    public async Task A_failure_that_may_be_retried_is_and_another_attempt_comes()
    {
        var (execution, attempt) = await LeasedAsync(
            Workflow.Replace("\"input\"", "\"retry_policy\": {\"max_retries\": 1, \"initial_delay\": 0.001}, \"input\"",
                StringComparison.Ordinal));

        (await SayAsync("fail", attempt, """ "error_type": "no_paper", "message": "No paper." """)).Expect(200);
        var second = Single(await PollAsync("w1"));
        Assert.Equal(2, second.GetProperty("attempt").GetInt32());
        (await SayAsync("fail", second, """ "message": "Broken.", "retryable": false """)).Expect(200);

        Assert.Equal("failed", (await _server.GetAsync($"/api/executions/{execution}")).Expect(200).Text("status"));
    }

    [Fact]
    public async Task What_is_given_back_goes_to_another()
    {
        var (_, attempt) = await LeasedAsync();

        (await SayAsync("release", attempt)).Expect(200);

        var second = Single(await PollAsync("w2"));
        Assert.Equal(1, second.GetProperty("attempt").GetInt32());
        Assert.True(second.GetProperty("epoch").GetInt64() > attempt.GetProperty("epoch").GetInt64());
        var stale = (await SayAsync("heartbeat", attempt)).ExpectError(409, "ConflictError", "STALE_ATTEMPT");
        Assert.Equal(
            second.GetProperty("epoch").GetInt64(),
            stale.Error.GetProperty("details").GetProperty("epoch").GetInt64());
    }

    [Fact]
    public async Task Several_reports_in_one_body_are_answered_each()
    {
        var (_, attempt) = await LeasedAsync();
        var claim = ClaimOf(attempt);
        var unknown = claim.Replace("\"pack\"", "\"other\"", StringComparison.Ordinal);

        var answer = (await _server.PostAsync(
            "/api/workers/complete",
            $$"""
            {"worker_id": "w1", "items": [{ {{claim}}, "output": 1}, { {{unknown}}, "output": 1}]}
            """)).Expect(200);

        Assert.Equal(
            ["ok", "stale"],
            answer.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task Workers_are_listed_with_what_they_do_and_have()
    {
        await LeasedAsync();

        var list = (await _server.GetAsync("/api/workers")).Expect(200);

        var worker = Assert.Single(list.Json.GetProperty("workers").EnumerateArray());
        Assert.Equal("w1", worker.GetProperty("worker_id").GetString());
        Assert.Equal(1, worker.GetProperty("leases").GetInt32());
        Assert.Equal("pack", worker.GetProperty("components").GetProperty("shop")[0].GetString());
        Assert.Equal(1, list.Json.GetProperty("leased_attempts").GetInt32());
    }

    [Theory]
    [InlineData("""{}""", "/worker_id")]
    [InlineData("""{"worker_id": "a b", "components": ["shop"]}""", "/worker_id")]
    [InlineData("""{"worker_id": "w1"}""", "/components")]
    [InlineData("""{"worker_id": "w1", "components": ["0shop"]}""", "/components")]
    [InlineData("""{"worker_id": "w1", "components": {"shop": "pack"}}""", "/components")]
    [InlineData("""{"worker_id": "w1", "components": ["shop"], "slots": 1001}""", "/slots")]
    [InlineData("""{"worker_id": "w1", "components": ["shop"], "wait": 61}""", "/wait")]
    [InlineData("""{"worker_id": "w1", "components": ["shop"], "slot": 1}""", "/slot")]
    public async Task A_poll_that_is_wrong_says_where(string body, string field)
    {
        var reply = (await _server.PostAsync("/api/workers/poll", body)).ExpectError(
            400, "ValidationError", "INVALID_INPUT");

        Assert.Equal(field, reply.Field);
    }

    [Theory]
    [InlineData("harmonia")]
    [InlineData("workflow_engine")]
    [InlineData("state_manager")]
    public async Task A_component_of_this_release_cannot_be_taken(string component) =>
        (await _server.PostAsync(
            "/api/workers/poll", $$"""{"worker_id": "w1", "components": ["{{component}}"], "wait": 0}"""))
        .ExpectError(409, "ConflictError", "COMPONENT_NOT_FOR_WORKERS");

    [Fact]
    public async Task A_worker_that_nobody_knows_cannot_be_drained() =>
        (await _server.PostAsync("/api/workers/nobody/drain")).ExpectError(
            404, "NotFoundError", "WORKER_NOT_FOUND");

    [Fact]
    public async Task A_lease_is_as_long_as_the_operator_says()
    {
        await using var server = await TestServer.StartAsync(
            configuration => configuration with { Workers = new WorkerOptions { Lease = TimeSpan.FromSeconds(6) } });
        await server.PostAsync("/api/workers/poll", """{"worker_id": "w1", "components": ["shop"], "wait": 0}""");
        await server.StartInlineAsync(Workflow);

        var polled = (await server.PostAsync(
            "/api/workers/poll", """{"worker_id": "w1", "components": ["shop"]}""")).Expect(200);

        Assert.Equal(2, Single(polled).GetProperty("heartbeat_interval").GetDouble());
    }

    private static JsonElement Single(Reply polled) =>
        Assert.Single(polled.Expect(200).Json.GetProperty("attempts").EnumerateArray());

    private static string ClaimOf(JsonElement attempt) =>
        string.Join(", ", new[] { "execution_id", "task", "attempt", "epoch", "lease_token" }.Select(
            name => $"\"{name}\": {attempt.GetProperty(name).GetRawText()}"));

    private Task<Reply> PollAsync(string worker, int wait = 30) => _server.PostAsync(
        "/api/workers/poll",
        $$$"""{"worker_id": "{{{worker}}}", "components": {"shop": ["pack"]}, "slots": 2, "wait": {{{wait}}}}""");

    private Task<Reply> SayAsync(string verb, JsonElement attempt, string more = "", string worker = "w1") =>
        _server.PostAsync(
            $"/api/workers/{verb}",
            $$"""{"worker_id": "{{worker}}", {{ClaimOf(attempt)}}{{(more.Length > 0 ? "," : "")}}{{more}}}""");

    private async Task<(string Execution, JsonElement Attempt)> LeasedAsync(string workflow = Workflow)
    {
        var polling = PollAsync("w1");
        await WaitUntilThereAsync("w1");
        var execution = await _server.StartInlineAsync(workflow);
        return (execution, Single(await polling));
    }

    /// <summary>Asks until the worker is listed: its component is known from then on.</summary>
    private async Task WaitUntilThereAsync(string worker)
    {
        for (var tries = 0; tries < 1_000; tries++)
        {
            var list = (await _server.GetAsync("/api/workers")).Expect(200);
            if (list.Json.GetProperty("workers").EnumerateArray()
                .Any(there => there.GetProperty("worker_id").GetString() == worker))
            {
                return;
            }
        }

        Assert.Fail($"Worker {worker} did not come.");
    }
}
