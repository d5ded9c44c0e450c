using System.Globalization;
using System.Text.RegularExpressions;

namespace Harmonia.Server.Tests.Metrics;

/// <summary>One line of the text format.</summary>
internal sealed record Sample(string Name, IReadOnlyDictionary<string, string> Labels, double Value);

/// <summary>Reads the text format of Prometheus, version 0.0.4, and fails on anything that is not it.</summary>
internal sealed partial class ExpositionReader
{
    public Dictionary<string, string> Types { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Helps { get; } = new(StringComparer.Ordinal);

    public List<Sample> Samples { get; } = [];

    public static ExpositionReader Read(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var read = new ExpositionReader();
        foreach (var line in text[..^1].Split('\n'))
        {
            if (Head().Match(line) is { Success: true } head)
            {
                var into = head.Groups[1].Value == "HELP" ? read.Helps : read.Types;
                Assert.True(into.TryAdd(head.Groups[2].Value, head.Groups[3].Value), $"Twice: {line}");
                continue;
            }

            var match = Line().Match(line);
            Assert.True(match.Success, $"Not a sample: {line}");
            read.Samples.Add(new Sample(
                match.Groups[1].Value, Labels(match.Groups[2].Value), Number(match.Groups[3].Value)));
        }

        return read;
    }

    public double Value(string name, params (string Label, string Value)[] labels) => Samples
        .Where(sample => sample.Name == name
            && labels.All(label => sample.Labels.GetValueOrDefault(label.Label) == label.Value))
        .Sum(sample => sample.Value);

    private static Dictionary<string, string> Labels(string text) => Label().Matches(text).ToDictionary(
        match => match.Groups[1].Value,
        match => Escape().Replace(match.Groups[2].Value, escape => escape.Value == "\\n" ? "\n" : escape.Value[1..]));

    private static double Number(string text) => text == "+Inf"
        ? double.PositiveInfinity
        : double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)$")]
    private static partial Regex Head();

    [GeneratedRegex("""^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{((?:[a-z_]+="(?:[^"\\]|\\["\\n])*",?)*)\})? (\S+)$""")]
    private static partial Regex Line();

    [GeneratedRegex("""([a-z_]+)="((?:[^"\\]|\\["\\n])*)",?""")]
    private static partial Regex Label();

    [GeneratedRegex("""\\["\\n]""")]
    private static partial Regex Escape();
}
