using System.Text.RegularExpressions;

namespace Harmonia.Tidy.Tests.Documents;

/// <summary>Links and anchors of a Markdown text, as GitHub renders it.</summary>
internal static partial class Markdown
{
    /// <summary>Targets of links outside code.</summary>
    public static IEnumerable<string> Links(string text)
    {
        var prose = Code().Replace(text, "");
        return Inline().Matches(prose).Concat(Definition().Matches(prose))
            .Select(match => match.Groups["target"].Value);
    }

    /// <summary>The anchors of headings: lower case, no punctuation, hyphens for blanks, repeats numbered.</summary>
    public static IReadOnlySet<string> Anchors(string text)
    {
        var anchors = new HashSet<string>(StringComparer.Ordinal);
        foreach (var heading in Heading().Matches(Fence().Replace(text, "")).Select(match => match.Groups[1].Value))
        {
            var anchor = Dropped().Replace(heading.Trim().ToLowerInvariant(), "").Replace(' ', '-');
            for (var (repeat, unique) = (0, anchor); !anchors.Add(unique);)
            {
                unique = $"{anchor}-{++repeat}";
            }
        }

        return anchors;
    }

    [GeneratedRegex(@"^```.*?^```|`[^`\n]*`", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Code();

    [GeneratedRegex("^```.*?^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)(\s+""[^""]*"")?\)")]
    private static partial Regex Inline();

    [GeneratedRegex(@"^\[[^\]]+\]:\s*(?<target>\S+)", RegexOptions.Multiline)]
    private static partial Regex Definition();

    [GeneratedRegex("^#{1,6} (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N}\s_-]")]
    private static partial Regex Dropped();
}
