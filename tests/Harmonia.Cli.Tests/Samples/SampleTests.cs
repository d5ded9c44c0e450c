using System.Globalization;

namespace Harmonia.Cli.Tests.Samples;

public sealed class SampleTests : IDisposable
{
    private readonly TestTerminal _terminal = new();

    public static TheoryData<string> Workflows => [.. SampleFiles.Workflows()];

    public void Dispose() => _terminal.Dispose();

    [Theory]
    [MemberData(nameof(Workflows))]
    public async Task A_sample_is_valid_and_leaves_nothing_to_be_desired(string workflow)
    {
        var configuration = Path.Combine(Path.GetDirectoryName(SampleFiles.PathOf(workflow))!, "harmonia.yaml");
        string[] options = File.Exists(configuration) ? ["--config", configuration] : [];

        var result = await _terminal.RunAsync(["validate", SampleFiles.PathOf(workflow), "--json", .. options]);

        Assert.Equal(0, result.Code);
        Assert.True(result.Json.GetProperty("valid").GetBoolean());
        // A worker brings its component itself, so nobody knows it before that.
        var bringsWorker = File.Exists(
            Path.Combine(Path.GetDirectoryName(SampleFiles.PathOf(workflow))!, "worker.sh"));
        Assert.DoesNotContain(
            result.Json.GetProperty("findings").EnumerateArray(),
            finding => !bringsWorker || finding.GetProperty("code").GetString() != "unknown_component");
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void A_sample_has_a_page_which_the_index_links(string workflow)
    {
        var page = Path.Combine(Path.GetDirectoryName(workflow)!, "README.md");

        Assert.True(File.Exists(SampleFiles.PathOf(page)));
        Assert.Contains($"]({page})", File.ReadAllText(SampleFiles.PathOf("README.md")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_pattern_nothing_is_doubtful_but_who_does_its_tasks()
    {
        string[] patterns = [.. SampleFiles.Patterns().Select(SampleFiles.PathOf)];

        var result = await _terminal.RunAsync(["validate", .. patterns, "--json"]);

        Assert.Equal(0, result.Code);
        Assert.All(result.Json.GetProperty("findings").EnumerateArray(), finding =>
        {
            Assert.Equal("unknown_component", finding.GetProperty("code").GetString());
            Assert.Contains("'lab'", finding.GetProperty("message").GetString());
        });
    }

    [Fact]
    public void The_index_of_patterns_links_each_of_them_with_its_number()
    {
        var index = File.ReadAllText(SampleFiles.PathOf("patterns/README.md"));

        Assert.All(SampleFiles.Patterns().Select(path => path.Split('/')[1]), pattern =>
        {
            var number = int.Parse(pattern.Split('-')[0], CultureInfo.InvariantCulture);
            var line = Assert.Single(
                index.Split('\n'), line => line.Contains($"]({pattern}/README.md)", StringComparison.Ordinal));
            Assert.StartsWith($"| {number} | [", line, StringComparison.Ordinal);
        });
    }
}
