using System.Text.Json;

namespace Harmonia.Server.Tests.Documents;

/// <summary>A definition of the shape that a document shows, and what has to become of it.</summary>
/// <remarks>The files are our own wording; <c>source</c> says where the shape is from.</remarks>
public sealed class Example
{
    /// <summary>The address in definitions that stands for the service of the test.</summary>
    private const string Service = "http://service.test";

    private static readonly string Folder = Path.Combine(
        RepositoryFiles.Root, "tests", "Harmonia.Server.Tests", "Documents", "Examples");

    private readonly JsonElement _file;

    private Example(string name)
    {
        Name = name;
        _file = JsonElement.Parse(File.ReadAllText(Path.Combine(Folder, $"{name}.json")));
    }

    public static TheoryData<string> Names =>
        [.. Directory.EnumerateFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)!).Order()];

    public string Name { get; }

    /// <summary>A part of the language that no release runs yet; until then the example is only saved.</summary>
    public string? WaitsFor => Find("waits_for")?.GetString();

    /// <summary>The body of a start.</summary>
    public string Start =>
        $$"""
        {"workflow_id": {{_file.GetProperty("definition").GetProperty("name").GetRawText()}},
         "input": {{Text("input")}}, "metadata": {{Text("metadata")}} }
        """;

    public static Example Load(string name) => new(name);

    /// <summary>Workflows that the example starts itself.</summary>
    public IEnumerable<string> Others =>
        Find("workflows")?.EnumerateArray().Select(workflow => workflow.GetRawText()) ?? [];

    public string Definition(Uri service) => _file.GetProperty("definition").GetRawText()
        .Replace(Service, service.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal);

    /// <summary>A member that the file may have.</summary>
    public JsonElement? Find(string name) => _file.TryGetProperty(name, out var value) ? value : null;

    public Dictionary<string, JsonElement> Members(string name) => Find(name) is { } value
        ? value.EnumerateObject().ToDictionary(member => member.Name, member => member.Value)
        : [];

    private string Text(string name) => Find(name)?.GetRawText() ?? "{}";
}
