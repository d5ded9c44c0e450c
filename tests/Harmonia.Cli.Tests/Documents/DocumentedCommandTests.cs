namespace Harmonia.Cli.Tests.Documents;

/// <summary>The commands in the documents do what they say.</summary>
public sealed class DocumentedCommandTests : IAsyncLifetime
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

    [Theory]
    [InlineData("README.md", 6)]
    [InlineData("docs/cli.md", 16)]
    [InlineData("docs/templates.md", 13)]
    public async Task Every_command_in_a_block_of_a_document_succeeds(string document, int atLeast)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Repository(), document));
        var hello = _terminal.Write("hello.yaml", Definition(text, "hello") ?? Definitions.Hello);
        var weather = _terminal.Write("weather.yaml", Definition(text, "weather") ?? "");
        var greeting = _terminal.Write("greeting.yaml", Definition(text, "greeting") ?? "");
        var commands = Commands(text).Where(words => words is not ["serve", ..]).ToList();

        Assert.True(commands.Count >= atLeast, $"{document} has only {commands.Count} commands.");
        foreach (var words in commands)
        {
            var result = await _terminal.RunAsync([.. words.Select(word => word switch
            {
                "hello.yaml" => hello,
                "greeting.yaml" => greeting,
                "weather.yaml" => weather,
                "http://127.0.0.1:8002" => _server.Url,
                _ => word,
            })]);
            Assert.True(result.Code == 0, $"{string.Join(' ', words)}: {result.Code}\n{result.Out}{result.Error}");
        }
    }

    /// <summary>The workflow or template that the document tells to write.</summary>
    private static string? Definition(string text, string name) =>
        Blocks(text, "yaml").FirstOrDefault(block => block.StartsWith($"name: {name}\n", StringComparison.Ordinal));

    private static IEnumerable<string[]> Commands(string text) =>
        from block in Blocks(text, "bash")
        from line in block.Split('\n')
        where line.StartsWith("./harmonia ", StringComparison.Ordinal)
            || line.StartsWith("harmonia ", StringComparison.Ordinal)
        select Shell.Words(line)[1..];

    private static IEnumerable<string> Blocks(string text, string language) =>
        text.Split($"```{language}\n").Skip(1).Select(block => block.Split("```")[0]);

    private static string Repository()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "Harmonia.slnx")))
        {
            directory = directory.Parent
                ?? throw new DirectoryNotFoundException("The repository is not above the tests.");
        }

        return directory.FullName;
    }
}
