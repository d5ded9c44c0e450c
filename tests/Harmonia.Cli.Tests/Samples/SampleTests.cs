namespace Harmonia.Cli.Tests.Samples;

public sealed class SampleTests : IDisposable
{
    private readonly TestTerminal _terminal = new();

    public static TheoryData<string> Workflows =>
        [.. SampleFiles.Workflows().Select(path => Path.GetRelativePath(SampleFiles.PathOf(""), path))];

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
        Assert.Equal(0, result.Json.GetProperty("findings").GetArrayLength());
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void A_sample_has_a_page_which_the_index_links(string workflow)
    {
        var page = Path.Combine(Path.GetDirectoryName(workflow)!, "README.md");

        Assert.True(File.Exists(SampleFiles.PathOf(page)));
        Assert.Contains($"]({page})", File.ReadAllText(SampleFiles.PathOf("README.md")), StringComparison.Ordinal);
    }
}
