namespace Harmonia.Core.Tests.Expressions;

public sealed class OperatorTests
{
    [Theory]
    [InlineData("1 == 1.0", "true")]
    [InlineData("'1.0' == 1", "true")]
    [InlineData("'a' == 'a'", "true")]
    [InlineData("'' == 0", "false")]
    [InlineData("null == null", "true")]
    [InlineData("null == false", "false")]
    [InlineData("null != 0", "true")]
    [InlineData("'true' == true", "false")]
    [InlineData("[1, {a: 2}] == [1.0, {a: '2'}]", "true")]
    [InlineData("{a: 1, b: 2} == {b: 2, a: 1}", "true")]
    [InlineData("{a: 1} == {a: 1, b: 2}", "false")]
    [InlineData("input.name == 'Ada' and input.amount === 120", "true")]
    [InlineData("input.big == 12345678901234567890.1", "true")]
    [InlineData("9007199254740993 == 9007199254740992", "false")]
    [InlineData("input.at == DateTime.parse('2026-03-01T13:30:00+01:00')", "true")]
    public void Equality_ignores_how_a_number_is_spelled(string text, string value) =>
        Assert.Equal(value, Run.Value(text));

    [Theory]
    [InlineData("'10' > 9", "true")]
    [InlineData("'10' > '9'", "false")]
    [InlineData("null < 1", "false")]
    [InlineData("null >= null", "false")]
    [InlineData("1 > null", "false")]
    [InlineData("9007199254740993 > 9007199254740992", "true")]
    [InlineData("now() > input.at", "true")]
    public void Order_with_null_is_false(string text, string value) => Assert.Equal(value, Run.Value(text));

    [Theory]
    [InlineData("9223372036854775806 + 1", "9223372036854775807")]
    [InlineData("9223372036854775807 + 1", "9.223372036854776E+18")]
    [InlineData("4294967296 * 4294967296", "1.8446744073709552E+19")]
    [InlineData("9007199254740993 * 3", "27021597764222979")]
    [InlineData("6 / 3", "2")]
    [InlineData("1 / 4", "0.25")]
    [InlineData("-7 % 3", "-1")]
    [InlineData("5.5 % 2", "1.5")]
    [InlineData("'2' * '3'", "6")]
    [InlineData("0 * -1", "0")]
    [InlineData("-(-9223372036854775807 - 1)", "9.223372036854776E+18")]
    [InlineData("(-9223372036854775807 - 1) % -1", "0")]
    [InlineData("+3", "3")]
    public void Whole_numbers_are_exact_while_they_fit(string text, string value)
    {
        Assert.Equal(value, Run.Value(text));
    }

    [Theory]
    [InlineData("1 + 2 * 3 - 4 / 2", "5")]
    [InlineData("(1 + 2) * 3", "9")]
    [InlineData("10 - 3 - 2", "5")]
    [InlineData("1 + 1 == 2 && 2 > 1 || false", "true")]
    [InlineData("not 1 == 2", "true")]
    [InlineData("!false && false", "false")]
    [InlineData("true ? false ? 1 : 2 : 3", "2")]
    [InlineData("false ? 1 : true ? 2 : 3", "2")]
    [InlineData("null ?? false || true", "true")]
    [InlineData("1 not in [2] and 1 in [1]", "true")]
    [InlineData("-2 * -3", "6")]
    [InlineData("1 + 2 + 'a'", "\"3a\"")]
    [InlineData("'a' + 1 + 2", "\"a12\"")]
    [InlineData("'x' + null + [1, 'b'] + {a: true}", "\"xnull[1,\\\"b\\\"]{\\\"a\\\":true}\"")]
    public void Operators_bind_as_the_reference_says(string text, string value)
    {
        Assert.Equal(value, Run.Value(text));
    }

    [Theory]
    [InlineData("null", false)]
    [InlineData("false", false)]
    [InlineData("0", false)]
    [InlineData("0.0", false)]
    [InlineData("''", false)]
    [InlineData("'false'", false)]
    [InlineData("'False'", false)]
    [InlineData("'0'", true)]
    [InlineData("'no'", true)]
    [InlineData("[]", true)]
    [InlineData("{}", true)]
    [InlineData("-1", true)]
    public void Truth_is_the_same_everywhere(string text, bool truth)
    {
        var (yes, no) = truth ? ("true", "false") : ("false", "true");
        Assert.Equal(yes, Run.Value($"({text}) ? true : false"));
        Assert.Equal(no, Run.Value($"!({text})"));
        Assert.Equal(yes, Run.Value($"bool({text})"));
    }

    [Theory]
    [InlineData("false && nosuch", "false")]
    [InlineData("true || nosuch", "true")]
    [InlineData("1 ?? nosuch", "1")]
    [InlineData("true ? 1 : nosuch", "1")]
    public void What_is_decided_is_not_evaluated_further(string text, string value) =>
        Assert.Equal(value, Run.Value(text));

    [Theory]
    [InlineData("[1, 2].map(x => [3].map(y => x * y))", "[[3],[6]]")]
    [InlineData("[1].map(input => input + 1)", "[2]")]
    [InlineData("[[1, 2]].map(x => x.map((x, i) => x + i))", "[[1,3]]")]
    [InlineData("map([1], x => x)", "[1]")]
    [InlineData("['a'].map((x) => \"<${x}>\")", "[\"<a>\"]")]
    [InlineData("\"${input.items.map(x => \"<${x}>\").join('')}\" == '<3><1><2>'", "true")]
    public void A_lambda_shadows_and_nests(string text, string value) => Assert.Equal(
        value,
        Run.Value(text));
}
