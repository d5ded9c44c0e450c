using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;
using Harmonia.Tidy.Tests.Reading;

namespace Harmonia.Tidy.Tests.Names;

/// <summary>The table of ARCHITECTURE.md ("The house") as references of projects and of built assemblies.</summary>
public class LayerTests
{
    private const string Prefix = "Harmonia.";
    private const string AspNetCore = "Microsoft.AspNetCore.";

    private static readonly Dictionary<string, string[]> MayReference = new(StringComparer.Ordinal)
    {
        ["Core"] = [],
        ["Client"] = [],
        ["Engine"] = ["Core"],
        ["Storage"] = ["Core", "Engine"],
        ["Components"] = ["Core", "Engine"],
        ["Server"] = ["Core", "Engine", "Storage", "Components", "Client"],
        ["Cli"] = ["Core", "Server", "Client"],
    };

    private static readonly string BaseLibrary = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    public static TheoryData<string> Projects => [.. MayReference.Keys];

    [Fact]
    public void Every_source_project_has_its_place()
    {
        var projects = Repository.WithExtension(".csproj")
            .Where(file => file.StartsWith("src/", StringComparison.Ordinal))
            .Select(file => Path.GetFileNameWithoutExtension(file)[Prefix.Length..]);

        Assert.Equal(MayReference.Keys.Order(StringComparer.Ordinal), projects.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_is_below_it(string project)
    {
        var file = $"src/{Prefix}{project}/{Prefix}{project}.csproj";
        var referenced = XDocument.Parse(Repository.Read(file)).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value))
            .Select(name => name[Prefix.Length..]);

        Report.None(
            referenced.Except(MayReference[project]),
            $"Remove these references from {file}; see ARCHITECTURE.md, \"The house\".");
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void An_assembly_uses_only_what_is_below_it(string project) => Report.None(
        from name in References(project)
        where IsOurs(name) && !MayReference[project].Select(NameOf).Contains(name)
        select name,
        $"{NameOf(project)} must not use these assemblies; see ARCHITECTURE.md, \"The house\".");

    [Fact]
    public void The_core_uses_the_base_library_and_the_yaml_parser_only() => Report.None(
        References("Core").Where(name => !IsBaseLibrary(name) && name != "YamlDotNet"),
        "Harmonia.Core is pure: take these references out, or put the code that needs them into the shell.");

    [Fact]
    public void The_client_uses_the_base_library_only() => Report.None(
        References("Client").Where(name => !IsBaseLibrary(name)),
        "Harmonia.Client is what others take in: it must not bring these with it.");

    [Theory]
    [InlineData("Core")]
    [InlineData("Engine")]
    [InlineData("Storage")]
    [InlineData("Components")]
    [InlineData("Client")]
    public void Only_the_host_knows_the_web_framework(string project) => Report.None(
        References(project).Where(name => name.StartsWith(AspNetCore, StringComparison.Ordinal)),
        $"{NameOf(project)} must work without a web server: move the code that needs these into Harmonia.Server.");

    private static List<string> References(string project)
    {
        using var stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, $"{NameOf(project)}.dll"));
        using var image = new PEReader(stream);
        var metadata = image.GetMetadataReader();
        return
        [
            .. metadata.AssemblyReferences
                .Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))
                .Order(StringComparer.Ordinal),
        ];
    }

    private static string NameOf(string project) => project == "Cli" ? "harmonia" : Prefix + project;

    private static bool IsOurs(string name) => name == "harmonia" || name.StartsWith(Prefix, StringComparison.Ordinal);

    private static bool IsBaseLibrary(string name) => File.Exists(Path.Combine(BaseLibrary, $"{name}.dll"));
}
