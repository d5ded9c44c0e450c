using System.Text.RegularExpressions;
using Harmonia.Tidy.Tests.Reading;

namespace Harmonia.Tidy.Tests.Documents;

public partial class LinkTests
{
    [Fact]
    public void Links_within_the_repository_lead_somewhere() => Report.None(
        from file in Repository.WithExtension(".md")
        from link in Markdown.Links(Repository.Read(file))
        where !link.Contains("://", StringComparison.Ordinal) && !link.StartsWith("mailto:", StringComparison.Ordinal)
        let problem = Problem(file, link)
        where problem is not null
        select $"{file}: {link}: {problem}",
        "Mend these links.");

    [Fact]
    public void Targets_of_make_in_documents_exist()
    {
        var targets = Target().Matches(Repository.Read("Makefile")).Select(match => match.Groups[1].Value).ToHashSet();

        Report.None(
            from file in Repository.WithExtension(".md")
            from mention in MakeCall().Matches(Repository.Read(file))
            where !targets.Contains(mention.Groups[1].Value)
            select $"{file}: {mention.Value.Trim('`')}",
            "The Makefile has no such target.");
    }

    [Theory]
    [InlineData("See [a](b.md) and [c](d/e.md#f).", "b.md d/e.md#f")]
    [InlineData("`[a](b.md)`\n```\n[c](d.md)\n```\n", "")]
    [InlineData("[a]\n\n[a]: b.md", "b.md")]
    [InlineData("![picture](p.png \"title\")", "p.png")]
    public void Links_are_read_outside_code(string text, string expected) =>
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), Markdown.Links(text));

    [Fact]
    public void Anchors_are_made_as_on_the_web()
    {
        const string Text = "# A `b_c`, (d)\n```\n# no\n```\n## Same\n## Same\n### Commands & rows\n";

        Assert.Equal(
            ["a-b_c-d", "commands--rows", "same", "same-1"], Markdown.Anchors(Text).Order(StringComparer.Ordinal));
    }

    private static string? Problem(string file, string link)
    {
        var parts = link.Split('#', 2);
        var target = parts[0].Length == 0
            ? file
            : Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(
                Repository.Root, Path.GetDirectoryName(file)!, Uri.UnescapeDataString(parts[0])))).Replace('\\', '/');
        var full = Repository.FullPath(target);
        if (!File.Exists(full) && !Directory.Exists(full))
        {
            return "no such file";
        }

        return parts.Length == 1 || !target.EndsWith(".md", StringComparison.Ordinal)
            || Markdown.Anchors(Repository.Read(target)).Contains(parts[1])
                ? null
                : "no such heading";
    }

    [GeneratedRegex("^([a-z-]+):", RegexOptions.Multiline)]
    private static partial Regex Target();

    [GeneratedRegex(@"(?:^|`)make ([a-z-]+)\b", RegexOptions.Multiline)]
    private static partial Regex MakeCall();
}
