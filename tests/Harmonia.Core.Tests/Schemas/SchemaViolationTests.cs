using Harmonia.Core.Schemas;
using static Harmonia.Core.Tests.Schemas.SchemaTesting;

namespace Harmonia.Core.Tests.Schemas;

public sealed class SchemaViolationTests
{
    [Theory]
    [InlineData("""{"type": "string"}""", "5", "type", "Expected a string, found 5.")]
    [InlineData("""{"type": ["integer", "null"]}""", "1.5", "type", "Expected null or an integer, found 1.5.")]
    [InlineData("""{"enum": ["a", 1]}""", "\"b\"", "enum", "Expected one of \"a\", 1, found \"b\".")]
    [InlineData("""{"const": {"a": 1}}""", "[]", "const", "Expected {\"a\": 1}, found [].")]
    [InlineData("""{"minimum": 3}""", "2.5", "minimum", "Expected a number of at least 3, found 2.5.")]
    [InlineData("""{"exclusiveMaximum": 3}""", "3", "exclusiveMaximum", "Expected a number below 3, found 3.")]
    [InlineData("""{"multipleOf": 0.1}""", "0.25", "multipleOf", "Expected a multiple of 0.1, found 0.25.")]
    [InlineData("""{"minLength": 1}""", "\"\"", "minLength", "Expected at least 1 character, found \"\".")]
    [InlineData("""{"maxItems": 2}""", "[1,2,3]", "maxItems", "Expected at most 2 items, found [1,2,3].")]
    [InlineData("""{"required": ["a"]}""", "{}", "required", "Expected the property \"a\", found {}.")]
    [InlineData(
        """{"pattern": "^a"}""", "\"b\"", "pattern", "Expected a string that matches the pattern ^a, found \"b\".")]
    [InlineData("""{"not": {}}""", "1", "not", "Expected a value that does not match the schema, found 1.")]
    [InlineData(
        """{"anyOf": [false, false]}""", "1", "anyOf", "Expected a value that matches one of 2 schemas, found 1.")]
    public void A_message_says_what_was_expected_and_what_was_found(
        string schema, string value, string keyword, string message)
    {
        var violation = OnlyViolation(schema, value);

        Assert.Equal(new SchemaViolation("", keyword, "/" + keyword, message), violation);
    }

    [Fact]
    public void Pointers_lead_into_the_value_and_into_the_schema()
    {
        var violation = OnlyViolation(
            """{"$defs": {"n": {"type": "number"}}, "properties": {"a/b": {"items": {"$ref": "#/$defs/n"}}}}""",
            """{"a/b": [1, "x"]}""");

        Assert.Equal("/a~1b/1", violation.Pointer);
        Assert.Equal("/$defs/n/type", violation.SchemaPointer);
    }

    [Fact]
    public void A_keyword_of_another_schema_is_named_with_its_address()
    {
        var violation = OnlyViolation(
            """{"$ref": "https://json-schema.org/draft/2020-12/schema"}""", """{"title": 5}""");

        Assert.Equal(
            "https://json-schema.org/draft/2020-12/meta/meta-data#/properties/title/type", violation.SchemaPointer);
    }

    [Fact]
    public void A_property_that_is_not_allowed_is_named()
    {
        var violation = OnlyViolation(
            """{"properties": {"a": true}, "additionalProperties": false}""", """{"a": 1, "b": 2}""");

        Assert.Equal("/b", violation.Pointer);
        Assert.Equal("additionalProperties", violation.Keyword);
        Assert.Equal("The property \"b\" is not allowed, found 2.", violation.Message);
    }

    [Fact]
    public void A_long_value_is_shortened()
    {
        var violation = OnlyViolation("""{"type": "number"}""", $"\"{new string('x', 5000)}\"");

        Assert.Equal($"Expected a number, found \"{new string('x', 58)}….", violation.Message);
    }

    [Fact]
    public void All_violations_are_reported_up_to_the_limit()
    {
        var schema = Compile("""{"items": {"type": "string", "minimum": 2}}""");

        Assert.Equal(4, schema.Validate(Json("[1, 0]")).Length);
        var many = Json($"[{string.Join(',', Enumerable.Repeat(1, 1000))}]");
        Assert.Equal(JsonSchema.MaxViolations, schema.Validate(many).Length);
    }

    [Fact]
    public void Branches_that_fail_without_harm_are_not_reported()
    {
        var schema = Compile(
            """{"anyOf": [{"type": "number"}, {"type": "string"}], "if": {"const": 1}, "else": true}""");

        Assert.Empty(schema.Validate(Json("\"x\"")));
    }
}
