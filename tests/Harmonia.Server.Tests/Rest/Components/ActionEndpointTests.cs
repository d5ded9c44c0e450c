using System.Text.Json;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;

namespace Harmonia.Server.Tests.Rest.Components;

public sealed class ActionEndpointTests : ComponentHost
{
    [Fact]
    public async Task Actions_are_told_with_what_they_take()
    {
        await RegisterAsync();

        var all = (await GetAsync("/api/components/weather/actions")).Json;
        var one = (await GetAsync("/api/components/weather/actions/forecast")).Json;

        Assert.Equal(("weather", 2), (all.GetProperty("component").GetString(), all.GetProperty("count").GetInt32()));
        Assert.True(JsonElement.DeepEquals(one, all.GetProperty("actions")[0]));
        Assert.Equal("What will be.", one.GetProperty("description").GetString());
        Assert.Equal("city", one.GetProperty("parameters").GetProperty("required")[0].GetString());
        Assert.Equal(
            JsonValueKind.Null, all.GetProperty("actions")[1].GetProperty("parameters").ValueKind);
        var missing = (await Server.GetAsync("/api/components/weather/actions/forcast"))
            .ExpectError(404, "NotFoundError", "ACTION_NOT_FOUND");
        Assert.Equal("forecast", missing.Error.GetProperty("details").GetProperty("suggestion").GetString());
    }

    [Fact]
    public async Task A_call_is_made_once_with_a_key_of_its_own()
    {
        await RegisterAsync(Declaration(more:
            """, "authentication": {"type": "bearer", "token": "${env.WEATHER_TOKEN}"}"""));
        Peer.AnswerAsync = call =>
            Task.FromResult((200, $$"""{"result": [1, 2], "echo": "{{call.Headers["Authorization"]}}"}"""));

        var answer = await CallAsync("forecast", """{"city": "Oslo"}""", "k1");
        await CallAsync("forecast", """{"city": "Oslo"}""", "k1");
        await CallAsync("forecast", """{"city": "Oslo"}""", key: null);

        Assert.Equal("[1,2]", answer.Json.GetProperty("result").GetRawText());
        Assert.Equal("[1,2]", answer.Json.GetProperty("output").GetProperty("result").GetRawText());
        Assert.True(answer.Json.GetProperty("duration").GetDouble() >= 0);
        Assert.DoesNotContain(Secret, answer.Body, StringComparison.Ordinal);
        var calls = Peer.Calls.ToArray();
        Assert.Equal(3, calls.Length);
        Assert.All(calls, call => Assert.Equal($"Bearer {Secret}", call.Headers["Authorization"]));
        Assert.All(calls, call => Assert.StartsWith("GET /forecast/Oslo", call.Request, StringComparison.Ordinal));
        Assert.Equal(calls[0].Headers["Idempotency-Key"], calls[1].Headers["Idempotency-Key"]);
        Assert.NotEqual(calls[0].Headers["Idempotency-Key"], calls[2].Headers["Idempotency-Key"]);
    }

    [Fact]
    public async Task A_call_without_a_body_has_no_parameters()
    {
        await RegisterAsync();

        (await Server.PostAsync("/api/components/weather/actions/report")).Expect(200);

        Assert.Equal("POST /report", Assert.Single(Peer.Calls).Request);
    }

    [Theory]
    [InlineData("{}", "")]
    [InlineData("""{"city": 5}""", "/city")]
    [InlineData("""{"city": "Oslo", "days": "many"}""", "/days")]
    [InlineData("""{"city": "Oslo", "colour": "red"}""", "/colour")]
    public async Task Wrong_parameters_are_refused_with_their_places(string parameters, string pointer)
    {
        await RegisterAsync();

        var refused = (await Server.PostAsync("/api/components/weather/actions/forecast", parameters))
            .ExpectError(400, "ValidationError", "INVALID_INPUT");

        Assert.Equal(pointer, refused.Field);
        Assert.Empty(Peer.Calls);
    }

    [Fact]
    public async Task A_failure_is_told_with_its_class()
    {
        await RegisterAsync();
        Peer.AnswerAsync = static _ => Task.FromResult((500, """{"error": "It is broken."}"""));

        var failed = (await Server.PostAsync("/api/components/weather/actions/forecast", """{"city": "Oslo"}"""))
            .ExpectError(422, "ProcessingError", "ACTION_FAILED");

        var failure = failed.Error.GetProperty("details").GetProperty("failure");
        Assert.StartsWith("http_500", failure.GetProperty("code").GetString(), StringComparison.Ordinal);
        Assert.NotEqual("", failure.GetProperty("message").GetString());
    }

    [Fact]
    public async Task One_that_is_down_is_not_called()
    {
        await RegisterAsync(Declaration().Replace(Peer.Url, "http://127.0.0.1:1", StringComparison.Ordinal));

        for (var time = 0; time < 2; time++)
        {
            var refused = (await Server.PostAsync("/api/components/weather/actions/report", "{}"))
                .ExpectError(503, "UnavailableError", "COMPONENT_UNAVAILABLE");
            Assert.Equal("1", refused.Headers["Retry-After"]);
        }

        var detail = (await GetAsync("/api/components/weather")).Json;
        Assert.Equal("down", detail.GetProperty("status").GetString());
        Assert.NotEqual("", detail.GetProperty("reason").GetString());
        Assert.Equal("open", detail.GetProperty("breaker").GetProperty("state").GetString());
    }

    [Fact]
    public async Task What_only_an_execution_can_do_is_not_called()
    {
        foreach (var action in (string[])["harmonia/actions/echo", "state_manager/actions/update"])
        {
            (await Server.PostAsync($"/api/components/{action}", "{}"))
                .ExpectError(422, "ProcessingError", "ACTION_NOT_CALLABLE");
        }

        (await Server.PostAsync("/api/components/harmonia/actions/log", """{"message": "hello"}""")).Expect(200);
        (await Server.PostAsync("/api/components/harmonia/actions/sing", "{}"))
            .ExpectError(404, "NotFoundError", "ACTION_NOT_FOUND");
    }

    [Theory]
    [InlineData("?timeout=0")]
    [InlineData("?timeout=301")]
    [InlineData("?timeout=soon")]
    [InlineData("?wait=1")]
    public async Task A_call_has_a_time_limit_that_makes_sense(string query)
    {
        await RegisterAsync();

        (await Server.PostAsync($"/api/components/weather/actions/report{query}", "{}"))
            .ExpectError(400, "ValidationError", "INVALID_INPUT");
    }

    [Fact]
    public async Task A_call_that_takes_too_long_is_given_up_and_one_that_breaks_is_a_failure()
    {
        await using var server = await StartServerAsync(
            configuration => configuration with { Components = [new Odd()] });

        var late = (await server.PostAsync("/api/components/odd/actions/wait?timeout=0.05", "{}"))
            .ExpectError(422, "ProcessingError", "ACTION_FAILED");
        var broken = (await server.PostAsync("/api/components/odd/actions/break", "{}"))
            .ExpectError(422, "ProcessingError", "ACTION_FAILED");
        var large = (await server.PostAsync("/api/components/odd/actions/flood", "{}"))
            .ExpectError(422, "ProcessingError", "ACTION_FAILED");

        Assert.Equal(
            [FailureCodes.Timeout, FailureCodes.ComponentError, FailureCodes.OutputTooLarge],
            ((Reply[])[late, broken, large]).Select(reply => reply.Error
                .GetProperty("details").GetProperty("failure").GetProperty("code").GetString()));
        Assert.DoesNotContain("inner words", broken.Body, StringComparison.Ordinal);
    }

    private async Task<Reply> CallAsync(string action, string parameters, string? key) =>
        (await Server.PostAsync($"/api/components/weather/actions/{action}", parameters, key)).Expect(200);

    /// <summary>Waits, breaks or says too much.</summary>
    private sealed class Odd : ITaskExecutor
    {
        public string Component => "odd";

        public bool BuiltIn => false;

        public IReadOnlyCollection<string> Actions { get; } = ["wait", "break", "flood"];

        public int? MaxConcurrent => null;

        public async ValueTask<TaskOutcome> ExecuteAsync(TaskCall call, CancellationToken cancellationToken)
        {
            switch (call.Action)
            {
                case "wait":
                    var never = new TaskCompletionSource<TaskOutcome>();
                    return await never.Task.WaitAsync(cancellationToken);
                case "break":
                    throw new InvalidOperationException("inner words");
                default:
                    return new TaskOutcome.Completed(
                        JsonElement.Parse($"\"{new string('x', 10 * 1024 * 1024)}\""));
            }
        }
    }
}
