using Harmonia.Cli.CommandLine;

namespace Harmonia.Cli.Tests.Executions;

public sealed class WatchTests : IDisposable
{
    private readonly TestTerminal _terminal = new();

    public void Dispose() => _terminal.Dispose();

    [Fact]
    public async Task What_has_ended_is_told_from_its_beginning_and_ends_with_its_code()
    {
        await using var server = await TestServer.StartAsync(_terminal);
        var good = await server.StartExecutionAsync(Definitions.Hello, """{"name": "Ada"}""");
        var bad = await server.StartExecutionAsync(Definitions.Failing);

        var completed = await _terminal.RunAsync("executions", "watch", good, "--server", server.Url);
        var failed = await _terminal.RunAsync("executions", "watch", bad, "--json", "--server", server.Url);

        Assert.Equal((0, "\"HELLO, ADA!\"\n"), (completed.Code, completed.Out));
        Assert.Contains("shout completed", completed.Error);
        Assert.Equal(1, failed.Code);
        Assert.Equal("failed", failed.Json.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Events_that_were_seen_are_not_told_again()
    {
        await using var server = await TestServer.StartAsync(_terminal);
        var id = await server.StartExecutionAsync(Definitions.Hello, """{"name": "Ada"}""");

        var result = await _terminal.RunAsync("executions", "watch", id, "--after", "2", "--server", server.Url);

        Assert.DoesNotContain("workflow started", result.Error);
        Assert.Contains("workflow completed", result.Error);
    }

    [Fact]
    public async Task A_restart_of_the_server_loses_and_repeats_nothing()
    {
        var server = await TestServer.StartAsync(_terminal);
        var id = await server.StartExecutionAsync(Definitions.Sleeping);
        using var output = new StringWriter();
        using var error = new MarkedWriter("rest running", "connection is lost");
        var watching = HarmoniaCommandLine.InvokeAsync(
            ["executions", "watch", id, "--json", "--server", server.Url],
            _terminal.Create(output, error),
            CancellationToken.None);
        await error.WrittenAsync("rest running");
        var (database, port) = (server.Database, server.Address.Port);

        await server.DisposeAsync();
        await error.WrittenAsync("connection is lost");
        await using var again = await TestServer.StartAsync(_terminal, database, port);
        var canceled = await _terminal.RunAsync("executions", "cancel", id, "--server", again.Url);
        var code = await watching;

        Assert.Equal((0, 1), (canceled.Code, code));
        Assert.Contains("\"canceled\"", output.ToString());
        Assert.Single(error.ToString().Split("rest running")[1..]);
        Assert.Single(error.ToString().Split("workflow canceled")[1..]);
    }

    [Fact]
    public async Task An_unknown_execution_cannot_be_watched()
    {
        await using var server = await TestServer.StartAsync(_terminal);

        var result = await _terminal.RunAsync("executions", "watch", $"{Guid.Empty}", "--server", server.Url);

        Assert.Equal((1, ""), (result.Code, result.Out));
        Assert.Contains("EXECUTION_NOT_FOUND", result.Error);
    }
}
