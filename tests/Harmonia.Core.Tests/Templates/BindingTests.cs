using System.Text;
using System.Text.Json;
using Harmonia.Core.Definitions;
using Harmonia.Core.Executions;
using Harmonia.Core.Expressions;
using Harmonia.Core.Failures;
using Harmonia.Core.Templates;

namespace Harmonia.Core.Tests.Templates;

public sealed class BindingTests
{
    [Theory]
    [InlineData("'${param.a}'", """{"a": 5}""", "5")]
    [InlineData("'${params.a}'", """{"a": [1, {"b": null}]}""", """[1,{"b":null}]""")]
    [InlineData("'${parameters.a}'", """{"a": "text"}""", "\"text\"")]
    [InlineData("'${param.a}'", "{}", "null")]
    [InlineData("'${param.a.b[1]}'", """{"a": {"b": [1, true]}}""", "true")]
    [InlineData("'${param.a + 1}'", """{"a": 2}""", "3")]
    [InlineData("'${param.a ?? 7}'", "{}", "7")]
    [InlineData("'${param.a > 1 ? param.b : 0}'", """{"a": 2, "b": "yes"}""", "\"yes\"")]
    [InlineData("'${param}'", """{"a": 1}""", """{"a":1,"b":null}""")]
    public void A_text_that_is_one_expression_of_parameters_keeps_the_type(
        string text, string values, string expected) =>
        Assert.Equal(expected, Template.Input(text, values));

    [Theory]
    [InlineData("'Hi ${param.a}!'", """{"a": "Ada"}""", "\"Hi Ada!\"")]
    [InlineData("'${param.a}${param.b}'", """{"a": 1, "b": {"c": [2]}}""", "\"1{\\\"c\\\":[2]}\"")]
    [InlineData("'${param.a} and ${input.x}'", """{"a": 1}""", "\"1 and ${input.x}\"")]
    [InlineData("'$${param.a}'", """{"a": 1}""", "\"$${param.a}\"")]
    [InlineData("'$${x} ${param.a}'", """{"a": 1}""", "\"$${x} 1\"")]
    public void Other_texts_are_interpolated(string text, string values, string expected) =>
        Assert.True(JsonElement.DeepEquals(
            JsonElement.Parse(expected), JsonElement.Parse(Template.Input(text, values))));

    [Theory]
    [InlineData("'${input.x + param.a}'", """{"a": 2}""", "${input.x + 2}")]
    [InlineData("'${input.x - param.a}'", """{"a": -2}""", "${input.x - (-2)}")]
    [InlineData("'${input.x in param.a}'", """{"a": [1, "b"]}""", """${input.x in [1, "b"]}""")]
    [InlineData("""'${param.a["b c"] == input.x}'""", """{"a": {"b c": 1}}""", "${1 == input.x}")]
    [InlineData("""'${param["a"].length + input.x}'""", """{"a": "xyz"}""", """${"xyz".length + input.x}""")]
    [InlineData("'${input.x.map(param => param.a)}'", """{"a": 1}""", "${input.x.map(param => param.a)}")]
    [InlineData("'${input.x.filter(y => y > param.a)}'", """{"a": 1}""", "${input.x.filter(y => y > 1)}")]
    [InlineData("""'${concat("${param.a}!", input.x)}'""", """{"a": "q\"}"}""", """${concat("${"q\"}"}!", input.x)}""")]
    [InlineData("'${now() + param.a}'", """{"a": "x"}""", """${now() + "x"}""")]
    [InlineData("'${input[param.a]}'", """{"a": "name"}""", """${input["name"]}""")]
    public void In_other_expressions_parameters_become_literals(string text, string values, string expected) =>
        Assert.Equal(expected, JsonElement.Parse(Template.Input(text, values)).GetString());

    /// <summary>Whatever is in a value, the execution sees that value and nothing else.</summary>
    [Theory]
    [InlineData("${env.SECRET}")]
    [InlineData("$${env.SECRET}")]
    [InlineData("$")]
    [InlineData("$$")]
    [InlineData("{input.x}")]
    [InlineData("\"} ${env.SECRET} {\"")]
    [InlineData("' + env.SECRET + '")]
    [InlineData("\\${env.SECRET}")]
    [InlineData("\\")]
    [InlineData("\\\" + env.SECRET + \\\"")]
    [InlineData("line\n\t\0\u2028 ümlaut 🜚")]
    [InlineData("{{ env.SECRET }}")]
    public void A_value_stays_what_it_is(string evil)
    {
        string[] texts =
        [
            "${param.a}", "${param.a}${input.x}", "${input.x}${param.a}{y}", "<${param.a}>${param.b}",
            "${input.x + param.a}", "${input.x + 'in ${param.a}'}", "${{k: param.a, l: input.x}.k}",
            "${[param.a, input.x]}", "{${param.a}", "${param.b}{env.SECRET}", "${param.b}${input.x}",
        ];
        foreach (var text in texts)
        {
            var values = $$"""{"a": {{Template.Json(evil)}}, "b": "$"}""";
            var made = Template.Task(Template.Json(text), values).GetProperty("input");

            Assert.Equal(Seen(JsonText.Of(text), evil), Seen(made, evil: null));
        }
    }

    [Theory]
    [InlineData("env.SECRET == 'x'")]
    [InlineData("${env.SECRET}")]
    [InlineData("true")]
    public void A_value_in_a_condition_is_a_text_and_no_condition(string evil)
    {
        var condition = Condition("'${param.a}'", $$"""{"a": {{Template.Json(evil)}}}""");

        Assert.Equal($"${{\"{evil.Replace("$", "\\$", StringComparison.Ordinal)}\"}}", condition.GetString());
    }

    [Theory]
    [InlineData("param.a == 1", """{"a": 1}""", "true")]
    [InlineData("'${param.a}'", """{"a": false}""", "false")]
    [InlineData("'${param.a}'", """{"a": 3}""", "\"${3}\"")]
    [InlineData("param.a == input.x", """{"a": "y"}""", """ "\"y\" == input.x" """)]
    [InlineData("'${param.a} == 1'", """{"a": "1 == 1 or 1"}""", """ "${\"1 == 1 or 1\"} == 1" """)]
    [InlineData("{eq: ['${param.a}', '${input.x}']}", """{"a": "${y}"}""", """{"eq":["$${y}","${input.x}"]}""")]
    [InlineData("{and: [param.a, input.x]}", """{"a": true}""", """{"and":[true,"input.x"]}""")]
    public void Conditions_are_filled_in(string condition, string values, string expected) =>
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), Condition(condition, values)));

    [Fact]
    public void A_condition_inside_a_structured_value_is_no_condition_either()
    {
        var made = Template.Accept(
            """
            name: t
            parameters: {task: object}
            tasks: {x: '${param.task}'}
            """,
            """
            {"task": {"component": "harmonia", "action": "echo", "condition": "env.SECRET", "input": {"t": "${env.A}"}}}
            """).GetProperty("tasks").GetProperty("x");

        Assert.Equal("${\"env.SECRET\"}", made.GetProperty("condition").GetString());
        Assert.Equal("$${env.A}", made.GetProperty("input").GetProperty("t").GetString());
    }

    [Fact]
    public void The_expression_of_a_transform_gets_literals_and_no_code()
    {
        const string Yaml =
            """
            name: t
            parameters: {least: any}
            tasks: {x: {component: harmonia, action: transform, input: {data: 1, expression: data > param.least}}}
            """;

        var made = Template.Accept(Yaml, """{"least": "0 || data"}""");
        var code = Template.Make(
            Yaml.Replace("data > param.least", "'${param.least}'", StringComparison.Ordinal),
            """{"least": "len(data)"}""");

        Assert.Equal(
            """data > "0 || data" """.TrimEnd(),
            made.GetProperty("tasks").GetProperty("x").GetProperty("input").GetProperty("expression").GetString());
        Assert.Contains(
            WorkflowCompiler.Compile(
                code.Definition!.Value, Definitions.Checking.Compile.Catalog, DefinitionLimits.Default).Findings,
            finding => finding is { IsError: true, Code: FindingCodes.InvalidExpression });
    }

    [Fact]
    public void What_is_not_rendered_is_not_escaped_and_numbers_stay_numbers()
    {
        var made = Template.Accept(
            """
            name: t
            parameters: {a: any, seconds: integer}
            workflow_definition:
              description: About ${param.a}
              tags: ['${param.a}']
              input: {x: {type: string, default: '${param.a}'}}
              tasks:
                x: {component: http, action: request, description: '${param.a}', timeout: '${param.seconds * 2}'}
            """,
            """{"a": "${env.A}", "seconds": 4}""");

        Assert.Equal("About ${env.A}", made.GetProperty("description").GetString());
        Assert.Equal("${env.A}", made.GetProperty("tags")[0].GetString());
        Assert.Equal("${env.A}", made.GetProperty("input").GetProperty("x").GetProperty("default").GetString());
        Assert.Equal("${env.A}", made.GetProperty("tasks").GetProperty("x").GetProperty("description").GetString());
        Assert.Equal(8, made.GetProperty("tasks").GetProperty("x").GetProperty("timeout").GetInt32());
    }

    [Theory]
    [InlineData("${param.aa}", FindingCodes.UnknownParameter, "a")]
    [InlineData("${input.x + param.aa}", FindingCodes.UnknownParameter, "a")]
    [InlineData("${param.a.nam}", FindingCodes.UnknownReference, "name")]
    [InlineData("${input.x + param.a.nam}", FindingCodes.UnknownReference, "name")]
    [InlineData("${param.a.name * 2}", FindingCodes.InvalidExpression, null)]
    public void What_cannot_be_filled_in_is_told(string text, string code, string? suggestion)
    {
        var finding = Template.Refuse(
            $"name: t\nparameters: {{a: any}}\ntasks:\n  x: {{component: harmonia, action: echo, input: '{text}'}}\n",
            """{"a": {"name": "Ada"}}""");

        Assert.Equal(
            (code, "/workflow_definition/tasks/x/input", suggestion),
            (finding.Code, finding.Pointer, finding.Suggestion));
    }

    [Fact]
    public void What_comes_out_is_bounded()
    {
        const string Yaml = "name: t\nparameters: {a: any}\ntasks: {x: {component: harmonia, action: echo, input: "
            + "['${param.a}', '${param.a}', '${param.a}${param.a}${param.a}${param.a}${input.x}']}}";
        var limits = TemplateLimits.Default with { MaxBytes = 4_000 };
        var deep = string.Concat(Enumerable.Repeat("[", 61)) + string.Concat(Enumerable.Repeat("]", 61));

        Assert.Equal(
            FindingCodes.TooLarge, Template.Refuse(Yaml, $$"""{"a": "{{new string('x', 1_500)}}"}""", limits).Code);
        Assert.Equal(FindingCodes.TooDeep, Template.Refuse(Yaml, $$"""{"a": {{deep}}}""").Code);
    }

    private static JsonElement Condition(string condition, string values) => Template.Accept(
        "name: t\nparameters: {a: any}\ntasks:\n"
            + $"  x: {{component: harmonia, action: noop, condition: {condition}}}\n",
        values).GetProperty("tasks").GetProperty("x").GetProperty("condition");

    /// <summary>What an execution sees: with the parameter in its scope, or with it filled in.</summary>
    private static string Seen(JsonElement input, string? evil)
    {
        List<Finding> findings = [];
        var template = Core.Expressions.Template.Compile(input, "", findings);
        Assert.Empty(findings);
        var rendered = template!.TryRender(new Scope(evil), EvaluationLimits.Default, out var value, out var error);
        Assert.True(rendered, error?.Message);
        return Encoding.UTF8.GetString(DefinitionText.Of(value).Utf8.Span);
    }

    private sealed class Scope(string? evil) : IExpressionScope
    {
        public DateTimeOffset Now => DateTimeOffset.UnixEpoch;

        public IEnumerable<string> Names => ["input", "env", "param"];

        public bool TryGet(string name, out ScopeValue value)
        {
            value = name switch
            {
                "input" => ScopeValue.Of(JsonElement.Parse("""{"x": "X"}""")),
                "env" => ScopeValue.Of(JsonElement.Parse("""{"SECRET": "leaked"}""")),
                "param" when evil is not null => ScopeValue.Of(
                    JsonElement.Parse($$"""{"a": {{Template.Json(evil)}}, "b": "$"}""")),
                _ => default,
            };
            return value.Json.ValueKind != JsonValueKind.Undefined;
        }

        public Guid DeriveId(int ordinal) => default;
    }
}
