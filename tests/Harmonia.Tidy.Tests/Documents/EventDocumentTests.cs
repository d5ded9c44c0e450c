using System.Text.RegularExpressions;
using Harmonia.Tidy.Tests.Reading;

namespace Harmonia.Tidy.Tests.Documents;

public partial class EventDocumentTests
{
    private const string Base = "src/Harmonia.Core/Executions/ExecutionEvent.cs";
    private const string Folder = "src/Harmonia.Core/Executions/Events/";
    private const string Document = "docs/events.md";

    private static readonly string Events = string.Concat(Repository.CSharp("src")
        .Where(file => file == Base || file.StartsWith(Folder, StringComparison.Ordinal))
        .Select(Repository.Read));
    private static readonly Dictionary<string, string> Sections = SectionsOf(Repository.Read(Document));

    [Fact]
    public void Every_event_has_a_section_and_every_section_an_event()
    {
        var stored = Discriminators(Events).Select(pair => pair.Word).Order(StringComparer.Ordinal).ToList();

        Assert.NotEmpty(stored);
        Report.None(stored.Except(Sections.Keys), $"Add a section \"### `type`\" for each of these to {Document}.");
        Report.None(Sections.Keys.Except(stored), $"Remove these sections from {Document}: there is no such event.");
    }

    [Fact]
    public void Every_stored_field_is_named_in_the_section_of_its_event() => Report.None(
        from pair in Discriminators(Events)
        from field in Fields(Events, pair.Type)
        where Sections.TryGetValue(pair.Word, out var section)
            && !section.Contains($"`{field}`", StringComparison.Ordinal)
        select $"{pair.Word}: `{field}`",
        $"Describe these fields in {Document}.");

    [Fact]
    public void Discriminators_and_fields_are_read()
    {
        const string Code =
            """
            [JsonDerivedType(typeof(A), "a_happened")]
            public sealed record A([property: JsonPropertyName("b")] int B,
                [property: JsonPropertyName("c")] int C) : D
            {
                [JsonPropertyName("e")]
                public int E { get; init; }
            }
            public sealed record F([property: JsonPropertyName("g")] int G) : D;
            """;

        Assert.Equal([("A", "a_happened")], Discriminators(Code));
        Assert.Equal(["b", "c", "e"], Fields(Code, "A"));
    }

    private static List<(string Type, string Word)> Discriminators(string code) =>
        [.. Discriminator().Matches(code).Select(match => (match.Groups[1].Value, match.Groups[2].Value))];

    private static IEnumerable<string> Fields(string code, string type)
    {
        var body = RecordStart().Split(code).Skip(1).Chunk(2).First(part => part[0] == type)[1];
        return Field().Matches(body).Select(match => match.Groups[1].Value);
    }

    private static Dictionary<string, string> SectionsOf(string document) =>
        document.Split("\n### ").Skip(1)
            .Select(section => (Heading: Heading().Match(section), Text: section.Split("\n## ")[0]))
            .Where(section => section.Heading.Success)
            .ToDictionary(section => section.Heading.Groups[1].Value, section => section.Text, StringComparer.Ordinal);

    [GeneratedRegex("""JsonDerivedType\(typeof\((\w+)\),\s*"(\w+)"\)""")]
    private static partial Regex Discriminator();

    [GeneratedRegex(@"^public (?:sealed|abstract) record (\w+)", RegexOptions.Multiline)]
    private static partial Regex RecordStart();

    [GeneratedRegex("""JsonPropertyName\("(\w+)"\)""")]
    private static partial Regex Field();

    [GeneratedRegex(@"^`(\w+)`")]
    private static partial Regex Heading();
}
