using System.Text.RegularExpressions;
using System.Xml.Linq;
using Harmonia.Tidy.Tests.Reading;

namespace Harmonia.Tidy.Tests.Form;

public partial class PackageTests
{
    private const string Central = "Directory.Packages.props";
    private const string Solution = "Harmonia.slnx";

    private static readonly List<XElement> Packages =
        [.. XDocument.Parse(Repository.Read(Central)).Descendants("PackageVersion")];

    [Fact]
    public void Packages_are_in_order()
    {
        var names = Packages.Select(NameOf).ToList();

        Assert.Equal(names.Order(StringComparer.OrdinalIgnoreCase), names);
    }

    [Fact]
    public void Every_package_says_why_it_is_here() => Report.None(
        from package in Packages
        where ReasonOf(package) is not { Length: > 4 } reason || !reason.EndsWith('.')
        select NameOf(package),
        $"Write one line above each of these in {Central}: why do we need it?");

    [Fact]
    public void Every_version_is_exact() => Report.None(
        Packages.Where(package => !Exact().IsMatch(package.Attribute("Version")!.Value)).Select(NameOf),
        $"Pin these in {Central}: no range, no wildcard.");

    [Fact]
    public void Every_package_is_used() => Report.None(
        Packages.Select(NameOf).Except(
            from file in Projects().Append("Directory.Build.props").Append("tests/Directory.Build.props")
            from reference in XDocument.Parse(Repository.Read(file)).Descendants("PackageReference")
            select reference.Attribute("Include")!.Value),
        $"No project references these: remove them from {Central}.");

    [Fact]
    public void Projects_name_no_versions() => Report.None(
        from file in Projects()
        from reference in XDocument.Parse(Repository.Read(file)).Descendants("PackageReference")
        where reference.Attribute("Version") is not null || reference.Attribute("VersionOverride") is not null
        select $"{file}: {reference.Attribute("Include")!.Value}",
        $"Versions are kept in {Central} only.");

    [Fact]
    public void Every_project_has_a_lock_file_without_addresses()
    {
        Report.None(
            Projects().Select(LockOf).Where(file => !Repository.Files.Contains(file)),
            "Restore the project and commit its lock file.");
        Report.None(
            Repository.WithExtension("packages.lock.json").Where(file => Address().IsMatch(Repository.Read(file))),
            "A lock file must restore anywhere: take the address out.");
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var listed = XDocument.Parse(Repository.Read(Solution)).Descendants("Project")
            .Select(project => project.Attribute("Path")!.Value).ToList();

        Report.None(Projects().Except(listed), $"Add these projects to {Solution}, or nobody builds them.");
        Report.None(listed.Except(Projects()), $"Remove these from {Solution}: there is no such file.");
    }

    private static IEnumerable<string> Projects() => Repository.WithExtension(".csproj");

    private static string LockOf(string project) =>
        $"{Path.GetDirectoryName(project)!.Replace('\\', '/')}/packages.lock.json";

    private static string NameOf(XElement package) => package.Attribute("Include")!.Value;

    private static string? ReasonOf(XElement package) =>
        package.NodesBeforeSelf().LastOrDefault(node => node is XElement or XComment) is XComment comment
            ? comment.Value.Trim()
            : null;

    [GeneratedRegex(@"^\d+\.\d+\.\d+(\.\d+)?(-[0-9A-Za-z.]+)?$")]
    private static partial Regex Exact();

    [GeneratedRegex("https?://")]
    private static partial Regex Address();
}
