using System.Text.Json;
using Harmonia.Core.Schemas;
using static Harmonia.Core.Tests.Schemas.SchemaTesting;

namespace Harmonia.Core.Tests.Schemas;

public sealed class SchemaShorthandTests
{
    [Theory]
    [InlineData("""{"result": "string"}""", """{"type": "object", "properties": {"result": {"type": "string"}}}""")]
    [InlineData(
        """{"topic": {"type": "string"}, "count": "integer"}""",
        """{"type": "object", "properties": {"topic": {"type": "string"}, "count": {"type": "integer"}}}""")]
    [InlineData("""{"x": "any"}""", """{"type": "object", "properties": {"x": {}}}""")]
    [InlineData(
        """{"x": {"type": "any", "default": 1}}""", """{"type": "object", "properties": {"x": {"default": 1}}}""")]
    [InlineData(
        """{"a": {"type": "string", "required": true}, "b": {"required": false}, "c": {"default": 2}}""",
        """
        {"type": "object", "properties": {"a": {"type": "string"}, "b": {}, "c": {"default": 2}}, "required": ["a"]}
        """)]
    [InlineData(
        """{"a": {"type": "object", "required": ["b"]}}""",
        """{"type": "object", "properties": {"a": {"type": "object", "required": ["b"]}}}""")]
    public void A_map_of_properties_becomes_the_schema_of_an_object(string source, string expected) =>
        AssertSame(expected, SchemaShorthand.Expand(Json(source)));

    [Theory]
    [InlineData("title", "\"string\"")]
    [InlineData("description", "\"string\"")]
    [InlineData("format", "\"string\"")]
    [InlineData("type", """{"type": "string"}""")]
    [InlineData("required", "\"boolean\"")]
    [InlineData("enum", "\"array\"")]
    [InlineData("items", """{"type": "array"}""")]
    [InlineData("default", "\"number\"")]
    [InlineData("properties", """{"type": "string"}""")]
    [InlineData("properties", "\"object\"")]
    [InlineData("$ref", """{"type": "string"}""")]
    public void A_property_may_have_the_name_of_a_keyword(string name, string declaration)
    {
        var expanded = SchemaShorthand.Expand(Json($$"""{"{{name}}": {{declaration}}, "count": "integer"}"""));

        Assert.Equal("object", expanded.GetProperty("type").GetString());
        Assert.Equal([name, "count"], expanded.GetProperty("properties").EnumerateObject().Select(p => p.Name));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("true")]
    [InlineData("false")]
    [InlineData("[]")]
    [InlineData("\"string\"")]
    [InlineData("""{"type": "string"}""")]
    [InlineData("""{"type": ["string", "null"]}""")]
    [InlineData("""{"type": "object", "title": "string"}""")]
    [InlineData("""{"const": "string"}""")]
    [InlineData("""{"$ref": "#/$defs/a", "$defs": {"a": {"type": "string"}}}""")]
    [InlineData("""{"$ref": "string"}""")]
    [InlineData("""{"properties": {"a": {"type": "string"}}}""")]
    [InlineData("""{"required": ["a"]}""")]
    [InlineData("""{"minLength": 3}""")]
    [InlineData("""{"description": "A text of any kind."}""")]
    [InlineData("""{"not": {"type": "string"}}""")]
    public void What_is_a_schema_or_no_map_is_returned_itself(string source)
    {
        var element = Json(source);

        AssertSame(source, SchemaShorthand.Expand(element));
    }

    [Fact]
    public void A_property_of_an_unknown_type_is_found_by_the_compiler()
    {
        var finding = Assert.Single(Refuse(SchemaShorthand.Expand(Json("""{"topic": "strnig"}"""))));

        Assert.Equal(Prefix + "/properties/topic", finding.Pointer);
        Assert.Contains("strnig", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_that_is_not_Unicode_is_left_to_the_compiler()
    {
        var source = Json("""{"topic": "\ud800"}""");

        Assert.Equal(source.GetRawText(), SchemaShorthand.Expand(source).GetRawText());
    }

    private static void AssertSame(string expected, JsonElement actual) =>
        Assert.True(JsonElement.DeepEquals(Json(expected), actual), actual.GetRawText());
}
