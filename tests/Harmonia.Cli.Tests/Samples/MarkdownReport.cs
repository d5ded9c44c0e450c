using System.Text.RegularExpressions;

namespace Harmonia.Cli.Tests.Samples;

/// <summary>The tables of a report, read back as a reader of Markdown sees them.</summary>
internal sealed partial class MarkdownReport
{
    private readonly Dictionary<string, List<string[]>> _tables = new(StringComparer.Ordinal);

    private MarkdownReport()
    {
    }

    [GeneratedRegex(@"(?<!\\)\| ?")]
    private static partial Regex Border { get; }

    [GeneratedRegex(@"\\([\\`*_\[<|])")]
    private static partial Regex Escape { get; }

    public static MarkdownReport Read(string path)
    {
        var report = new MarkdownReport();
        var (heading, isBody) = ("", false);
        foreach (var line in File.ReadLines(path))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                heading = line[3..];
            }

            if (isBody && line.StartsWith('|'))
            {
                report._tables[heading].Add([.. Border.Split(line)[1..^1].Select(Plain)]);
            }
            else if (isBody = line.StartsWith("|--", StringComparison.Ordinal))
            {
                report._tables.Add(heading, []);
            }
        }

        return report;
    }

    /// <summary>The rows below a heading, the first table's for none.</summary>
    public List<string[]> Rows(string heading) => _tables[heading];

    private static string Plain(string cell)
    {
        var text = cell.Trim();
        return text.StartsWith('`')
            ? text.Trim('`').Trim().Replace("\\|", "|", StringComparison.Ordinal)
            : Escape.Replace(text, "$1");
    }
}
