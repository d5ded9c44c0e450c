namespace Harmonia.Cli.Tests.Upkeep;

public sealed class BackupTests : IDisposable
{
    private readonly TestTerminal _terminal = new();

    public void Dispose() => _terminal.Dispose();

    [Fact]
    public async Task A_backup_made_while_a_server_runs_has_everything()
    {
        var copy = _terminal.PathOf("copy.db");
        await using (var server = await TestServer.StartAsync(_terminal))
        {
            var file = _terminal.Write("hello.yaml", Definitions.Hello);
            await _terminal.RunAsync("workflows", "save", file, "--server", server.Url);

            var result = await _terminal.RunAsync("backup", copy, "--database", server.Database);

            Assert.Equal((0, ""), (result.Code, result.Error));
            Assert.Contains("checked", result.Out);
        }

        await using var restored = await TestServer.StartAsync(_terminal, copy);
        var list = await _terminal.RunAsync("workflows", "list", "--json", "--server", restored.Url);
        var workflow = Assert.Single(list.Json.GetProperty("workflows").EnumerateArray());
        Assert.Equal("hello", workflow.GetProperty("name").GetString());
    }

    [Fact]
    public async Task Nothing_is_overwritten()
    {
        var file = _terminal.Write("hello.yaml", Definitions.Hello);
        var database = _terminal.PathOf("harmonia.db");
        await _terminal.RunAsync("run", file, "--input", """{"name": "Ada"}""", "--database", database);

        var result = await _terminal.RunAsync("backup", file, "--database", database);

        Assert.Equal(1, result.Code);
        Assert.Contains("exists", result.Error);
        Assert.Equal(Definitions.Hello, await File.ReadAllTextAsync(file));
    }

    [Theory]
    [InlineData("memory:")]
    [InlineData("/no/such/harmonia.db")]
    public async Task Without_a_database_there_is_nothing_to_copy(string database)
    {
        var result = await _terminal.RunAsync("backup", _terminal.PathOf("copy.db"), "--database", database);

        Assert.Equal(2, result.Code);
        Assert.Contains("--database", result.Error);
    }
}
