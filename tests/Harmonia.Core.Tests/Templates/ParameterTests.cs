using System.Text.Json;
using Harmonia.Core.Failures;
using Harmonia.Core.Templates;

namespace Harmonia.Core.Tests.Templates;

public sealed class ParameterTests
{
    [Theory]
    [InlineData("{a: {type: integer, required: true}}", """{"a":{"type":"integer","required":true}}""")]
    [InlineData("[{name: a, type: number, default: 2}]", """{"a":{"type":"number","default":2}}""")]
    [InlineData("{a: string, b: any}", """{"a":{"type":"string"},"b":{}}""")]
    [InlineData(
        "{a: {name: a, parameter_type: select, options: [x, y], default_value: x, description: d}}",
        """{"a":{"type":"string","enum":["x","y"],"default":"x","description":"d"}}""")]
    [InlineData(
        "{a: {type: text, min_length: 1, max_length: 3}, b: {type: number, min_value: 1, max: 2}}",
        """{"a":{"type":"string","minLength":1,"maxLength":3},"b":{"type":"number","minimum":1,"maximum":2}}""")]
    [InlineData("{a: {type: string, enum: null, default: null}}", """{"a":{"type":"string","default":null}}""")]
    public void Every_spelling_becomes_one(string parameters, string expected) => Assert.True(JsonElement.DeepEquals(
        JsonElement.Parse(expected), Template.Document(With(parameters)).Parameters));

    [Theory]
    [InlineData("5", FindingCodes.WrongType, "/parameters")]
    [InlineData("{a: 5}", FindingCodes.WrongType, "/parameters/a")]
    [InlineData("{'a b': string}", FindingCodes.InvalidValue, "/parameters/a b")]
    [InlineData("{a: strng}", FindingCodes.InvalidValue, "/parameters/a")]
    [InlineData("{a: {type: string, defualt: 1}}", FindingCodes.UnknownField, "/parameters/a/defualt")]
    [InlineData("{a: {name: b}}", FindingCodes.InvalidValue, "/parameters/a/name")]
    [InlineData("{a: {default: 1, default_value: 2}}", FindingCodes.InvalidValue, "/parameters/a/default_value")]
    [InlineData("[{type: string, name: a}, {name: a}]", FindingCodes.DuplicateKey, "/parameters/1")]
    public void What_is_no_declaration_is_refused(string parameters, string code, string pointer)
    {
        var finding = Template.RefuseDocument(With(parameters));

        Assert.Equal((code, pointer), (finding.Code, finding.Pointer));
    }

    [Theory]
    [InlineData("{a: {type: integer, default: x}}", FindingCodes.SchemaViolation, "/parameters/a/default")]
    [InlineData("{a: {type: string, pattern: '('}}", FindingCodes.InvalidSchema, "/parameters/a/pattern")]
    public void A_default_and_a_schema_are_checked(string parameters, string code, string pointer)
    {
        var (content, findings) = TemplateComposer.Compose(
            Template.Document(With(parameters)),
            Template.Id,
            null,
            new Dictionary<TemplateLink, LinkedTemplate>(),
            TemplateLimits.Default);

        var finding = Assert.Single(findings);
        Assert.Null(content);
        Assert.Equal((code, pointer), (finding.Code, finding.Pointer));
    }

    [Theory]
    [InlineData(
        "{a: {type: integer, minimum: 3}}", """{"a": 2}""", FindingCodes.SchemaViolation,
        "/parameter_values/a")]
    [InlineData("{a: {type: integer}}", """{"a": "2"}""", FindingCodes.SchemaViolation, "/parameter_values/a")]
    [InlineData("{a: {enum: [x]}}", """{"a": "y"}""", FindingCodes.SchemaViolation, "/parameter_values/a")]
    [InlineData(
        "{a: {type: string, pattern: ^x}}", """{"a": "y"}""", FindingCodes.SchemaViolation,
        "/parameter_values/a")]
    [InlineData(
        "{a: {type: array, items: {type: string}}}", """{"a": ["x", 1]}""", FindingCodes.SchemaViolation,
        "/parameter_values/a/1")]
    [InlineData("{a: {type: string, required: true}}", "{}", FindingCodes.MissingField, "/parameter_values/a")]
    [InlineData(
        "{a: {type: string, required: true}}", """{"a": null}""", FindingCodes.MissingField,
        "/parameter_values/a")]
    [InlineData("{name: string}", """{"nam": "x"}""", FindingCodes.UnknownParameter, "/parameter_values/nam")]
    [InlineData("{a: any}", """{"a": "\ud800"}""", FindingCodes.InvalidEncoding, "/parameter_values/a")]
    [InlineData("{a: any}", "[]", FindingCodes.WrongType, "/parameter_values")]
    public void Values_are_checked(string parameters, string values, string code, string pointer)
    {
        var finding = Template.Refuse(With(parameters), values);

        Assert.Equal((code, pointer), (finding.Code, finding.Pointer));
    }

    [Fact]
    public void A_default_makes_a_required_parameter_optional_and_is_remembered()
    {
        var made = Template.Accept(
            With("{a: {type: string, required: true, default: x}, b: any, c: any}"), """{"c": [1], "b": null}""");

        Assert.Equal(
            $$$"""{"id":"{{{Template.Id}}}","version":"1.0.0","parameter_values":{"a":"x","c":[1]}}""",
            made.GetProperty("metadata").GetProperty("template").GetRawText());
    }

    private static string With(string parameters) =>
        $"name: t\nparameters: {parameters}\ntasks: {{x: {{component: harmonia, action: noop}}}}\n";
}
