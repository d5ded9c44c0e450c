using System.Text.Json;

namespace Harmonia.Cli.Tests.Executions;

public sealed class ExecutionTests : IAsyncLifetime
{
    private readonly TestTerminal _terminal = new();
    private TestServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync(_terminal);
        _terminal["HARMONIA_SERVER"] = _server.Url;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _terminal.Dispose();
    }

    [Fact]
    public async Task An_execution_is_listed_by_status_and_workflow()
    {
        var id = await _server.StartExecutionAsync(Definitions.Sleeping);
        await _server.StartExecutionAsync(Definitions.Hello, """{"name": "Ada"}""");

        var all = await _terminal.RunAsync("executions", "list");
        var running = await _terminal.RunAsync("executions", "list", "--status", "running");
        var byName = await _terminal.RunAsync("executions", "list", "--workflow", "sleeping", "--json");
        var first = await _terminal.RunAsync("executions", "list", "--limit", "1");

        Assert.Equal(3, all.Lines.Length);
        Assert.Matches($"(?m)^{id} +sleeping +running ", running.Out);
        Assert.Equal(2, running.Lines.Length);
        var only = Assert.Single(byName.Json.GetProperty("executions").EnumerateArray());
        Assert.Equal(id, only.GetProperty("execution_id").GetString());
        Assert.Contains("1 of 2", first.Error);
    }

    [Fact]
    public async Task An_execution_is_shown_with_its_tasks_and_output()
    {
        var id = await _server.StartExecutionAsync(Definitions.Hello, """{"name": "Ada"}""");

        var people = await _terminal.RunAsync("executions", "get", id);
        var programs = await _terminal.RunAsync("executions", "get", id, "--json");

        Assert.Contains($"hello {id}: completed", people.Out);
        Assert.Matches("(?m)^shout +completed ", people.Out);
        Assert.EndsWith("\"HELLO, ADA!\"\n", people.Out);
        Assert.Equal("completed", programs.Json.GetProperty("status").GetString());
    }

    [Fact]
    public async Task The_history_is_complete_and_can_begin_later()
    {
        var id = await _server.StartExecutionAsync(Definitions.Hello, """{"name": "Ada"}""");

        var people = await _terminal.RunAsync("executions", "history", id);
        var programs = await _terminal.RunAsync("executions", "history", id, "--after", "1", "--json");

        Assert.Contains(" workflow_started ", people.Lines[0]);
        Assert.Contains(" workflow_completed ", people.Lines[^1]);
        Assert.Equal(people.Lines.Length - 1, programs.Lines.Length);
        Assert.Equal(2, JsonElement.Parse(programs.Lines[0]).GetProperty("version").GetInt64());
    }

    [Fact]
    public async Task An_execution_is_paused_resumed_and_canceled_with_a_reason()
    {
        var id = await _server.StartExecutionAsync(Definitions.Sleeping);

        var paused = await _terminal.RunAsync("executions", "pause", id);
        var resumed = await _terminal.RunAsync("executions", "resume", id, "--json");
        var canceled = await _terminal.RunAsync("executions", "cancel", id, "--reason", "enough");
        var again = await _terminal.RunAsync("executions", "cancel", id);
        var history = await _terminal.RunAsync("executions", "history", id);

        Assert.Equal((0, $"{id} is paused\n"), (paused.Code, paused.Out));
        Assert.Equal("running", resumed.Json.GetProperty("status").GetString());
        Assert.Equal((0, $"{id} is canceled\n"), (canceled.Code, canceled.Out));
        Assert.Equal(1, again.Code);
        Assert.Contains("EXECUTION_ALREADY_ENDED", again.Error);
        Assert.Contains("enough", history.Out);
    }

    [Fact]
    public async Task A_failed_execution_is_retried()
    {
        var id = await _server.StartExecutionAsync(Definitions.Failing);

        var retried = await _terminal.RunAsync("executions", "retry", id);
        var history = await _terminal.RunAsync("executions", "history", id);

        Assert.Equal(0, retried.Code);
        Assert.Contains(" workflow_retried ", history.Out);
    }

    [Fact]
    public async Task An_unknown_execution_is_an_answer_of_the_server()
    {
        var result = await _terminal.RunAsync("executions", "get", $"{Guid.Empty}");

        Assert.Equal((1, ""), (result.Code, result.Out));
        Assert.Contains("EXECUTION_NOT_FOUND", result.Error);
    }

    [Fact]
    public async Task Without_a_server_the_message_says_where_and_how_to_start_one()
    {
        var result = await _terminal.RunAsync("executions", "list", "--server", "http://127.0.0.1:1");

        Assert.Equal((2, ""), (result.Code, result.Out));
        Assert.Contains("http://127.0.0.1:1", result.Error);
        Assert.Contains("harmonia serve", result.Error);
    }
}
