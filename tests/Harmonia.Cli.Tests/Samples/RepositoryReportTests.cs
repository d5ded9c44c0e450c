using System.Text.Json;
using System.Text.RegularExpressions;

namespace Harmonia.Cli.Tests.Samples;

public sealed partial class RepositoryReportTests : IDisposable
{
    private readonly TestTerminal _terminal = new();

    private string Repository => _terminal.PathOf("known");

    public void Dispose() => _terminal.Dispose();

    [Fact]
    public async Task Every_figure_of_a_known_repository_is_right()
    {
        await TestRepository.CreateAsync(Repository);

        var result = await ReportAsync(Repository);

        Assert.Equal(0, result.Code);
        AssertSame(
            $$"""{"report": "{{Repository}}/report.md", "commits": 5, "authors": 3, "files": 10}""", result.Json);
        var text = await File.ReadAllTextAsync(Path.Combine(Repository, "report.md"));
        Assert.Matches(@"\A# known\n\nReport of \d{4}-\d\d-\d\d \d\d:\d\d UTC\.\n\n", text);
        Assert.Equal(ExpectedReport, Hashes.Replace(text[text.IndexOf("| |", StringComparison.Ordinal)..], "| # |"));
    }

    [Fact]
    public async Task A_repository_may_be_named_by_any_directory_in_it_from_where_one_is()
    {
        await TestRepository.CreateAsync(Repository);
        var inside = Path.GetRelativePath(Environment.CurrentDirectory, Path.Combine(Repository, "docs/with space"));

        var result = await ReportAsync(inside, """, "output": "Notes-1.md" """);

        Assert.Equal($"{Repository}/Notes-1.md", result.Json.GetProperty("report").GetString());
        Assert.Equal(10, result.Json.GetProperty("files").GetInt32());
        Assert.StartsWith(
            "# known\n", await File.ReadAllTextAsync(Path.Combine(Repository, "Notes-1.md")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repository_without_commits_has_a_report_that_says_so()
    {
        await TestRepository.CreateEmptyAsync(Repository);

        var result = await ReportAsync(Repository);

        Assert.Equal(0, result.Code);
        AssertSame(
            $$"""{"report": "{{Repository}}/report.md", "commits": 0, "authors": 0, "files": 0}""", result.Json);
        Assert.EndsWith(
            "UTC.\n\nThere are no commits yet.\n",
            await File.ReadAllTextAsync(Path.Combine(Repository, "report.md")),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_that_is_no_repository_fails_in_plain_words()
    {
        var result = await ReportAsync(_terminal.Root);

        Assert.Equal((1, ""), (result.Code, result.Out));
        Assert.Contains(
            $"no_repository: {_terminal.Root} cannot be reported on: fatal: not a git repository", result.Error);
    }

    [Fact]
    public async Task Tags_that_lead_nowhere_are_a_warning()
    {
        await TestRepository.CreateAsync(Repository);
        await Programs.GitAsync(Repository, "tag", "--delete", "v1.1");
        await Programs.GitAsync(Repository, "update-ref", "HEAD", "HEAD~4"); // Before all that is tagged.

        var result = await ReportAsync(Repository);

        Assert.Equal((0, 1), (result.Code, result.Json.GetProperty("commits").GetInt32()));
        Assert.Contains("warning: task version failed", result.Error);
        var commit = (await Programs.GitAsync(Repository, "rev-parse", "--short", "HEAD")).Trim();
        Assert.Contains(
            $"| Checked out | {commit} |\n", await File.ReadAllTextAsync(Path.Combine(Repository, "report.md")));
    }

    [Theory]
    [InlineData("../outside.md")]
    [InlineData("/tmp/outside.md")]
    [InlineData("-x.md")]
    [InlineData(".git/config")]
    [InlineData("report.txt")]
    public async Task A_report_is_written_into_the_repository_only(string output)
    {
        await TestRepository.CreateEmptyAsync(Repository);
        var before = Directory.GetFileSystemEntries(Repository);

        var result = await ReportAsync(Repository, $$""", "output": "{{output}}" """);

        Assert.Equal(1, result.Code);
        Assert.Contains("task write: invalid_input", result.Error);
        Assert.Equal(before, Directory.GetFileSystemEntries(Repository));
    }

    [Fact]
    public async Task A_link_in_place_of_the_report_is_replaced_and_not_followed()
    {
        await TestRepository.CreateEmptyAsync(Repository);
        var outside = _terminal.Write("outside.md", "untouched");
        var report = Path.Combine(Repository, "report.md");
        File.CreateSymbolicLink(report, outside);

        var result = await ReportAsync(Repository);

        Assert.Equal(0, result.Code);
        Assert.Equal("untouched", await File.ReadAllTextAsync(outside));
        Assert.Null(new FileInfo(report).LinkTarget);
    }

    [Fact]
    public async Task Settings_of_the_repository_change_nothing_and_start_nothing()
    {
        await TestRepository.CreateAsync(Repository);
        var trap = _terminal.PathOf("trap");
        string[] settings =
        [
            "core.quotePath=true", "color.ui=always", "log.showRoot=false", "log.showSignature=true",
            "diff.renames=copies", "log.date=relative", "format.pretty=raw", "tag.sort=refname",
            $"core.fsmonitor=touch {trap}", $"core.pager=touch {trap}", $"diff.external=touch {trap}",
        ];
        foreach (var setting in settings)
        {
            await Programs.GitAsync(Repository, ["config", .. setting.Split('=', 2)]);
        }

        await ReportAsync(Repository);

        var text = await File.ReadAllTextAsync(Path.Combine(Repository, "report.md"));
        Assert.EndsWith(ExpectedReport, Hashes.Replace(text, "| # |"), StringComparison.Ordinal);
        Assert.False(File.Exists(trap));
    }

    [Fact]
    public async Task The_page_tells_what_comes_out()
    {
        await TestRepository.CreateAsync(Repository);
        File.CreateSymbolicLink(Path.Combine(Repository, "samples"), SampleFiles.PathOf(""));
        var (words, json) = Assert.Single(SampleFiles.Commands("repository-report/README.md"));

        var result = await Programs.HarmoniaAsync(Repository, _terminal.Root, words[1..]);

        Assert.Equal(("./harmonia", 0), (words[0], result.Code));
        Assert.Equal(
            JsonElement.Parse(json).EnumerateObject().Select(member => (member.Name, member.Value.ValueKind)),
            result.Json.EnumerateObject().Select(member => (member.Name, member.Value.ValueKind)));
        Assert.True(File.Exists(Path.Combine(Repository, "report.md")));
    }

    [GeneratedRegex(@"\| [0-9a-f]{7} \|")]
    private static partial Regex Hashes { get; }

    private static void AssertSame(string expected, JsonElement actual) =>
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), actual), actual.GetRawText());

    private Task<CommandResult> ReportAsync(string repository, string more = "") => _terminal.RunAsync(
        "run",
        SampleFiles.PathOf("repository-report/workflow.yaml"),
        "--config",
        SampleFiles.PathOf("repository-report/harmonia.yaml"),
        "--input",
        $$"""{"repository": "{{repository}}"{{more}}}""");
}
