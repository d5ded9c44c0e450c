using Harmonia.Core.Schemas;
using static Harmonia.Core.Tests.Schemas.SchemaTesting;

namespace Harmonia.Core.Tests.Schemas;

public sealed class SchemaCompilationTests
{
    [Theory]
    [InlineData("""{"type": "strnig"}""", "/type", "strnig")]
    [InlineData("""{"type": []}""", "/type", "one of")]
    [InlineData("""{"properties": []}""", "/properties", "schema for each name")]
    [InlineData("""{"properties": {"a/b": 5}}""", "/properties/a~1b", "an object or a boolean, not 5")]
    [InlineData("""{"items": [true]}""", "/items", "must be a schema")]
    [InlineData("""{"allOf": []}""", "/allOf", "at least one")]
    [InlineData("""{"anyOf": [true, "x"]}""", "/anyOf/1", "not \"x\"")]
    [InlineData("""{"required": true}""", "/required", "different strings")]
    [InlineData("""{"required": ["a", "a"]}""", "/required", "different strings")]
    [InlineData("""{"minLength": -1}""", "/minLength", "0 or more")]
    [InlineData("""{"maxItems": 1.5}""", "/maxItems", "0 or more")]
    [InlineData("""{"minimum": "1"}""", "/minimum", "a number")]
    [InlineData("""{"multipleOf": 0}""", "/multipleOf", "above 0")]
    [InlineData("""{"uniqueItems": "yes"}""", "/uniqueItems", "true or false")]
    [InlineData("""{"dependentRequired": {"a": "b"}}""", "/dependentRequired", "for each name")]
    [InlineData("""{"title": 5}""", "/title", "a string")]
    [InlineData("""{"$defs": {"unused": {"type": 7}}}""", "/$defs/unused/type", "not 7")]
    [InlineData("""{"$ref": "#/$defs/missing"}""", "/$ref", "leads to no schema")]
    [InlineData("""{"$ref": "https://example.com/other"}""", "/$ref", "nothing is fetched")]
    [InlineData("""{"$dynamicRef": "#nowhere"}""", "/$dynamicRef", "leads to no schema")]
    [InlineData("""{"$schema": "http://json-schema.org/draft-07/schema#"}""", "/$schema", "not supported")]
    [InlineData("""{"$id": "https://example.com/a#b"}""", "/$id", "without a fragment")]
    [InlineData("""{"$anchor": "1 2"}""", "/$anchor", "not a name")]
    [InlineData("""{"$defs": {"a": {"$anchor": "x"}, "b": {"$anchor": "x"}}}""", "/$defs/b/$anchor", "Two schemas")]
    [InlineData("""{"$defs": {"a": {"$id": "x"}, "b": {"$id": "x"}}}""", "/$defs/b/$id", "Two schemas")]
    [InlineData("""{"pattern": "(a"}""", "/pattern", "not a regular expression")]
    [InlineData("""{"pattern": "^(?=a)"}""", "/pattern", "lookarounds")]
    [InlineData("""{"pattern": "(?<!a)b"}""", "/pattern", "lookarounds")]
    [InlineData("""{"pattern": "(a)\\1"}""", "/pattern", "backreferences")]
    [InlineData("""{"pattern": "\\Z"}""", "/pattern", "no escape")]
    [InlineData("""{"pattern": "\\p{Script=Greek}"}""", "/pattern", "not supported")]
    [InlineData("""{"pattern": "((a{500}){500}){500}"}""", "/pattern", "cannot be used")]
    [InlineData("""{"patternProperties": {"(": true}}""", "/patternProperties/(", "not a regular expression")]
    [InlineData("\"string\"", "", "an object or a boolean")]
    [InlineData("""{"pattern": "\ud800"}""", "", "surrogate")]
    public void A_wrong_schema_is_refused_with_the_place_and_the_reason(string schema, string pointer, string reason)
    {
        var finding = Assert.Single(Refuse(schema));

        Assert.Equal(Prefix + pointer, finding.Pointer);
        Assert.Contains(reason, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_errors_are_reported_at_once()
    {
        var findings = Refuse("""
            {"type": "strnig", "properties": {"a": {"pattern": "["}, "b": {"$ref": "#x"}}, "$defs": {"c": 1}}
            """);

        Assert.Equal(
            ["/$defs/c", "/properties/a/pattern", "/properties/b/$ref", "/type"],
            findings.Select(finding => finding.Pointer[Prefix.Length..]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_error_in_a_known_schema_is_reported_at_the_reference_to_it()
    {
        var options = new SchemaOptions
        {
            Known = new Dictionary<string, System.Text.Json.JsonElement>
            {
                ["https://example.com/other"] = Json("""{"items": {"type": "strnig"}}"""),
            },
        };

        var finding = Assert.Single(Refuse("""{"items": {"$ref": "https://example.com/other"}}""", options));

        Assert.Equal(Prefix + "/items/$ref", finding.Pointer);
        Assert.Contains("https://example.com/other#/items/type", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"x-note": 5, "definitions": {"a": 7}}""")]
    [InlineData("""{"$schema": "https://json-schema.org/draft/2020-12/schema#"}""")]
    [InlineData("""{"format": "no-such-format"}""")]
    public void What_the_draft_leaves_open_is_allowed(string schema) =>
        Assert.True(Compile(schema, new SchemaOptions { AssertFormats = true }).IsValid(Json("\"anything\"")));

    [Fact]
    public void A_pattern_longer_than_the_limit_is_refused()
    {
        var pattern = new string('a', JsonSchema.MaxPatternLength + 1);

        var finding = Assert.Single(Refuse($$"""{"pattern": "{{pattern}}"}"""));

        Assert.Contains("1024", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_schema_nested_too_deeply_is_refused()
    {
        const int Depth = 5_000;
        var text = string.Concat(Enumerable.Repeat("{\"not\":", Depth)) + "true" + new string('}', Depth);

        var finding = Assert.Single(Refuse(Json(text, maxDepth: Depth + 1)));

        Assert.Contains("nested more than 64 levels", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_chain_of_references_compiles_without_recursion()
    {
        const int Length = 15_000;
        var links = Enumerable.Range(0, Length).Select(index => $$"""
            "{{index}}": {"$ref": "#/$defs/{{index + 1}}"}
            """);

        var schema = Compile(
            $$"""{"$defs": { {{string.Join(',', links)}}, "{{Length}}": true }, "$ref": "#/$defs/0"}""");

        Assert.Equal(JsonSchema.LimitKeyword, Assert.Single(schema.Validate(Json("1"))).Keyword);
    }

    [Fact]
    public void Findings_are_bounded()
    {
        var wrong = Enumerable.Range(0, 500).Select(index => $"\"{index}\": 5");

        Assert.Equal(100, Refuse("{\"$defs\": {" + string.Join(',', wrong) + "}}").Count);
    }

    [Fact]
    public void The_source_outlives_the_document_that_it_came_from()
    {
        JsonSchema? schema;
        using (var document = System.Text.Json.JsonDocument.Parse("""{"enum": [1, {"a": 2}]}"""))
        {
            schema = JsonSchema.Compile(document.RootElement, SchemaOptions.Default, "", []);
        }

        Assert.True(schema!.IsValid(Json("""{"a": 2.0}""")));
        Assert.Equal(1, schema.Source.GetProperty("enum")[0].GetInt32());
    }
}
