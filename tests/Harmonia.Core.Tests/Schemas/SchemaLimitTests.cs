using System.Text.Json;
using Harmonia.Core.Schemas;
using static Harmonia.Core.Tests.Schemas.SchemaTesting;

namespace Harmonia.Core.Tests.Schemas;

public sealed class SchemaLimitTests
{
    [Theory]
    [InlineData("""{"$ref": "#"}""")]
    [InlineData("""{"not": {"$ref": "#"}}""")]
    [InlineData("""{"anyOf": [{"$ref": "#"}, true]}""")]
    [InlineData("""{"$dynamicAnchor": "a", "$dynamicRef": "#a"}""")]
    public void A_schema_that_refers_to_itself_for_the_same_value_ends_in_a_violation(string schema)
    {
        var compiled = Compile(schema);

        Assert.False(compiled.IsValid(Json("1")));
        Assert.Equal(JsonSchema.LimitKeyword, Assert.Single(compiled.Validate(Json("1"))).Keyword);
    }

    [Fact]
    public void Work_that_doubles_with_every_level_ends_in_a_violation()
    {
        const int Levels = 60;
        var levels = Enumerable.Range(0, Levels).Select(index => $$"""
            "{{index}}": {"allOf": [{"$ref": "#/$defs/{{index + 1}}"}, {"$ref": "#/$defs/{{index + 1}}"}]}
            """);
        var schema = Compile(
            $$"""{"$defs": { {{string.Join(',', levels)}}, "{{Levels}}": true }, "$ref": "#/$defs/0"}""");

        var violation = Assert.Single(schema.Validate(Json("1")));

        Assert.Equal(JsonSchema.LimitKeyword, violation.Keyword);
        Assert.Contains("evaluations", violation.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"items": {"$ref": "#"}}""")]
    [InlineData("""{"uniqueItems": true, "items": {"$ref": "#"}}""")]
    [InlineData("""{"const": [[[1]]]}""")]
    public void A_value_nested_very_deeply_never_overflows_the_stack(string schema)
    {
        const int Depth = 10_000;
        var value = Json(new string('[', Depth) + new string(']', Depth), maxDepth: Depth + 1);

        Assert.False(Compile(schema).IsValid(value));
    }

    [Fact]
    public void A_recursive_schema_checks_values_of_ordinary_depth()
    {
        var value = Json(new string('[', 64) + new string(']', 64));

        Assert.True(Compile("""{"type": "array", "items": {"$ref": "#"}}""").IsValid(value));
    }

    [Theory]
    [InlineData("""{"type": "string", "minLength": 1}""")]
    [InlineData("""{"pattern": "a"}""")]
    public void Text_that_is_not_Unicode_is_a_violation(string schema)
    {
        var violation = OnlyViolation(schema, "\"\\ud800\"");

        Assert.Equal(JsonSchema.LimitKeyword, violation.Keyword);
    }

    [Fact]
    public void A_missing_value_is_a_violation() =>
        Assert.Equal(JsonSchema.LimitKeyword, Assert.Single(Compile("true").Validate(default(JsonElement))).Keyword);

    [Fact]
    public void A_pattern_that_would_backtrack_for_ever_is_matched_in_linear_time() =>
        Assert.False(Compile("""{"pattern": "^(a+)+$"}""").IsValid(Json($"\"{new string('a', 50_000)}!\"")));

    [Fact]
    public void One_schema_serves_many_threads()
    {
        var schema = Compile("""{"items": {"type": "integer", "minimum": 0}, "uniqueItems": true}""");
        var good = Json("[1, 2, 3]");
        var bad = Json("[1, -2, 3]");

        Parallel.For(0, 1000, index =>
        {
            Assert.True(schema.IsValid(good));
            Assert.Equal("/1", Assert.Single(schema.Validate(bad)).Pointer);
        });
    }
}
