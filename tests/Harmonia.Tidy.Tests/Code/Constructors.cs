using System.Text.RegularExpressions;

namespace Harmonia.Tidy.Tests.Code;

/// <summary>Counts what the constructors of classes take. Records are data and do not count.</summary>
internal static partial class Constructors
{
    public static IEnumerable<(string Name, int Parameters)> Of(string source)
    {
        var code = CSharpText.Read(source).Code;
        for (var before = ""; before != code;)
        {
            (before, code) = (code, TypeArguments().Replace(code, ""));
        }

        var classes = ClassName().Matches(code)
            .Select(match => match.Groups[1].Value)
            .ToHashSet(StringComparer.Ordinal);
        return
            from match in Start().Matches(code)
            where match.Groups["primary"].Success || classes.Contains(match.Groups["name"].Value)
            select (match.Groups["name"].Value, Count(match.Groups["parameters"].Value));
    }

    private static int Count(string parameters) =>
        string.IsNullOrWhiteSpace(parameters) ? 0 : Nested().Replace(parameters, "").Split(',').Length;

    [GeneratedRegex(@"<[\w\s,.?\[\]():]*>")]
    private static partial Regex TypeArguments();

    [GeneratedRegex(@"(?<!\brecord )\bclass (\w+)")]
    private static partial Regex ClassName();

    [GeneratedRegex(
        @"((?<primary>(?<!\brecord )\bclass )|\b(public|internal|private|protected) )(?<name>[A-Z]\w*)\s*"
        + @"\((?<parameters>[^()]*(\([^()]*\)[^()]*)*)\)")]
    private static partial Regex Start();

    [GeneratedRegex(@"\([^()]*\)|\[[^\[\]]*\]")]
    private static partial Regex Nested();
}
