using System.Net;
using System.Net.Sockets;
using Harmonia.Engine.Ports;
using Harmonia.TestPeers.Models;

namespace Harmonia.Components.Tests.Llm;

/// <summary>Whatever a provider does wrong has a class, and shows no secret.</summary>
public sealed class ModelFailureTests
{
    private const string Ask = """{"prompt": "Hi"}""";

    public static TheoryData<string> Kinds => [.. ModelHost.Kinds];

    [Theory]
    [InlineData(401, """{"error": {"message": "Incorrect API key: KEY"}}""", "llm_unauthorized", false)]
    [InlineData(403, "forbidden for KEY", "llm_unauthorized", false)]
    [InlineData(429, """{"error": {"type": "rate_limit_error", "message": "Slow down"}}""", "http_429", true)]
    [InlineData(429, """{"error": {"code": "insufficient_quota", "message": "Pay"}}""", "http_429", false)]
    [InlineData(500, "oops", "http_500", true)]
    [InlineData(503, """{"error": "model is loading"}""", "http_503", true)]
    [InlineData(529, """{"error": {"type": "overloaded_error"}}""", "http_529", true)]
    [InlineData(400, """{"error": {"code": "context_length_exceeded"}}""", "llm_context_length", false)]
    [InlineData(400, """{"error": {"message": "prompt is too long: 9 tokens"}}""", "llm_context_length", false)]
    [InlineData(400, """{"error": {"code": "content_filter"}}""", "llm_refused", false)]
    [InlineData(400, """{"error": {"message": "no such field"}}""", "http_400", false)]
    [InlineData(404, """{"error": "model 'x' not found"}""", "http_404", false)]
    public async Task A_status_has_its_class(int status, string body, string code, bool retryable)
    {
        await using var host = await ModelHost.StartAsync();
        host.Server.Then(new ModelTurn.Status(status, body.Replace("KEY", ModelHost.Key, StringComparison.Ordinal))
        {
            RetryAfter = status is 429 ? "7" : null,
        });

        var failure = await host.FailureAsync("generate", Ask);

        Assert.Equal((code, retryable), (failure.Code, failure.Retryable));
        Assert.DoesNotContain("canary", failure.Message, StringComparison.Ordinal);
        Assert.Equal(status, failure.Details!.Value.GetProperty("status_code").GetInt32());
        if (status is 429)
        {
            Assert.Equal(7, failure.Details.Value.GetProperty("retry_after").GetInt32());
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_stream_that_is_cut_is_tried_again_by_the_engine(string kind)
    {
        await using var host = await ModelHost.StartAsync(kind);
        host.Server.Then(new ModelTurn.Breaks("Once", " upon"), new ModelTurn.StopsShort("Once"));

        foreach (var _ in (int[])[1, 2])
        {
            var outcome = await host.AskAsync("generate", Ask);
            var failure = Assert.IsType<TaskOutcome.Failed>(outcome).Failure;
            Assert.Equal(("connection_error", true), (failure.Code, failure.Retryable));
            Assert.Equal(1, outcome.Usage!.Calls);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_stream_that_stalls_ends_at_the_deadline(string kind)
    {
        await using var host = await ModelHost.StartAsync(kind);
        host.Server.Then(new ModelTurn.Stalls("Once"));

        var outcome = await host.AskAsync(Calls.Call("generate", Ask, TimeSpan.FromSeconds(1)));

        var failure = Assert.IsType<TaskOutcome.Failed>(outcome).Failure;
        Assert.Equal(("timeout", true), (failure.Code, failure.Retryable));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_stream_that_never_ends_is_bounded(string kind)
    {
        await using var host = await ModelHost.StartAsync(kind);
        host.Server.Then(new ModelTurn.TalksForever(new string('x', 100_000)));

        Assert.Equal("response_too_large", (await host.FailureAsync("generate", Ask)).Code);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Trouble_within_a_stream_is_told(string kind)
    {
        await using var host = await ModelHost.StartAsync(kind);
        host.Server.Then(new ModelTurn.FailsWithin("too many guests", "Once"));

        var failure = await host.FailureAsync("generate", Ask);

        Assert.Equal(("server_error", true), (failure.Code, failure.Retryable));
        Assert.Contains("too many guests", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    public async Task A_refusal_is_no_answer(string kind)
    {
        await using var host = await ModelHost.StartAsync(kind);
        host.Server.Then(new ModelTurn.Says("") { Finish = "content_filter" });

        var failure = await host.FailureAsync("generate", Ask);

        Assert.Equal(("llm_refused", false), (failure.Code, failure.Retryable));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("<html>")]
    [InlineData("""{"choices": "none"}""")]
    [InlineData("""{"choices": [], "usage": {"prompt_tokens": -5}}""")]
    public async Task What_is_no_answer_is_an_error_of_the_component(string body)
    {
        await using var host = await ModelHost.StartAsync();
        host.Server.Then(new ModelTurn.Raw(body));

        Assert.Equal("component_error", (await host.FailureAsync("generate", Ask)).Code);
    }

    [Fact]
    public async Task Nobody_at_the_address_costs_no_attempt_and_shuts_the_gate_until_somebody_is()
    {
        var port = FreePort();
        await using var executor = ModelHost.Open($$"""
            {"providers": {"p": {"kind": "openai", "base_url": "http://127.0.0.1:{{port}}"} },
             "models": {"m": {"provider": "p"} } }
            """);
        var opened = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        executor.Changed += name => opened.TrySetResult(name);
        Assert.Null(executor.GateOf("chat")!.ShutBecause);

        var outcome = await executor.ExecuteAsync(Calls.Call("generate", Ask), Calls.Token);

        Assert.Contains("not reached", Assert.IsType<TaskOutcome.Unavailable>(outcome).Reason, StringComparison.Ordinal);
        var gate = executor.GateOf("generate")!;
        Assert.NotNull(gate.ShutBecause);
        Assert.False(gate.TryEnter());

        await using var server = await ModelServer.StartAsync(port);
        Assert.Equal("llm", await opened.Task.WaitAsync(TimeSpan.FromSeconds(60), Calls.Token));
        Assert.Null(gate.ShutBecause);
        Assert.IsType<TaskOutcome.Completed>(await executor.ExecuteAsync(Calls.Call("generate", Ask), Calls.Token));
    }

    [Fact]
    public async Task While_another_provider_is_up_an_attempt_waits_for_its_own()
    {
        var port = FreePort();
        await using var host = await ModelHost.StartAsync(settings: $$"""
            {"providers": {"a": {"kind": "openai", "base_url": "http://127.0.0.1:{{port}}"},
                           "b": {"kind": "openai", "base_url": "URL"} },
             "models": {"of-a": {"provider": "a"}, "of-b": {"provider": "b"} } }
            """);

        var waiting = host.AskAsync("generate", """{"prompt": "Hi", "model": "of-a"}""");
        await host.OutputAsync("generate", """{"prompt": "Hi", "model": "of-b"}""");
        Assert.Null(host.Executor.GateOf("generate")!.ShutBecause);
        Assert.False(waiting.IsCompleted);

        await using var late = await ModelServer.StartAsync(port);
        Assert.IsType<TaskOutcome.Completed>(await waiting.WaitAsync(TimeSpan.FromSeconds(60), Calls.Token));
    }

    [Fact]
    public async Task A_secret_that_is_not_there_asks_nobody()
    {
        await using var host = await ModelHost.StartAsync(settings: """
            {"providers": {"p": {"kind": "openai", "base_url": "URL", "api_key": "${env.NOWHERE}"}},
             "models": {"m": {"provider": "p"}}}
            """);

        var failure = await host.FailureAsync("generate", Ask);

        Assert.Equal("llm_unauthorized", failure.Code);
        Assert.Contains("NOWHERE", failure.Message, StringComparison.Ordinal);
        Assert.Empty(host.Server.Asked);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
