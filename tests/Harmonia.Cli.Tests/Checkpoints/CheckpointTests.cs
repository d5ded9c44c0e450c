namespace Harmonia.Cli.Tests.Checkpoints;

public sealed class CheckpointTests : IAsyncLifetime
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
    public async Task A_checkpoint_is_taken_listed_shown_and_restored()
    {
        var execution = await _server.StartExecutionAsync(Definitions.Sleeping);

        var taken = await _terminal.RunAsync(
            "checkpoints", "take", execution, "--name", "half-way", "--description", "before the move", "--json");
        var id = taken.Json.GetProperty("id").GetString()!;
        var listed = await _terminal.RunAsync("checkpoints", "list", "--execution", execution);
        var shown = await _terminal.RunAsync("checkpoints", "show", id);
        var restored = await _terminal.RunAsync("checkpoints", "restore", id, "--json");
        var again = await _terminal.RunAsync("checkpoints", "restore", id);

        Assert.Matches($"(?m)^{id} +{execution} +running +3 +manual .* half-way$", listed.Out);
        Assert.Contains($"manual checkpoint half-way {id}\nversion 3 of {execution}, running, taken ", shown.Out);
        Assert.Contains("before the move\n", shown.Out);
        Assert.Matches("(?m)^rest +waiting$", shown.Out);
        Assert.Equal(execution, restored.Json.GetProperty("original_execution_id").GetString());
        Assert.EndsWith($" goes on from version 3 of {execution}\n", again.Out);
        Assert.Equal("running", (await _terminal.RunAsync(
            "executions", "get", restored.Json.GetProperty("execution_id").GetString()!, "--json"))
            .Json.GetProperty("status").GetString());
    }

    [Fact]
    public async Task What_stands_against_a_restoration_is_shown()
    {
        var execution = await _server.StartExecutionAsync(
            "name: lost\ntasks: { x: { component: nobody, action: none } }");
        var id = (await _terminal.RunAsync("checkpoints", "take", execution, "--json"))
            .Json.GetProperty("id").GetString()!;

        var shown = await _terminal.RunAsync("checkpoints", "show", id);

        Assert.Contains("problem (task x): component_not_found: ", shown.Out);
    }

    [Fact]
    public async Task Lists_are_cut_with_a_hint_and_what_is_unknown_is_said()
    {
        var execution = await _server.StartExecutionAsync(Definitions.Sleeping);
        await _terminal.RunAsync("checkpoints", "take", execution);
        var plain = await _terminal.RunAsync("checkpoints", "take", execution);

        var cut = await _terminal.RunAsync("checkpoints", "list", "--limit", "1");
        var unknown = await _terminal.RunAsync("checkpoints", "restore", $"{Guid.Empty}");

        Assert.Contains($" names version 4 of {execution}", plain.Out);
        Assert.Equal(2, cut.Lines.Length);
        Assert.Contains("1 of 2", cut.Error);
        Assert.Equal(1, unknown.Code);
        Assert.Contains("There is no checkpoint", unknown.Error);
    }
}
