using System.Text.Json;
using Harmonia.Core.Expressions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Tests.Expressions;

public sealed class TemplateTests
{
    [Theory]
    [InlineData("\"${input.amount}\"", "120")]
    [InlineData("\"${input.items}\"", "[3,1,2]")]
    [InlineData("\"${ input.big }\"", "12345678901234567890.10")]
    [InlineData("\"${input.amount} EUR\"", "\"120 EUR\"")]
    [InlineData("\"${input.name}${input.empty}\"", "\"Adanull\"")]
    [InlineData("\"items ${input.items}\"", "\"items [3,1,2]\"")]
    [InlineData("\"$${input.name}\"", "\"${input.name}\"")]
    [InlineData("\"$${a} ${input.name} $$\"", "\"${a} Ada $$\"")]
    [InlineData("\"${'}'}\"", "\"}\"")]
    [InlineData("\"${ {a: {b: 1}}.a }\"", "{\"b\":1}")]
    [InlineData("\"${'a${input.name}b'}\"", "\"aAdab\"")]
    [InlineData("{\"a\":[\"${input.amount}\",1],\"${k}\":null}", "{\"a\":[120,1],\"${k}\":null}")]
    [InlineData("\"it's ${input.name}\"", "\"it's Ada\"")]
    public void Strings_are_filled_in_and_whole_ones_keep_their_type(string template, string value)
    {
        var (rendered, error) = Render(template);
        Assert.Null(error);
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(value), rendered), rendered.GetRawText());
    }

    [Fact]
    public void What_is_rendered_is_not_evaluated_again()
    {
        var scope = new JsonScope("""{"input":{"a":"${input.b}","b":"secret"}}""");
        Assert.Equal("${input.b}", Render("\"${input.a}\"", scope).Value.GetString());
        Assert.Equal("x${input.b}", Render("\"x${input.a}\"", scope).Value.GetString());
    }

    [Theory]
    [InlineData("5")]
    [InlineData("{\"a\": [\"text\", 1.50, null]}")]
    public void A_constant_template_gives_its_source_itself(string template)
    {
        var compiled = Template.Compile(JsonElement.Parse(template), "", []);
        Assert.True(compiled!.IsConstant);
        Assert.True(compiled.TryRender(Run.Scope, new EvaluationLimits { Fuel = 0 }, out var value, out _));
        Assert.Equal(template, value.GetRawText());
    }

    [Fact]
    public void Every_mistake_is_found_at_its_place()
    {
        var findings = new List<Finding>();
        var source = JsonElement.Parse("""{"a":"${open","b":["ok","${1 +}"],"c":"${uper('x')}"}""");
        Assert.Null(Template.Compile(source, "/input", findings));
        Assert.Equal(["/input/a", "/input/b/1", "/input/c"], findings.Select(finding => finding.Pointer));
        Assert.All(findings, finding => Assert.Equal(FindingCodes.InvalidExpression, finding.Code));
        Assert.Equal("upper", findings[2].Suggestion);
    }

    [Fact]
    public void An_error_says_which_string_it_comes_from()
    {
        var (_, error) = Render("""{"a":{"b":["${input.nothing}"]}}""");
        Assert.Equal(ExpressionError.MissingReference, error!.Code);
        Assert.Contains("'/a/b/0'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void References_come_with_the_pointer_of_their_string()
    {
        var template = Template.Compile(JsonElement.Parse("""{"a":"${x.y} ${z?.w}"}"""), "/t", []);
        Assert.Equal(
            ["/t/a x.y False", "/t/a z.w True"],
            template!.References.Select(r =>
                $"{r.Pointer} {string.Join('.', r.Reference.Segments)} {r.Reference.Optional}"));
    }

    [Fact]
    public void A_template_that_nests_too_deep_is_a_finding()
    {
        var json = string.Concat(Enumerable.Repeat("[", 500)) + string.Concat(Enumerable.Repeat("]", 500));
        var findings = new List<Finding>();
        var source = JsonElement.Parse(json, new JsonDocumentOptions { MaxDepth = 1_000 });
        Assert.Null(Template.Compile(source, "", findings));
        Assert.Equal(FindingCodes.TooDeep, Assert.Single(findings).Code);
    }

    [Fact]
    public void A_template_shares_its_limits_among_its_strings() => Assert.Equal(
        ExpressionError.LimitExceeded,
        Render("""["${'x'.repeat(300000)}","${'x'.repeat(300000)}"]""").Error!.Code);

    private static (JsonElement Value, ExpressionError? Error) Render(string template, IExpressionScope? scope = null)
    {
        var findings = new List<Finding>();
        var compiled = Template.Compile(JsonElement.Parse(template), "", findings);
        Assert.Empty(findings);
        compiled!.TryRender(scope ?? Run.Scope, EvaluationLimits.Default, out var value, out var error);
        return (value, error);
    }
}
