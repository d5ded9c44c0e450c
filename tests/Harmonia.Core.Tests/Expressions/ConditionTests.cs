using System.Text.Json;
using Harmonia.Core.Expressions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Tests.Expressions;

public sealed class ConditionTests
{
    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("null", false)]
    [InlineData("0", false)]
    [InlineData("2", true)]
    [InlineData("\"true\"", true)]
    [InlineData("\"false\"", false)]
    [InlineData("\"input.amount > 100\"", true)]
    [InlineData("\"${input.amount > 100}\"", true)]
    [InlineData("\" ${input.amount > 1000} \"", false)]
    [InlineData("\"input.name == \\\"${'Ada'}\\\"\"", true)]
    [InlineData("\"${'fal'}${'se'}\"", false)]
    [InlineData("\"${'tr'}ue\"", true)]
    [InlineData("\"${'false'}\"", false)]
    [InlineData("{\"expr\":\"input.amount == 120\"}", true)]
    [InlineData("{\"and\":[true,\"input.amount == 120\"]}", true)]
    [InlineData("{\"and\":[]}", true)]
    [InlineData("{\"or\":[]}", false)]
    [InlineData("{\"or\":[false,{\"not\":false}]}", true)]
    [InlineData("{\"not\":{\"eq\":[1,2]}}", true)]
    [InlineData("{\"eq\":[\"${input.amount}\",120]}", true)]
    [InlineData("{\"eq\":[\"Hi ${input.name}\",\"Hi Ada\"]}", true)]
    [InlineData("{\"neq\":[\"${input.amount}\",\"120\"]}", false)]
    [InlineData("{\"gt\":[\"${input.amount}\",119]}", true)]
    [InlineData("{\"gte\":[1,1]}", true)]
    [InlineData("{\"lt\":[\"${input.empty}\",1]}", false)]
    [InlineData("{\"lte\":[2,1]}", false)]
    [InlineData("{\"in\":[3,\"${input.items}\"]}", true)]
    [InlineData("{\"in\":[\"a\",[\"b\"]]}", false)]
    [InlineData("{\"contains\":[\"${input.items}\",3]}", true)]
    public void Every_documented_form_holds_or_does_not(string condition, bool expected)
    {
        var findings = new List<Finding>();
        var compiled = Condition.Compile(JsonElement.Parse(condition), "", findings);
        Assert.Empty(findings);
        var tested = compiled!.TryTest(Run.Scope, EvaluationLimits.Default, out var holds, out var error);
        Assert.True(tested, error?.Message);
        Assert.Equal(expected, holds);
    }

    [Theory]
    [InlineData("{\"equal\":[1,2]}", FindingCodes.UnknownField, "/c/equal")]
    [InlineData("{\"eq\":[1,2],\"gt\":[1,2]}", FindingCodes.InvalidValue, "/c")]
    [InlineData("{}", FindingCodes.InvalidValue, "/c")]
    [InlineData("{\"eq\":[1]}", FindingCodes.WrongType, "/c/eq")]
    [InlineData("{\"and\":true}", FindingCodes.WrongType, "/c/and")]
    [InlineData("{\"expr\":5}", FindingCodes.WrongType, "/c/expr")]
    [InlineData("{\"and\":[\"1 +\"]}", FindingCodes.InvalidExpression, "/c/and/0")]
    [InlineData("{\"eq\":[\"${\",1]}", FindingCodes.InvalidExpression, "/c/eq/0")]
    [InlineData("\"\"", FindingCodes.InvalidExpression, "/c")]
    public void A_mistake_is_found_at_its_place(string condition, string code, string pointer)
    {
        var findings = new List<Finding>();
        Assert.Null(Condition.Compile(JsonElement.Parse(condition), "/c", findings));
        var finding = Assert.Single(findings);
        Assert.Equal((code, pointer), (finding.Code, finding.Pointer));
    }

    [Fact]
    public void An_unknown_key_is_answered_with_the_nearest()
    {
        var findings = new List<Finding>();
        Condition.Compile(JsonElement.Parse("""{"contain":[1,2]}"""), "", findings);
        Assert.Equal("contains", Assert.Single(findings).Suggestion);
    }

    [Theory]
    [InlineData("\"${input.name} == 'Ada'\"", ExpressionError.WrongType)]
    [InlineData("\"input.nothing\"", ExpressionError.MissingReference)]
    public void A_condition_that_cannot_be_decided_is_an_error(string condition, string code)
    {
        var compiled = Condition.Compile(JsonElement.Parse(condition), "/c", []);
        Assert.False(compiled!.TryTest(Run.Scope, EvaluationLimits.Default, out _, out var error));
        Assert.Equal(code, error.Code);
        Assert.Contains("'/c'", error.Message, StringComparison.Ordinal);
    }
}
