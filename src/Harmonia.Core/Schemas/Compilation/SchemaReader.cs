using System.Text.Json;
using System.Text.RegularExpressions;
using Harmonia.Core.Failures;
using Harmonia.Core.Schemas.Evaluation;
using Harmonia.Core.Schemas.Keywords;
using Harmonia.Core.Schemas.Text;

namespace Harmonia.Core.Schemas.Compilation;

/// <summary>Reads the keywords of one schema object; a wrong one is reported once and then absent.</summary>
internal sealed class SchemaReader
{
    private readonly SchemaCompiler _compiler;
    private readonly SchemaProblems _problems;
    private readonly SchemaLocation _location;
    private readonly Dictionary<string, JsonElement> _keywords = new(StringComparer.Ordinal);

    public SchemaReader(
        SchemaCompiler compiler, SchemaProblems problems, SchemaOptions options, SchemaLocation location)
    {
        _compiler = compiler;
        _problems = problems;
        _location = location;
        AssertsFormats = options.AssertFormats || location.Resource.Vocabularies.HasFlag(Vocabularies.FormatAssertion);
        foreach (var member in location.Element.EnumerateObject())
        {
            Accept(member);
        }
    }

    public bool AssertsFormats { get; }

    public KeywordPlace Place(string keyword) => new(keyword, $"{_location.DisplayPointer}/{keyword}");

    public void Report(string keyword, string message) => Report(keyword, "", message);

    public bool Has(string keyword, out JsonElement value) => _keywords.TryGetValue(keyword, out value);

    public string? Text(string keyword) => Has(keyword, out var value) ? value.GetString() : null;

    public int? Count(string keyword) => Has(keyword, out var value) ? JsonNumber.Of(value).ToCount() : null;

    public bool Flag(string keyword) => Has(keyword, out var value) && value.GetBoolean();

    public SchemaNode? Schema(string keyword) => Has(keyword, out _) ? Node($"/{keyword}") : null;

    public SchemaNode[]? SchemaList(string keyword) => Has(keyword, out var list)
        ? [.. Enumerable.Range(0, list.GetArrayLength()).Select(index => Node($"/{keyword}/{index}"))]
        : null;

    public KeyValuePair<string, SchemaNode>[]? SchemaMap(string keyword) => Has(keyword, out var map)
        ? [.. map.EnumerateObject().Select(member => KeyValuePair.Create(
            member.Name, Node(JsonPointer.Append($"/{keyword}", member.Name))))]
        : null;

    public SchemaLocation? Reference(string keyword) =>
        Text(keyword) is { } reference
            ? _compiler.Resolve(reference, _location, $"{_location.Pointer}/{keyword}")
            : null;

    public SchemaNode NodeOf(SchemaLocation location) => _compiler.NodeOf(location);

    /// <returns>Null after reporting what is wrong with the pattern.</returns>
    public Regex? Pattern(string keyword, string subPointer, string pattern)
    {
        var regex = SchemaPattern.TryCompile(pattern, out var problem);
        if (regex is null)
        {
            Report(keyword, subPointer, problem);
        }

        return regex;
    }

    private void Report(string keyword, string subPointer, string message) =>
        _problems.Add(_location.Resource.Document, $"{_location.Pointer}/{keyword}{subPointer}", message);

    private void Accept(JsonProperty member)
    {
        if (!SchemaKeywords.Shapes.TryGetValue(member.Name, out var shape)
            || (SchemaKeywords.VocabularyOf(member.Name) & _location.Resource.Vocabularies) == 0)
        {
            return; // Unknown keywords are annotations.
        }

        if (SchemaKeywords.FindProblem(shape, member.Value) is { } expected)
        {
            Report(member.Name, $"\"{member.Name}\" must be {expected}, not {ValueText.Shorten(member.Value)}.");
            return;
        }

        _keywords[member.Name] = member.Value;
    }

    // The index has been at every place that holds a schema.
    private SchemaNode Node(string subPointer) =>
        _compiler.NodeOf(_location.Resource.Document.Locations[_location.Pointer + subPointer]);
}
