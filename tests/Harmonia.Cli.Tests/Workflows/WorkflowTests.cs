namespace Harmonia.Cli.Tests.Workflows;

public sealed class WorkflowTests : IAsyncLifetime
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
    public async Task What_is_saved_is_listed_and_shown_by_name_and_by_id()
    {
        var saved = await SaveAsync(Definitions.Hello, "--json");
        var id = saved.Json.GetProperty("workflow_id").GetString()!;

        var list = await _terminal.RunAsync("workflows", "list");
        var byName = await _terminal.RunAsync("workflows", "get", "hello");
        var byId = await _terminal.RunAsync("workflows", "get", id);

        Assert.Equal(0, saved.Code);
        Assert.Matches($"(?m)^{id} +hello ", list.Out);
        Assert.Equal(byName.Out, byId.Out);
        Assert.Contains("harmonia.transform", byName.Out);
    }

    [Fact]
    public async Task What_is_printed_as_YAML_can_be_saved_again_and_is_the_same()
    {
        await SaveAsync(Definitions.Hello);
        var before = await _terminal.RunAsync("workflows", "get", "hello", "--json");

        var yaml = await _terminal.RunAsync("workflows", "get", "hello", "--yaml");
        await _terminal.RunAsync("workflows", "delete", "hello");
        var again = await SaveAsync(yaml.Out);
        var after = await _terminal.RunAsync("workflows", "get", "hello", "--json");

        Assert.Equal(0, again.Code);
        Assert.DoesNotContain("definition_hash", yaml.Out);
        foreach (var part in (string[])["tasks", "input", "result"])
        {
            Assert.Equal(
                before.Json.GetProperty(part).GetRawText(), after.Json.GetProperty(part).GetRawText());
        }
    }

    [Fact]
    public async Task A_name_that_exists_is_refused_unless_an_update_is_wanted()
    {
        await SaveAsync(Definitions.Hello);

        var refused = await SaveAsync(Definitions.Hello);
        var updated = await SaveAsync(Definitions.Hello.Replace("Hello", "Welcome"), "--update");

        Assert.Equal((1, ""), (refused.Code, refused.Out));
        Assert.Contains("'hello'", refused.Error);
        Assert.Equal(0, updated.Code);
        Assert.Contains("revision 2", updated.Out);
    }

    [Fact]
    public async Task Findings_of_the_server_are_told_at_their_places_in_the_file()
    {
        var result = await SaveAsync(Definitions.Hello.Replace("depends_on", "dependson"));

        Assert.Equal((1, ""), (result.Code, result.Out));
        Assert.Contains($"{_terminal.PathOf("saved.yaml")}:13:5: error unknown_field: ", result.Error);
    }

    [Fact]
    public async Task Warnings_are_told_and_it_is_saved()
    {
        var result = await SaveAsync("name: call\ntasks:\n  a:\n    component: elsewhere\n    action: work\n");

        Assert.Equal(0, result.Code);
        Assert.Contains($"{_terminal.PathOf("saved.yaml")}:4:", result.Error);
        Assert.Contains("warning unknown_component", result.Error);
    }

    [Fact]
    public async Task A_workflow_of_another_dialect_is_told_as_it_was_written_and_as_it_is_carried_out()
    {
        await SaveAsync("name: chain\ntasks:\n- {id: a, type: setup, next: b}\n- {id: b, type: data_output}\n");

        var table = await _terminal.RunAsync("workflows", "get", "chain");
        var written = await _terminal.RunAsync("workflows", "get", "chain", "--yaml");
        var canonical = await _terminal.RunAsync("workflows", "get", "chain", "--yaml", "--canonical");

        Assert.Contains("builtin.pass_through", table.Out);
        Assert.Contains("next: b", written.Out);
        Assert.DoesNotContain("next: b", canonical.Out);
        Assert.Contains("depends_on:", canonical.Out);
    }

    [Fact]
    public async Task What_is_deleted_is_not_found_any_more()
    {
        await SaveAsync(Definitions.Hello);

        var deleted = await _terminal.RunAsync("workflows", "delete", "hello");
        var gone = await _terminal.RunAsync("workflows", "get", "hello");

        Assert.Equal(0, deleted.Code);
        Assert.Equal((1, ""), (gone.Code, gone.Out));
        Assert.Contains("WORKFLOW_NOT_FOUND", gone.Error);
    }

    private Task<CommandResult> SaveAsync(string definition, params string[] options) =>
        _terminal.RunAsync(["workflows", "save", _terminal.Write("saved.yaml", definition), .. options]);
}
