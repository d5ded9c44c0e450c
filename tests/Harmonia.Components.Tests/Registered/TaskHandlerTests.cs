using System.Text.Json;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tests.Registered;

public sealed class TaskHandlerTests : IAsyncDisposable
{
    private readonly Registry _registry = new();

    public ValueTask DisposeAsync() => _registry.DisposeAsync();

    [Fact]
    public async Task A_task_handler_gets_the_input_and_its_result_counts()
    {
        await using var peer = await Peer.AnsweringAsync(
            """{"status": "success", "result": {"n": 1}, "metadata": {"took": 2}}""");
        var executor = await DeclareAsync(peer, "tasks");

        var output = await executor.OutputAsync(Calls.Call("an/y", """{"a": [1]}"""));

        var request = Assert.Single(peer.Requests);
        Assert.Equal(("POST", "/api/tasks/an%2Fy"), (request.Method, request.Target));
        Assert.Equal("""{"a": [1]}""", request.Body);
        Assert.Equal(1, output.GetProperty("result").GetProperty("n").GetInt32());
        Assert.Equal(1, output.GetProperty("data").GetProperty("n").GetInt32());
        Assert.Equal(2, output.GetProperty("metadata").GetProperty("took").GetInt32());
        Assert.True(output.GetProperty("success").GetBoolean());
    }

    [Theory]
    [InlineData(200, """{"status": "error", "error": "no"}""", FailureCodes.ComponentError, true, "no")]
    [InlineData(200, """{"status": "error", "error_message": "no", "is_retriable": false}""",
        FailureCodes.ComponentError, false, "no")]
    [InlineData(200, """{"status": "error", "error_type": "RATE_LIMIT", "is_retriable": true}""",
        "RATE_LIMIT", true, "not why")]
    [InlineData(200, """{"status": "error", "error_type": "bad type!", "error": {"message": "deep"}}""",
        FailureCodes.ComponentError, true, "deep")]
    [InlineData(200, """{"success": false, "message": "m"}""", FailureCodes.ComponentError, true, "m")]
    [InlineData(500, """{"status": "error", "error": "no", "is_retriable": false}""", "http_500", false, "no")]
    [InlineData(422, """{"status": "error", "error_type": "odd", "error": "no"}""", "odd", true, "no")]
    [InlineData(500, """{"detail": "no"}""", "http_500", true, "500")]
    [InlineData(404, """{"detail": "no"}""", FailureCodes.ActionNotFound, false, "no action \"run\"")]
    [InlineData(200, "<html>", FailureCodes.InvalidOutput, false, "JSON")]
    public async Task Its_errors_say_themselves_what_they_are(
        int status, string answer, string code, bool retryable, string named)
    {
        await using var peer = await Peer.AnsweringAsync(answer, status);
        var executor = await DeclareAsync(peer, "tasks");

        var failure = await executor.FailureAsync(Calls.Call("run", "{}"));

        Assert.Equal((code, retryable), (failure.Code, failure.Retryable));
        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_adapter_is_asked_what_it_can_do_once_and_gets_action_params_and_context()
    {
        await using var peer = await AdapterAsync("""{"actions": ["run", {"name": "stop"}]}""");
        var executor = await DeclareAsync(peer, "adapter");
        var call = Calls.Call("run", """{"a": 1}""");

        await executor.OutputAsync(call);
        await executor.OutputAsync(call);

        Assert.Equal(["run", "stop"], executor.Actions);
        Assert.Equal(
            ["GET /api/capabilities", "POST /api/actions/run", "POST /api/actions/run"],
            peer.Requests.Select(request => $"{request.Method} {request.Target}"));
        var body = peer.Requests.Last().Json;
        Assert.Equal("run", body.GetProperty("action").GetString());
        Assert.Equal(1, body.GetProperty("params").GetProperty("a").GetInt32());
        var context = body.GetProperty("context");
        Assert.Equal(
            ["execution_id", "task_id", "attempt", "idempotency_key", "deadline", "traceparent"],
            context.EnumerateObject().Select(member => member.Name));
        Assert.Equal(call.IdempotencyKey, context.GetProperty("idempotency_key").GetString());
        Assert.Equal(call.TraceParent, context.GetProperty("traceparent").GetString());
    }

    [Fact]
    public async Task An_action_that_an_adapter_does_not_have_is_not_called()
    {
        await using var peer = await AdapterAsync("""["run"]""");
        var executor = await DeclareAsync(peer, "adapter");

        var failure = await executor.FailureAsync(Calls.Call("rum", "{}"));

        Assert.Equal(FailureCodes.ActionNotFound, failure.Code);
        Assert.Contains("Did you mean \"run\"", failure.Message, StringComparison.Ordinal);
        Assert.Equal("GET", Assert.Single(peer.Requests).Method);
    }

    [Fact]
    public async Task An_adapter_that_does_not_list_its_actions_is_called_all_the_same()
    {
        await using var peer = await Peer.StartAsync((request, response) =>
        {
            response.StatusCode = request.Method is "GET" ? 404 : 200;
            return Peer.WriteAsync(response, "{}");
        });
        var executor = await DeclareAsync(peer, "adapter");

        await executor.OutputAsync(Calls.Call("anything", "{}"));

        Assert.Empty(executor.Actions);
        Assert.Equal("/api/actions/anything", peer.Requests.Last().Target);
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    public async Task An_action_that_would_leave_its_path_does_not_exist(string action)
    {
        await using var peer = await Peer.AnsweringAsync("{}");
        var executor = await DeclareAsync(peer, "tasks");

        Assert.Equal(FailureCodes.ActionNotFound, (await executor.FailureAsync(Calls.Call(action, "{}"))).Code);
        Assert.Empty(peer.Requests);
    }

    [Theory]
    [InlineData("application/x-ndjson", "", "\n")]
    [InlineData("text/event-stream", "data: ", "\n\n")]
    public async Task Progress_is_reported_as_it_comes_and_the_last_item_is_the_answer(
        string type, string before, string after)
    {
        string[] items =
        [
            """{"type": "progress", "progress": 0.4, "message": "half way", "details": {"at": 4}}""",
            """{"type": "progress", "progress": 7}""",
            """{"type": "result", "result": {"status": "success", "result": 42}}""",
        ];
        await using var peer = await Peer.StartAsync((_, response) =>
            Peer.WriteAsync(response, string.Concat(items.Select(item => before + item + after)), type));
        var executor = await DeclareAsync(peer, "tasks");
        var progress = new KeptProgress();

        var output = await executor.OutputAsync(Calls.Call("run", "{}") with { Progress = progress });

        Assert.Equal(42, output.GetProperty("result").GetInt32());
        Assert.Equal([(0.4, "half way", """{"at": 4}"""), (1.0, null, null)], progress.Reports);
    }

    [Fact]
    public async Task A_stream_may_end_with_an_error()
    {
        await using var peer = await Peer.StartAsync((_, response) => Peer.WriteAsync(
            response,
            """{"type": "error", "error": "no", "error_type": "odd", "is_retriable": false}""" + "\n",
            "application/x-ndjson"));
        var executor = await DeclareAsync(peer, "tasks");

        var failure = await executor.FailureAsync(Calls.Call("run", "{}"));

        Assert.Equal(("odd", false, "no"), (failure.Code, failure.Retryable, failure.Message));
    }

    [Fact]
    public async Task A_stream_without_its_result_was_cut_off()
    {
        await using var peer = await Peer.StartAsync((_, response) => Peer.WriteAsync(
            response, """{"type": "progress", "progress": 0.4}""" + "\n", "application/x-ndjson"));
        var executor = await DeclareAsync(peer, "tasks");

        var failure = await executor.FailureAsync(Calls.Call("run", "{}"));

        Assert.Equal((FailureCodes.ConnectionError, true), (failure.Code, failure.Retryable));
    }

    [Fact]
    public async Task Items_without_a_type_are_the_result_as_a_list()
    {
        await using var peer = await Peer.StartAsync((_, response) =>
            Peer.WriteAsync(response, "{\"n\": 1}\n{\"n\": 2}\n", "application/x-ndjson"));
        var executor = await DeclareAsync(peer, "tasks");

        var output = await executor.OutputAsync(Calls.Call("run", "{}"));

        Assert.Equal(2, output.GetProperty("result")[1].GetProperty("n").GetInt32());
    }

    private static Task<Peer> AdapterAsync(string capabilities) => Peer.StartAsync((request, response) =>
        Peer.WriteAsync(response, request.Method is "GET" ? capabilities : """{"status": "success", "result": 1}"""));

    private Task<ITaskExecutor> DeclareAsync(Peer peer, string protocol) => _registry.PutAsync(
        $$"""{"name": "svc", "base_url": "{{peer.Url}}", "protocol": "{{protocol}}"}""");
}

/// <summary>Keeps what was reported.</summary>
internal sealed class KeptProgress : ITaskProgress
{
    private readonly List<(double?, string?, string?)> _reports = [];

    public IReadOnlyList<(double? Fraction, string? Message, string? Details)> Reports => _reports;

    public void Report(double? fraction, string? message, JsonElement? details) =>
        _reports.Add((fraction, message, details?.GetRawText()));

    public void Stream(string text)
    {
    }
}
