using System.Text.Json;
using Harmonia.Core.Definitions;
using Harmonia.Core.Tests.Schemas;

namespace Harmonia.Core.Tests.Patterns;

/// <summary>The control-flow patterns (samples/patterns): each definition has the history that it shows.</summary>
public sealed class PatternTests
{
    private static readonly string Root = Path.Combine(RepositoryFolder.Find(), "samples", "patterns");

    public static TheoryData<string> Samples() => [.. Directory
        .EnumerateFiles(Root, "history.yaml", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Root, Path.GetDirectoryName(file)!))
        .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_sample_has_the_history_that_it_shows(string sample)
    {
        var folder = Path.Combine(Root, sample);
        var script = Definitions.Reading.Reader.Accept(
            File.ReadAllText(Path.Combine(folder, "history.yaml")), DocumentFormat.Yaml).Root;
        var expected = script.GetProperty("history").EnumerateArray().Select(Line);

        var actual = PatternPlay.Run(
            File.ReadAllText(Path.Combine(folder, "workflow.yaml")), script.GetProperty("play"));

        Assert.Equal(string.Join('\n', expected), string.Join('\n', actual));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_sample_says_what_it_is_about(string sample) =>
        Assert.True(File.ReadAllText(Path.Combine(Root, sample, "README.md")).Length > 80);

    private static string Line(JsonElement entry)
    {
        if (entry.ValueKind == JsonValueKind.String)
        {
            return entry.GetString()!;
        }

        var line = Assert.Single(entry.EnumerateObject());
        return $"{line.Name}: {line.Value.GetString()}";
    }
}
