using System.Text.RegularExpressions;
using Harmonia.Tidy.Tests.Reading;

namespace Harmonia.Tidy.Tests.Documents;

/// <summary>The form of Keep a Changelog 1.1.0.</summary>
public partial class ChangelogTests
{
    private static readonly string[] Kinds = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"];

    [Fact]
    public void The_changelog_has_its_form() => Report.None(
        Problems(Repository.Read("CHANGELOG.md")), "Mend CHANGELOG.md: it keeps the form of keepachangelog.com.");

    [Theory]
    [InlineData("# Changelog\n\n## [Unreleased]\n\n### Added\n\n- A.\n\n## [1.0.0] - 2026-01-31\n", 0)]
    [InlineData("# Changes\n\n## [Unreleased]\n", 1)]
    [InlineData("# Changelog\n\n## [1.0.0] - 2026-01-31\n", 1)]
    [InlineData("# Changelog\n\n## [Unreleased]\n\n## 1.0.0\n", 1)]
    [InlineData("# Changelog\n\n## [Unreleased]\n\n### Improved\n\n- A.\n", 1)]
    [InlineData("# Changelog\n\n## [Unreleased]\n\n## [1.0.0] - 2026-01-31\n\n## [1.1.0] - 2026-02-28\n", 1)]
    public void Wrong_forms_are_found(string text, int problems) => Assert.Equal(problems, Problems(text).Count());

    private static IEnumerable<string> Problems(string text)
    {
        if (!text.StartsWith("# Changelog\n", StringComparison.Ordinal))
        {
            yield return "The first line must be \"# Changelog\".";
        }

        var releases = Release().Matches(text).Select(match => match.Groups[1].Value).ToList();
        if (releases.FirstOrDefault() != "[Unreleased]")
        {
            yield return "The first release must be \"## [Unreleased]\".";
        }

        foreach (var release in releases.Skip(1).Where(release => !Numbered().IsMatch(release)))
        {
            yield return $"\"{release}\" must be \"[1.2.3] - 2026-01-31\".";
        }

        var versions = releases.Select(release => Numbered().Match(release)).Where(match => match.Success)
            .Select(match => Version.Parse(match.Groups[1].Value)).ToList();
        if (!versions.SequenceEqual(versions.OrderDescending()))
        {
            yield return "The newest release must come first.";
        }

        foreach (var kind in Kind().Matches(text).Select(match => match.Groups[1].Value).Except(Kinds))
        {
            yield return $"\"{kind}\" must be one of {string.Join(", ", Kinds)}.";
        }
    }

    [GeneratedRegex("^## (.+)$", RegexOptions.Multiline)]
    private static partial Regex Release();

    [GeneratedRegex("^### (.+)$", RegexOptions.Multiline)]
    private static partial Regex Kind();

    [GeneratedRegex(@"^\[(\d+\.\d+\.\d+)\] - \d{4}-\d{2}-\d{2}$")]
    private static partial Regex Numbered();
}
