using Harmonia.Components.Commands;
using Harmonia.Engine.Ports;
using Harmonia.TestPeers.Mcp;

namespace Harmonia.Components.Tests.Mcp;

/// <summary>Against a server that is a program.</summary>
public sealed class McpProgramTests
{
    [Fact]
    public async Task A_program_is_started_once_and_called_many_times()
    {
        await using var host = await StartAsync();

        Assert.Equal(5, (await host.OutputAsync("add", """{"a": 2, "b": 3}""")).GetProperty("sum").GetInt32());
        Assert.Equal("hello ada", (await host.OutputAsync("say", """{"name": "ada"}""")).GetString());
        Assert.Single(ProcessesOf(host));
    }

    [Fact]
    public async Task It_sees_only_the_variables_that_it_is_given_and_repeats_no_secret()
    {
        await using var host = await StartAsync();

        Assert.Equal("blue", (await SayAsync("COLOUR")).GetString());
        Assert.Equal("***", (await SayAsync("SECRET")).GetString());
        Assert.Equal("(not set)", (await SayAsync("HOME")).GetString());

        Task<System.Text.Json.JsonElement> SayAsync(string name) =>
            host.OutputAsync("environment", $$"""{"name": "{{name}}"}""");
    }

    [Fact]
    public async Task A_program_that_dies_fails_its_calls_and_is_started_again_after_a_pause()
    {
        await using var host = await StartAsync();

        var failure = await host.FailureAsync("die");
        Assert.Equal(("connection_error", true), (failure.Code, failure.Retryable));

        var opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Components.Changed += _ => opened.TrySetResult();
        var unavailable = Assert.IsType<TaskOutcome.Unavailable>(await host.CallAsync("say"));
        Assert.Contains("started again", unavailable.Reason, StringComparison.Ordinal);
        Assert.NotNull(host.Server.GateOf("say")!.ShutBecause);

        await opened.Task.WaitAsync(McpHost.Patience, Calls.Token);
        Assert.Equal("hello ", (await host.OutputAsync("say")).GetString());
        Assert.Single(ProcessesOf(host));
    }

    [Fact]
    public async Task Nothing_of_it_is_left_afterwards()
    {
        var host = await StartAsync();
        await host.OutputAsync("say");
        Assert.NotEmpty(ProcessesOf(host));

        await host.DisposeAsync();

        Assert.Empty(ProcessesOf(host));
    }

    [Fact]
    public async Task A_line_that_is_too_long_ends_the_conversation_and_not_the_server()
    {
        await using var host = await StartAsync();

        var failure = await host.FailureAsync("flood");

        Assert.Equal(("connection_error", true), (failure.Code, failure.Retryable));
    }

    [Theory]
    [InlineData("/nowhere/server", "", "is not there")]
    [InlineData(null, "broken", "could not be reached")]
    public async Task A_program_that_cannot_serve_is_waited_for(string? path, string argument, string said)
    {
        await using var host = await StartAsync(path, argument);

        var outcome = await host.CallAsync("say");

        Assert.Contains(said, Assert.IsType<TaskOutcome.Unavailable>(outcome).Reason, StringComparison.Ordinal);
    }

    private static IEnumerable<int> ProcessesOf(McpHost host) =>
        ProcessTable.WithVariable(CommandMarks.Engine, host.Marker);

    private static Task<McpHost> StartAsync(string? path = null, string argument = "") => McpHost.StartAsync($$"""
        {"s": {"command": ["{{path ?? StdioMcpPeer.Program}}", "{{argument}}"],
               "env": {"pass": ["DOTNET_ROOT", "PATH"], "set": {"COLOUR": "blue", "SECRET": "${env.TOKEN}"} } } }
        """);
}
