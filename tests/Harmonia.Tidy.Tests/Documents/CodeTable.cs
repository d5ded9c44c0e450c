using System.Text.RegularExpressions;

namespace Harmonia.Tidy.Tests.Documents;

/// <summary>Classes of codes in the source, and tables of codes in a document.</summary>
internal static partial class CodeTable
{
    /// <summary>The text constants of each class or record in <paramref name="source"/>.</summary>
    public static IEnumerable<(string Class, List<string> Values)> Declared(string source) =>
        from part in TypeStart().Split(source).Skip(1).Chunk(2)
        select (part[0], Constant().Matches(part[1]).Select(match => match.Groups[1].Value).ToList());

    /// <summary>The first cells under each heading with a class, such as <c>## Findings (`FindingCodes`)</c>.</summary>
    public static IEnumerable<(string Class, List<string> Rows)> Documented(string document) =>
        from section in document.Split("\n## ").Skip(1)
        let heading = NamedClass().Match(section.Split('\n')[0])
        where heading.Success
        select (heading.Groups[1].Value, Row().Matches(section).Select(match => match.Groups[1].Value).ToList());

    /// <summary>Rows with an empty cause or remedy.</summary>
    public static IEnumerable<string> Unfinished(string document) =>
        from row in Row().Matches(document)
        let cells = row.Value.Trim().Trim('|').Split('|', StringSplitOptions.TrimEntries)
        where cells.Length < 3 || cells.Any(cell => cell.Length == 0)
        select row.Groups[1].Value;

    [GeneratedRegex(@"^ *(?:[a-z]+ )*(?:class|record) ([A-Z]\w*)", RegexOptions.Multiline)]
    private static partial Regex TypeStart();

    [GeneratedRegex("""\bconst string \w+ =\s*"([^"]+)";""")]
    private static partial Regex Constant();

    [GeneratedRegex(@"\(`(\w+)`\)\s*$")]
    private static partial Regex NamedClass();

    [GeneratedRegex(@"^\| `([^`]+)` \|.*$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
