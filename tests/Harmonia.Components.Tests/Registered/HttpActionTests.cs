using System.Text.Json;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tests.Registered;

public sealed class HttpActionTests : IAsyncDisposable
{
    private readonly Registry _registry = new();

    public ValueTask DisposeAsync() => _registry.DisposeAsync();

    [Fact]
    public async Task The_input_is_the_body_and_the_path_into_the_answer_is_the_result()
    {
        await using var peer = await Peer.AnsweringAsync("""{"result": {"score": 7}, "took": 3}""");
        var executor = await DeclareAsync(
            peer,
            """
            {"name": "run", "path": "/run", "result_path": "$.result",
             "parameters": [{"name": "text", "type": "string", "required": true},
                            {"name": "depth", "type": "integer", "default": 2}]}
            """);

        var output = await executor.OutputAsync(Calls.Call("run", """{"text": "a"}"""));

        var request = Assert.Single(peer.Requests);
        Assert.Equal(("POST", "/base/run"), (request.Method, request.Target));
        AssertJson("""{"text": "a", "depth": 2}""", request.Json);
        AssertJson(
            """
            {"score": 7, "status": "success", "success": true,
             "result": {"score": 7}, "results": {"score": 7}, "data": {"score": 7}}
            """,
            output);
    }

    [Fact]
    public async Task Parameters_of_the_path_are_encoded_and_the_others_are_the_query()
    {
        await using var peer = await Peer.AnsweringAsync("[1]");
        var executor = await DeclareAsync(peer, """{"name": "get", "path": "/items/{id}/x?fix=1", "method": "GET"}""");

        await executor.OutputAsync(
            Calls.Call("get", """{"id": "a/b?c#d e", "tag": ["x", "y&z"], "n": 1.5, "no": null}"""));

        var request = Assert.Single(peer.Requests);
        Assert.Equal("/base/items/a%2Fb%3Fc%23d%20e/x?fix=1&tag=x&tag=y%26z&n=1.5", request.Target);
        Assert.Equal("", request.Body);
    }

    [Fact]
    public async Task Of_a_body_the_parameters_of_the_path_are_taken_out()
    {
        await using var peer = await Peer.AnsweringAsync("");
        var executor = await DeclareAsync(peer, """{"name": "put", "path": "/items/{id}", "method": "PUT"}""");

        var output = await executor.OutputAsync(Calls.Call("put", """{"id": 7, "name": "n"}"""));

        var request = Assert.Single(peer.Requests);
        Assert.Equal("/base/items/7", request.Target);
        AssertJson("""{"name": "n"}""", request.Json);
        Assert.Equal(JsonValueKind.Null, output.GetProperty("result").ValueKind);
    }

    [Theory]
    [InlineData("""{"id": ".."}""", "..")]
    [InlineData("""{"id": "."}""", "..")]
    [InlineData("""{"id": ""}""", "not empty")]
    [InlineData("""{"id": {"a": 1}}""", "a text")]
    [InlineData("""{}""", "\"id\"")]
    public async Task A_value_that_cannot_stand_in_a_path_is_refused(string input, string named)
    {
        await using var peer = await Peer.AnsweringAsync("{}");
        var executor = await DeclareAsync(peer, """{"name": "get", "path": "/items/{id}/x", "method": "GET"}""");

        var failure = await executor.FailureAsync(Calls.Call("get", input));

        Assert.Equal(FailureCodes.InvalidInput, failure.Code);
        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
        Assert.Empty(peer.Requests);
    }

    [Fact]
    public async Task An_input_that_does_not_fit_is_refused_with_all_findings()
    {
        await using var peer = await Peer.AnsweringAsync("{}");
        var executor = await DeclareAsync(
            peer,
            """
            {"name": "run", "path": "/", "parameters": [{"name": "text", "type": "string", "required": true},
             {"name": "count", "type": "integer"}]}
            """);

        var failure = await executor.FailureAsync(Calls.Call("run", """{"count": "x", "txt": "a"}"""));

        Assert.Equal((FailureCodes.InvalidInput, false), (failure.Code, failure.Retryable));
        Assert.Contains("Did you mean \"text\"", failure.Message, StringComparison.Ordinal);
        Assert.Equal(3, failure.Details!.Value.GetProperty("findings").GetArrayLength());
        Assert.Empty(peer.Requests);
    }

    [Fact]
    public async Task A_null_stands_for_a_parameter_that_is_left_out()
    {
        await using var peer = await Peer.AnsweringAsync("{}");
        var executor = await DeclareAsync(
            peer, """{"name": "run", "path": "/", "parameters": [{"name": "text", "type": "string"}]}""");

        await executor.OutputAsync(Calls.Call("run", """{"text": null}"""));

        AssertJson("{}", Assert.Single(peer.Requests).Json);
    }

    [Fact]
    public async Task An_unknown_action_is_refused_with_a_suggestion()
    {
        await using var peer = await Peer.AnsweringAsync("{}");
        var executor = await DeclareAsync(peer, """{"name": "analyze", "path": "/"}""");

        var failure = await executor.FailureAsync(Calls.Call("analyse", "{}"));

        Assert.Equal(FailureCodes.ActionNotFound, failure.Code);
        Assert.Contains("Did you mean \"analyze\"", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["analyze"], executor.Actions);
    }

    [Theory]
    [InlineData("""{"status": "odd", "results": [1]}""",
        """{"status": "odd", "results": [1], "success": true, "result": [1], "data": [1]}""")]
    [InlineData("""{"success": false, "error": "x"}""",
        """
        {"success": false, "error": "x", "status": "error", "result": {"success": false, "error": "x"},
         "results": {"success": false, "error": "x"}, "data": {"success": false, "error": "x"}}
        """)]
    [InlineData("[1, 2]",
        """{"status": "success", "success": true, "result": [1, 2], "results": [1, 2], "data": [1, 2]}""")]
    [InlineData("\"text\"",
        """{"status": "success", "success": true, "result": "text", "results": "text", "data": "text"}""")]
    public async Task Answers_get_one_shape_and_keep_their_own_fields(string answer, string expected)
    {
        await using var peer = await Peer.AnsweringAsync(answer);
        var executor = await DeclareAsync(peer, """{"name": "run", "path": "/"}""");

        AssertJson(expected, await executor.OutputAsync(Calls.Call("run", "{}")));
    }

    [Theory]
    [InlineData("""{"other": 1}""", "$.result")]
    [InlineData("<html>", "JSON")]
    public async Task A_result_that_is_not_where_it_was_declared_is_an_invalid_output(string answer, string named)
    {
        await using var peer = await Peer.AnsweringAsync(answer);
        var executor = await DeclareAsync(peer, """{"name": "run", "path": "/", "result_path": "$.result"}""");

        var failure = await executor.FailureAsync(Calls.Call("run", "{}"));

        Assert.Equal((FailureCodes.InvalidOutput, false), (failure.Code, failure.Retryable));
        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_call_says_who_calls_until_when_and_in_which_trace()
    {
        await using var peer = await Peer.AnsweringAsync("{}");
        var executor = await DeclareAsync(peer, """{"name": "run", "path": "/"}""");
        var call = Calls.Call("run", "{}");

        await executor.OutputAsync(call);

        var headers = Assert.Single(peer.Requests).Headers;
        Assert.Equal(call.IdempotencyKey, headers["Idempotency-Key"]);
        Assert.Equal($"{call.ExecutionId}", headers["Harmonia-Execution"]);
        Assert.Equal(("ship", "1"), (headers["Harmonia-Task"], headers["Harmonia-Attempt"]));
        Assert.Equal(call.TraceParent, headers["traceparent"]);
        Assert.Matches("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{12}Z$", headers["Harmonia-Deadline"]);
    }

    [Fact]
    public async Task The_shortest_of_all_timeouts_counts()
    {
        await using var peer = await Peer.StartAsync(
            (_, response) => new TaskCompletionSource().Task.WaitAsync(response.HttpContext.RequestAborted));
        var executor = await DeclareAsync(peer, """{"name": "run", "path": "/", "timeout": 0.2}""");

        var failure = await executor.FailureAsync(Calls.Call("run", "{}"));

        Assert.Equal((FailureCodes.Timeout, true), (failure.Code, failure.Retryable));
    }

    [Theory]
    [InlineData(400, false)]
    [InlineData(404, false)]
    [InlineData(429, true)]
    [InlineData(503, true)]
    public async Task A_status_that_is_no_success_is_the_class(int status, bool retryable)
    {
        await using var peer = await Peer.AnsweringAsync("why", status);
        var executor = await DeclareAsync(peer, """{"name": "run", "path": "/"}""");

        var failure = await executor.FailureAsync(Calls.Call("run", "{}"));

        Assert.Equal(($"http_{status}", retryable), (failure.Code, failure.Retryable));
        Assert.Equal("why", failure.Details!.Value.GetProperty("body").GetString());
    }

    [Fact]
    public async Task When_nobody_listens_nothing_was_tried()
    {
        var peer = await Peer.AnsweringAsync("{}");
        var executor = await DeclareAsync(peer, """{"name": "run", "path": "/"}""");
        await peer.DisposeAsync();

        var outcome = await executor.ExecuteAsync(Calls.Call("run", "{}"), Calls.Token);

        Assert.Contains("reached", Assert.IsType<TaskOutcome.Unavailable>(outcome).Reason, StringComparison.Ordinal);
        Assert.NotNull(executor.GateOf("run")!.ShutBecause);
    }

    private static void AssertJson(string expected, JsonElement actual) => Assert.True(
        JsonElement.DeepEquals(JsonElement.Parse(expected), actual), $"Expected {expected}, got {actual}");

    private Task<ITaskExecutor> DeclareAsync(Peer peer, string action) => _registry.PutAsync(
        $$"""{"name": "svc", "base_url": "{{peer.Url}}/base/", "actions": [{{action}}]}""");
}
