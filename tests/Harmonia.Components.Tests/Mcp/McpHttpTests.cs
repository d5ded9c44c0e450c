using System.Net;
using System.Net.Sockets;
using Harmonia.Components.Tests.Llm;
using Harmonia.Engine.Ports;
using Harmonia.TestPeers.Mcp;

namespace Harmonia.Components.Tests.Mcp;

/// <summary>Against a server over streamable HTTP.</summary>
public sealed class McpHttpTests : IAsyncLifetime
{
    private HttpMcpPeer _peer = null!;
    private McpHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _peer = await HttpMcpPeer.StartAsync();
        _host = await McpHost.StartAsync($$"""
            {"s": {"url": "{{_peer.Url}}", "authentication": {"type": "bearer", "token": "${env.TOKEN}"} } }
            """);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _peer.DisposeAsync();
    }

    [Fact]
    public async Task A_structured_result_is_the_output()
    {
        Assert.Equal(5, (await _host.OutputAsync("add", """{"a": 2, "b": 3}""")).GetProperty("sum").GetInt32());
        Assert.Contains("add", _host.Server.Actions);
        Assert.NotNull(_host.Server.InputOf("add"));
    }

    [Fact]
    public async Task A_text_is_json_when_it_is_that_and_a_text_otherwise()
    {
        Assert.Equal("hello ada", (await _host.OutputAsync("say", """{"name": "ada"}""")).GetString());
        Assert.Equal(2, (await _host.OutputAsync("json")).GetProperty("a").GetArrayLength());
        Assert.Equal(
            "image/png", (await _host.OutputAsync("image")).GetProperty("content")[0].GetProperty("mimeType").GetString());
    }

    [Fact]
    public async Task An_error_of_a_tool_is_a_failure_with_its_words()
    {
        var failure = await _host.FailureAsync("fail");

        Assert.Equal(("mcp_tool_error", true), (failure.Code, failure.Retryable));
        Assert.Contains("the disk is on fire", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("refuse", "{}", "invalid_input")]
    [InlineData("add", """{"a": 1}""", "invalid_input")]
    [InlineData("nothing", "{}", "action_not_found")]
    public async Task What_the_protocol_refuses_has_its_class(string tool, string input, string code)
    {
        var failure = await _host.FailureAsync(tool, input);

        Assert.Equal((code, false), (failure.Code, failure.Retryable));
    }

    [Fact]
    public async Task Each_call_says_for_whom_it_is_and_proves_who_calls()
    {
        await _host.OutputAsync("say");

        var asked = _peer.Asked.Single(asked => asked.Method is "tools/call");
        Assert.Equal($"Bearer {McpHost.Token}", asked.Headers["authorization"]);
        Assert.Equal($"{Calls.Execution}/ship", asked.Headers["idempotency-key"]);
        Assert.Equal($"{Calls.Execution}/ship", (string?)asked.Body["params"]!["_meta"]!["harmonia/idempotency_key"]);
        Assert.StartsWith("00-", (string?)asked.Body["params"]!["_meta"]!["traceparent"], StringComparison.Ordinal);
        Assert.Equal("session-1", asked.Headers["mcp-session-id"]);
    }

    [Fact]
    public async Task Progress_of_a_tool_is_progress_of_the_task()
    {
        var progress = new ToldProgress();

        var calling = _host.CallAsync(Calls.Call("count", "{}") with { Progress = progress });

        await UntilAsync(() => progress.Reports.Contains((0.25, "step 1")));
        _peer.Tools.Counted.SetResult();
        Assert.IsType<TaskOutcome.Completed>(await calling);
    }

    [Fact]
    public async Task A_call_that_is_taken_back_is_taken_back_at_the_server()
    {
        using var cancel = new CancellationTokenSource();
        var calling = _host.CallAsync(Calls.Call("wait", "{}"), cancel.Token);
        await UntilAsync(() => _peer.Asked.Any(asked => asked.Method is "tools/call"));

        await cancel.CancelAsync();

        await calling;
        await UntilAsync(() => _peer.Asked.Any(asked => asked.Method is "notifications/cancelled")
            || _peer.Tools.Canceled.Count > 0);
    }

    [Fact]
    public async Task A_deadline_ends_a_call()
    {
        await _host.OutputAsync("say");

        var outcome = await _host.CallAsync(Calls.Call("wait", "{}", TimeSpan.FromMilliseconds(500)));

        Assert.Equal("timeout", Assert.IsType<TaskOutcome.Failed>(outcome).Failure.Code);
    }

    [Fact]
    public async Task Tools_that_come_later_are_found()
    {
        await _host.OutputAsync("say");
        var changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _host.Components.Changed += _ => changed.TrySetResult();

        await _host.OutputAsync("grow");

        await changed.Task.WaitAsync(McpHost.Patience, Calls.Token);
        Assert.Equal("better late", (await _host.OutputAsync("late")).GetString());
    }

    [Fact]
    public async Task A_message_that_is_too_long_is_not_kept()
    {
        var failure = await _host.FailureAsync("flood");

        Assert.True(failure.Retryable);
        Assert.DoesNotContain("xxx", failure.Message, StringComparison.Ordinal);
        Assert.Equal("hello ", (await _host.OutputAsync("say")).GetString());
    }

    [Theory]
    [InlineData(401, "http_401")]
    [InlineData(403, "http_403")]
    public async Task A_server_that_wants_somebody_else_says_so(int status, string code)
    {
        _peer.Status = status;

        var failure = await _host.FailureAsync("say");

        Assert.Equal((code, false), (failure.Code, failure.Retryable));
        Assert.DoesNotContain("canary", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_at_the_address_costs_no_attempt_and_shuts_the_gate()
    {
        int port;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        await using var host = await McpHost.StartAsync($$"""{"s": {"url": "http://127.0.0.1:{{port}}/mcp"} }""");

        Assert.IsType<TaskOutcome.Unavailable>(await host.CallAsync("say"));
        Assert.NotNull(host.Server.GateOf("say")!.ShutBecause);

        await using var peer = await HttpMcpPeer.StartAsync(port);
        Assert.True((await host.Components.TestAsync("s", Calls.Token))!.IsHealthy);
        Assert.Null(host.Server.GateOf("say")!.ShutBecause);
        Assert.Equal("hello ", (await host.OutputAsync("say")).GetString());
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var patience = new CancellationTokenSource(McpHost.Patience);
        while (!holds())
        {
            await Task.Yield();
            patience.Token.ThrowIfCancellationRequested();
        }
    }
}
