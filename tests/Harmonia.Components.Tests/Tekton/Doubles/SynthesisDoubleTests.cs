using System.Text.Json;
using Harmonia.Tekton.Doubles.Rhetor;
using Harmonia.Tekton.Doubles.Synthesis;

namespace Harmonia.Components.Tests.Tekton.Doubles;

public sealed class SynthesisDoubleTests : IAsyncLifetime
{
    private readonly SynthesisDouble _synthesis = new();

    public async ValueTask InitializeAsync() => await _synthesis.StartAsync();

    public ValueTask DisposeAsync() => _synthesis.DisposeAsync();

    [Fact]
    public async Task An_execution_is_not_found_then_in_progress_then_completed()
    {
        _synthesis.PollsNotFound = 1;

        var path = $"/api/v1/executions/{await StartAsync("""{"id": "s", "type": "wait"}""")}";

        Assert.Equal(404, (await _synthesis.GetAsync(path)).Status);
        Assert.Equal("in_progress", (await _synthesis.GetAsync(path)).Json.Text("status"));
        Assert.Equal("completed", (await _synthesis.GetAsync(path)).Json.Text("status"));
    }

    [Fact]
    public async Task Results_before_the_end_are_an_error_with_a_200()
    {
        var id = await StartAsync("""{"id": "s", "type": "wait"}""");

        var reply = await _synthesis.GetAsync($"/api/v1/executions/{id}/results");

        Assert.Equal((200, "error"), (reply.Status, reply.Json.Text("status")));
    }

    [Theory]
    [InlineData("echo hello", "hello", "", 0)]
    [InlineData("echo 'a  b'; echo c", "a  b\nc", "", 0)]
    [InlineData("echo a && exit 3", "a", "", 3)]
    [InlineData("false && echo no; echo yes", "yes", "", 0)]
    [InlineData("echo wrong >&2; exit 1", "", "wrong", 1)]
    [InlineData("rm -rf /nothing", "", "/bin/sh: 1: rm: not found", 127)]
    [InlineData("echo $(id)", "$(id)", "", 0)]
    public async Task Commands_are_played_and_never_run(string command, string output, string error, int code)
    {
        var step = $"\"{JsonEncodedText.Encode(command)}\"";

        var (_, results) = await RunAsync(
            $$"""{"id": "s", "type": "command", "parameters": {"command": {{step}} } }""");

        var data = results[0].GetProperty("data");
        Assert.Equal((output, error), (data.Text("stdout"), data.Text("stderr")));
        Assert.Equal(code, data.GetProperty("return_code").GetInt32());
        Assert.Equal(code == 0, results[0].GetProperty("success").GetBoolean());
    }

    [Fact]
    public async Task A_failed_step_ends_the_plan_and_leaves_it_completed()
    {
        var (status, results) = await RunAsync(
            """{"id": "a", "type": "command", "parameters": {"command": "exit 1"}}, {"id": "b", "type": "wait"}""");

        Assert.Equal(("completed", 1), (status, results.GetArrayLength()));
    }

    [Fact]
    public async Task Variables_are_put_into_later_steps()
    {
        var (_, results) = await RunAsync(
            """
            {"id": "a", "type": "variable", "parameters": {"name": "who", "value": "you"}},
            {"id": "b", "type": "loop", "parameters": {"type": "count", "count": 2, "steps": [
              {"type": "variable", "parameters": {"operation": "increment", "name": "n"}}]}},
            {"id": "c", "type": "condition", "parameters": {"condition": "$who == you", "then": [
              {"type": "command", "parameters": {"command": "echo hello $who $n"}}]}}
            """);

        Assert.Equal("hello you 2", results[2].GetProperty("data").GetProperty("results")[0].Text("data", "stdout"));
    }

    [Fact]
    public async Task A_step_calls_a_place_on_this_machine_and_no_other()
    {
        await using var rhetor = new RhetorDouble();
        await rhetor.StartAsync();

        var (_, here) = await RunAsync(
            $$"""{"id": "s", "type": "api", "parameters": {"url": "{{rhetor.Url}}api/v1/budget/usage"} }""");
        var (_, away) = await RunAsync(
            """{"id": "s", "type": "api", "parameters": {"url": "http://192.0.2.1/"}}""");

        Assert.Equal("daily", here[0].Text("data", "data", "period"));
        Assert.False(away[0].GetProperty("success").GetBoolean());
    }

    [Fact]
    public async Task Cancelling_flips_a_flag()
    {
        _synthesis.PollsUntilDone = 1000;
        var id = await StartAsync("""{"id": "s", "type": "wait"}""");

        await _synthesis.PostAsync($"/api/v1/executions/{id}/cancel", "{}");

        Assert.Equal("cancelled", (await _synthesis.GetAsync($"/api/v1/executions/{id}")).Json.Text("status"));
        var cancelled = await _synthesis.GetAsync("/api/v1/executions?status=cancelled");
        Assert.Equal("1", cancelled.Json.Text("data", "count"));
        var unknown = await _synthesis.PostAsync("/api/v1/executions/none/cancel", "{}");
        Assert.Equal((200, "error"), (unknown.Status, unknown.Json.Text("status")));
    }

    [Fact]
    public async Task Events_and_notifications_are_kept()
    {
        await _synthesis.PostAsync("/api/v1/events?event_type=own", """{"a": 1}""");
        await RunAsync("""{"id": "s", "type": "notify", "parameters": {"channel": "log", "message": "m"}}""");

        var own = await _synthesis.GetAsync("/api/v1/events?event_type=own");
        var all = await _synthesis.GetAsync("/api/v1/events");

        Assert.Equal(("1", "2"), (own.Json.Text("data", "count"), all.Json.Text("data", "count")));
    }

    [Fact]
    public async Task Functions_cannot_be_registered() =>
        Assert.Equal(501, (await _synthesis.PostAsync("/api/v1/functions/f", "{}")).Status);

    private async Task<string> StartAsync(string steps)
    {
        var reply = await _synthesis.PostAsync(
            "/api/v1/executions", $$"""{"plan": {"name": "p", "steps": [{{steps}}]} }""");
        Assert.Equal("not_found", reply.Json.Text("status"));
        return reply.Json.Text("executionId");
    }

    /// <summary>Asks until it has ended; every answer is a transition nearer to the end.</summary>
    private async Task<(string Status, JsonElement Results)> RunAsync(string steps)
    {
        var id = await StartAsync(steps);
        while ((await _synthesis.GetAsync($"/api/v1/executions/{id}")).Json.Text("status") == "in_progress")
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }

        var data = (await _synthesis.GetAsync($"/api/v1/executions/{id}/results")).Json.GetProperty("data");
        return (data.Text("status"), data.GetProperty("results"));
    }
}
