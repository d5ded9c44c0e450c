using System.Text.Json;

namespace Harmonia.Core.Tests.Schemas;

/// <summary>The official JSON-Schema-Test-Suite, when it lies beside the repository.</summary>
internal static class SuiteFiles
{
    public const string Absent = "The JSON-Schema-Test-Suite is not at ../shared/testdata/json-schema-test-suite.";

    private const string RemoteBase = "http://localhost:1234/";

    private static readonly string? Root = FindRoot();

    /// <summary>The remotes, under the addresses that the suite gives them.</summary>
    public static Lazy<IReadOnlyDictionary<string, JsonElement>> Remotes { get; } = new(ReadRemotes);

    public static IReadOnlyList<string> Find(string folder) =>
        Root is null ? [] : [.. Directory.GetFiles(Path.Combine(Root, "tests", folder), "*.json").Order()];

    public static JsonElement Read(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return document.RootElement.Clone();
    }

    private static Dictionary<string, JsonElement> ReadRemotes()
    {
        var folder = Path.Combine(Root!, "remotes");
        return Directory.GetFiles(folder, "*.json", SearchOption.AllDirectories).ToDictionary(
            path => RemoteBase + Path.GetRelativePath(folder, path).Replace('\\', '/'), Read);
    }

    private static string? FindRoot()
    {
        var folder = RepositoryFolder.Find();
        var suite = Path.GetFullPath(Path.Combine(folder, "../shared/testdata/json-schema-test-suite"));
        return Directory.Exists(suite) ? suite : null;
    }
}
