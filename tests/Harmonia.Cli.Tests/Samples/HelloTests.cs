namespace Harmonia.Cli.Tests.Samples;

public sealed class HelloTests : IDisposable
{
    private readonly TestTerminal _terminal = new();

    public void Dispose() => _terminal.Dispose();

    [Fact]
    public async Task The_page_tells_what_comes_out()
    {
        var commands = SampleFiles.Commands("hello/README.md").ToList();

        Assert.Equal(2, commands.Count);
        foreach (var (words, json) in commands)
        {
            Assert.Equal("./harmonia", words[0]);
            var result = await Programs.HarmoniaAsync(SampleFiles.Root, _terminal.Root, words[1..]);

            Assert.Equal((0, json), (result.Code, result.Out));
        }
    }

    [Theory]
    [InlineData("""{"formal": false}""", "bow", "HELLO, WORLD!")]
    [InlineData("""{"formal": true}""", "wave", "Hello, World! It is an honour to meet you.")]
    public async Task One_of_two_greetings_is_skipped(string input, string skipped, string greeting)
    {
        var result = await _terminal.RunAsync(
            "run", SampleFiles.PathOf("hello/workflow.yaml"), "--input", input, "--json");

        var tasks = result.Json.GetProperty("tasks").EnumerateObject().ToList();
        Assert.Equal(
            [skipped],
            tasks.Where(task => task.Value.GetProperty("status").GetString() == "skipped").Select(task => task.Name));
        Assert.Equal(greeting, result.Json.GetProperty("output").GetProperty("greeting").GetString());
        Assert.True(result.Json.GetProperty("output").GetProperty("logged").GetBoolean());
    }

    [Fact]
    public async Task A_misspelt_input_is_refused()
    {
        var result = await _terminal.RunAsync(
            "run", SampleFiles.PathOf("hello/workflow.yaml"), "--input", """{"nmae": "Ada"}""");

        Assert.NotEqual(0, result.Code);
        Assert.Contains("nmae", result.Error);
    }
}
