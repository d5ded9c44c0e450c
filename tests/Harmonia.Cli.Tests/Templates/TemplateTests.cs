using System.Text.Json;
using Harmonia.Cli.Tests.Samples;

namespace Harmonia.Cli.Tests.Templates;

public sealed class TemplateTests : IAsyncLifetime
{
    private const string Greeting =
        """
        name: Polite Greeting
        description: Greets
        tags: [manners]
        parameters:
          word: {type: string, required: true, description: What is said}
          times: {type: integer, default: 2}
        tasks:
          say: {component: harmonia, action: echo,
            input: {text: '${param.word} ${input.name}', times: '${param.times}'}}
        """;

    private readonly TestTerminal _terminal = new();
    private TestServer _server = null!;

    public static TheoryData<string> Files =>
    [
        .. Directory.EnumerateFiles(SampleFiles.PathOf("templates"), "*.yaml").Select(path => Path.GetFileName(path)!),
    ];

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
    public async Task What_is_saved_is_listed_and_shown()
    {
        var saved = await SaveAsync(Greeting, "--json");
        var id = saved.Json.GetProperty("template_id").GetString()!;

        var list = await _terminal.RunAsync("templates", "list", "--tag", "manners");
        var shown = await _terminal.RunAsync("templates", "show", "polite-greeting");

        Assert.Equal(0, saved.Code);
        Assert.Matches($"(?m)^{id} +Polite Greeting +1.0.0 ", list.Out);
        Assert.DoesNotContain("Bug Fix", list.Out);
        Assert.Matches("(?m)^word +string +.required. +What is said", shown.Out);
        Assert.Matches("(?m)^times +integer +2", shown.Out);
        Assert.Contains("built in", (await _terminal.RunAsync("templates", "list")).Out);
    }

    [Fact]
    public async Task A_workflow_is_made_and_can_be_executed()
    {
        await SaveAsync(Greeting);

        var made = await _terminal.RunAsync(
            "templates", "instantiate", "polite-greeting", "--name", "mine",
            "--values", """{"word": "Hi", "times": 1}""",
            "--set", "times=3", "--set", "word=Good day, 100%");
        var shown = await _terminal.RunAsync("workflows", "get", "mine", "--json");

        Assert.Equal(0, made.Code);
        Assert.StartsWith("mine ", made.Out);
        Assert.True(JsonElement.DeepEquals(
            JsonElement.Parse("""{"text": "Good day, 100% ${input.name}", "times": 3}"""),
            shown.Json.GetProperty("tasks").GetProperty("say").GetProperty("input")));
    }

    [Fact]
    public async Task Wrong_values_are_told_one_by_one()
    {
        await SaveAsync(Greeting);

        var wrong = await _terminal.RunAsync(
            "templates", "instantiate", "polite-greeting", "--set", "wrd=x", "--set", "times=many");
        var unreadable = await _terminal.RunAsync("templates", "instantiate", "polite-greeting", "--set", "word");

        Assert.Equal((1, ""), (wrong.Code, wrong.Out));
        Assert.Contains("unknown_parameter", wrong.Error);
        Assert.Contains("did you mean word", wrong.Error);
        Assert.Contains("(at /parameter_values/word)", wrong.Error);
        Assert.Contains("(at /parameter_values/times)", wrong.Error);
        Assert.Equal((2, ""), (unreadable.Code, unreadable.Out));
    }

    [Fact]
    public async Task A_name_that_exists_is_refused_unless_an_update_is_wanted()
    {
        await SaveAsync(Greeting);

        var refused = await SaveAsync(Greeting);
        var updated = await SaveAsync(Greeting, "--update");

        Assert.Equal((1, ""), (refused.Code, refused.Out));
        Assert.Contains("TEMPLATE_NAME_TAKEN", refused.Error);
        Assert.Contains("version 1.0.1", updated.Out);
    }

    [Fact]
    public async Task What_is_exported_can_be_imported_and_is_the_same()
    {
        await SaveAsync(Greeting);
        var before = await _terminal.RunAsync("templates", "show", "polite-greeting", "--json");

        foreach (var format in (string[][])[[], ["--json"]])
        {
            var exported = await _terminal.RunAsync(["templates", "export", "polite-greeting", .. format]);
            await _terminal.RunAsync("templates", "delete", "polite-greeting");
            var imported = await _terminal.RunAsync(
                "templates", "import", _terminal.Write("exported.yaml", exported.Out));
            var after = await _terminal.RunAsync("templates", "show", "polite-greeting", "--json");

            Assert.Equal(0, imported.Code);
            foreach (var part in (string[])["parameters", "workflow_definition", "tags"])
            {
                Assert.True(JsonElement.DeepEquals(before.Json.GetProperty(part), after.Json.GetProperty(part)), part);
            }
        }
    }

    [Fact]
    public async Task Findings_are_told_at_their_places_in_the_file()
    {
        var result = await SaveAsync(Greeting.Replace("param.word", "param.wrd"));

        Assert.Equal((1, ""), (result.Code, result.Out));
        Assert.Contains($"{_terminal.PathOf("saved.yaml")}:9:", result.Error);
        Assert.Contains("error unknown_parameter", result.Error);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_sample_can_be_imported(string file)
    {
        var path = SampleFiles.PathOf(Path.Combine("templates", file));

        var result = await _terminal.RunAsync("templates", "import", path);

        Assert.Equal(0, result.Code);
        Assert.DoesNotContain("error", result.Error);
    }

    private Task<CommandResult> SaveAsync(string template, params string[] options) =>
        _terminal.RunAsync(["templates", "save", _terminal.Write("saved.yaml", template), .. options]);
}
