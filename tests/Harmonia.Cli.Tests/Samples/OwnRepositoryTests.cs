using System.Globalization;

namespace Harmonia.Cli.Tests.Samples;

/// <summary>The report on this very source tree against what git says, asked and counted in another way.</summary>
public sealed class OwnRepositoryTests : IDisposable
{
    private readonly TestTerminal _terminal = new();

    public void Dispose() => _terminal.Dispose();

    [Fact]
    public async Task Every_figure_of_this_repository_is_what_git_says()
    {
        Assert.SkipUnless(
            Path.Exists(Path.Combine(SampleFiles.Root, ".git")), "This source tree is no git repository.");

        var result = await Programs.HarmoniaAsync(
            SampleFiles.Root,
            _terminal.Root,
            "run",
            "samples/repository-report/workflow.yaml",
            "--config",
            "samples/repository-report/harmonia.yaml",
            "--input",
            """{"repository": "."}""");

        Assert.Equal(0, result.Code);
        var report = MarkdownReport.Read(Path.Combine(SampleFiles.Root, "report.md"));
        Assert.Equal(Path.Combine(SampleFiles.Root, "report.md"), result.Json.GetProperty("report").GetString());
        var commits = await LogAsync("%H");
        var authors = Counted(await LogAsync("%aN <%aE>"));
        var files = await FilesAsync();
        Assert.Equal(
            (commits.Count, authors.Count, files.Count),
            (Figure("commits"), Figure("authors"), Figure("files")));
        Assert.Equal(
            [$"{commits.Count}", $"{authors.Count}", $"{files.Count}", $"{files.Sum(file => file.Size)}"],
            report.Rows("").Take(4).Select(row => row[1]));
        AssertAuthors(authors, commits.Count, report);
        AssertFiles(files, report);
        await AssertHistoryAsync(report);

        int Figure(string name) => result.Json.GetProperty(name).GetInt32();
    }

    private static void AssertAuthors(Dictionary<string, int> authors, int commits, MarkdownReport report)
    {
        var rows = report.Rows("Authors");
        Assert.Equal(authors.Values.OrderDescending().Take(20), rows.Select(row => Number(row[1])));
        Assert.All(rows, row => Assert.Equal($"{authors[row[0]]}", row[1]));
        Assert.All(rows, row => Assert.Equal(Share(authors[row[0]], commits), row[2]));
    }

    private static void AssertFiles(List<(string Name, long Size)> files, MarkdownReport report)
    {
        var extensions = files
            .GroupBy(file => ExtensionOf(file.Name), StringComparer.Ordinal)
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).Take(20);
        Assert.Equal(
            extensions.Select(group => string.Join(
                '/', group.Key, group.Count(), Share(group.Count(), files.Count), group.Sum(file => file.Size))),
            report.Rows("Files by extension").Select(row => string.Join('/', row)));
        Assert.Equal(
            files.OrderByDescending(file => file.Size).ThenBy(file => file.Name, StringComparer.Ordinal).Take(10)
                .Select(file => $"{file.Name} {file.Size}"),
            report.Rows("Largest files").Select(row => $"{row[0]} {row[1]}"));
    }

    private static async Task AssertHistoryAsync(MarkdownReport report)
    {
        var months = Counted((await LogAsync("%aI")).Select(time => time[..7]));
        Assert.Equal(
            months.OrderByDescending(month => month.Key, StringComparer.Ordinal).Take(12),
            report.Rows("Commits per month").Select(row => KeyValuePair.Create(row[0], Number(row[1]))));
        var changes = Counted((await Programs.GitAsync(
            SampleFiles.Root, "log", "-z", "--format=", "--name-only", "--no-renames"))
            .Split('\0', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(
            changes.OrderByDescending(file => file.Value).ThenBy(file => file.Key, StringComparer.Ordinal).Take(10),
            report.Rows("Files changed by the most commits")
                .Select(row => KeyValuePair.Create(row[0], Number(row[1]))));
        Assert.Equal(
            (await LogAsync("%as %h %an %s")).Take(10),
            report.Rows("Latest commits").Select(row => string.Join(' ', row)));
        var tags = await Programs.GitAsync(SampleFiles.Root, "tag");
        Assert.Equal($"{tags.Count(character => character == '\n')}", report.Rows("")[4][1]);
    }

    private static async Task<List<(string Name, long Size)>> FilesAsync() =>
        [.. (await Programs.GitAsync(SampleFiles.Root, "ls-tree", "-r", "-l", "-z", "HEAD"))
            .Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('\t', 2))
            .Select(parts => (parts[1], long.Parse(parts[0].Split(' ')[^1], CultureInfo.InvariantCulture)))];

    private static async Task<List<string>> LogAsync(string format) =>
        [.. (await Programs.GitAsync(SampleFiles.Root, "log", $"--format={format}"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)];

    private static Dictionary<string, int> Counted(IEnumerable<string> lines) =>
        lines.CountBy(line => line, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);

    private static string ExtensionOf(string name) =>
        Path.GetExtension(name) is { Length: > 0 } extension && extension != Path.GetFileName(name)
            ? extension
            : "(none)";

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static string Share(int part, int whole)
    {
        var percent = Math.Round(100m * part / whole, 1, MidpointRounding.AwayFromZero);
        return percent.ToString("0.#", CultureInfo.InvariantCulture) + " %";
    }
}
