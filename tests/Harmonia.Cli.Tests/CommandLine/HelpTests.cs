using System.CommandLine;
using Harmonia.Cli.CommandLine;

namespace Harmonia.Cli.Tests.CommandLine;

public sealed class HelpTests : IDisposable
{
    private readonly TestTerminal _terminal = new();

    public static TheoryData<string> Commands
    {
        get
        {
            using var terminal = new TestTerminal();
            return [.. Paths(HarmoniaCommandLine.Create(terminal.Create(TextWriter.Null, TextWriter.Null)), "")];
        }
    }

    public void Dispose() => _terminal.Dispose();

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task The_help_of_a_command_mentions_all_its_parts_and_an_example(string path)
    {
        string[] words = path.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var command = Find(words);

        var result = await _terminal.RunAsync([.. words, "--help"]);

        Assert.Equal(0, result.Code);
        Assert.Empty(result.Error);
        Assert.All(command.Options, option => Assert.Contains(option.Name, result.Out));
        Assert.All(command.Options, option => Assert.False(string.IsNullOrWhiteSpace(option.Description)));
        Assert.All(command.Arguments, argument => Assert.Contains($"<{argument.Name}>", result.Out));
        Assert.All(command.Subcommands, child => Assert.Contains(child.Name, result.Out));
        Assert.Contains(command.Description!, Unwrapped(result.Out));
        Assert.Contains("Examples:\n  ", result.Out);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_example_is_one_of_the_command_itself_and_can_be_parsed(string path)
    {
        var root = Find([]);
        var examples = Find(path.Split(' ', StringSplitOptions.RemoveEmptyEntries)) is ExampledCommand command
            ? command.Examples
            : ["harmonia run hello.yaml", "harmonia serve"];

        Assert.NotEmpty(examples);
        Assert.All(examples, example =>
        {
            var words = Shell.Words(example);
            Assert.Equal("harmonia", words[0]);
            Assert.StartsWith($"harmonia {path}".Trim(), string.Join(' ', words));
            Assert.Empty(root.Parse(words[1..], HarmoniaCommandLine.Parsing).Errors);
        });
    }

    [Fact]
    public async Task Without_a_command_the_help_is_shown_as_wrong_usage()
    {
        var result = await _terminal.RunAsync();

        Assert.Equal(2, result.Code);
        Assert.Contains("serve", result.Out + result.Error);
        Assert.Contains("See 'harmonia --help'.", result.Error);
    }

    [Theory]
    [InlineData("valdate", "validate")]
    [InlineData("executions lst", "list")]
    [InlineData("workflows list --jsn", "--json")]
    public async Task A_misspelt_word_gets_a_suggestion(string line, string meant)
    {
        var result = await _terminal.RunAsync(line.Split(' '));

        Assert.Equal(2, result.Code);
        Assert.Contains(meant, result.Out + result.Error);
        Assert.Contains("--help'.", result.Error);
    }

    [Theory]
    [InlineData("validate")]
    [InlineData("run")]
    [InlineData("run hello.yaml --timeout soon")]
    [InlineData("run hello.yaml --timeout 0")]
    [InlineData("run hello.yaml --server http://127.0.0.1:1 --database x.db")]
    [InlineData("executions get not-an-id")]
    [InlineData("executions list --status done")]
    [InlineData("workflows get hello --yaml --json")]
    [InlineData("executions list --server ftp://example.com")]
    public async Task Wrong_usage_ends_with_2_and_a_message(string line)
    {
        var result = await _terminal.RunAsync(line.Split(' '));

        Assert.Equal(2, result.Code);
        Assert.NotEmpty(result.Error);
        Assert.Empty(result.Out);
    }

    [Fact]
    public async Task The_version_is_a_number_alone_or_with_what_it_stands_on()
    {
        var alone = await _terminal.RunAsync("--version");
        var all = await _terminal.RunAsync("version");

        Assert.Matches(@"^\d+\.\d+\.\d+\n$", alone.Out);
        Assert.Contains($"harmonia {alone.Out}", all.Out);
        Assert.Contains("SQLite 3.", all.Out);
        Assert.Contains(".NET 10", all.Out);
    }

    private Command Find(IEnumerable<string> words)
    {
        Command command = HarmoniaCommandLine.Create(_terminal.Create(TextWriter.Null, TextWriter.Null));
        return words.Aggregate(command, (parent, word) => parent.Subcommands.Single(child => child.Name == word));
    }

    private static IEnumerable<string> Paths(Command command, string path)
    {
        yield return path;
        foreach (var child in command.Subcommands)
        {
            foreach (var below in Paths(child, $"{path} {child.Name}".Trim()))
            {
                yield return below;
            }
        }
    }

    private static string Unwrapped(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
