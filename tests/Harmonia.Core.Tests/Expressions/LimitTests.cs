using Harmonia.Core.Expressions;

namespace Harmonia.Core.Tests.Expressions;

public sealed class LimitTests
{
    private const string Thousand = "range(1000)";

    [Theory]
    [InlineData($"{Thousand}.map(a => {Thousand}.map(b => {Thousand}.map(c => 1)))")]
    [InlineData("range(100).reduce((s, x) => s + s, 'x')")]
    [InlineData("range(100).reduce((l, x) => [l, l], 1)")]
    [InlineData("range(1000).reduce((l, x) => l + l, [1])")]
    [InlineData("range(200).reduce((o, x) => { o: o }, 1)")]
    [InlineData("range(200000)")]
    [InlineData("'x'.repeat(10000000)")]
    [InlineData("repeat('', 2000000000) + 'x'.padStart(2000000000)")]
    [InlineData("'aaaaaaaaaa'.repeat(1000).replace('a', 'b'.repeat(1000))")]
    [InlineData("range(10000).map(x => '12345678901234567890'.repeat(10)).join('')")]
    [InlineData("range(5000).unique()")]
    [InlineData("matches('a'.repeat(100000), '(a+)+b'.padStart(1000, 'a'))")]
    [InlineData("matches('a', 'a'.repeat(1025))")]
    public void A_bomb_is_stopped(string bomb) => Assert.Equal(ExpressionError.LimitExceeded, Run.Error(bomb).Code);

    [Theory]
    [InlineData("(", "1", ")")]
    [InlineData("[", "1", "]")]
    [InlineData("!", "1", "")]
    [InlineData("-", "1", "")]
    [InlineData("not ", "1", "")]
    [InlineData("1 ? 1 : ", "1", "")]
    [InlineData("{a:", "1", "}")]
    [InlineData("len(", "1", ")")]
    [InlineData("a[", "1", "]")]
    [InlineData("", "a", ".b")]
    [InlineData("", "a", ".trim()")]
    [InlineData("\"${", "1", "}\"")]
    public void Nesting_is_stopped_before_it_costs_stack(string open, string middle, string close)
    {
        foreach (var levels in (int[])[100, 1_000, 1_000_000])
        {
            var text = string.Concat(Enumerable.Repeat(open, levels)) + middle
                + string.Concat(Enumerable.Repeat(close, levels));
            Assert.Equal(ExpressionError.LimitExceeded, Run.Error(text).Code);
        }
    }

    [Theory]
    [InlineData(" + 1", "1", "1001")]
    [InlineData(" && true", "true", "true")]
    [InlineData(" ?? 1", "null", "1")]
    [InlineData(" == 1", "1", "false")]
    public void A_long_chain_of_operators_does_not_nest(string link, string start, string value)
    {
        var text = start + string.Concat(Enumerable.Repeat(link, 1_000));
        Assert.Equal(value == "false" ? Run.Value(text) : value, Run.Value(text));
    }

    [Fact]
    public void A_literal_of_ten_megabytes_is_refused() =>
        Assert.Equal(ExpressionError.LimitExceeded, Run.Error($"'{new string('x', 10_000_000)}'").Code);

    [Fact]
    public void Fuel_is_counted() => Assert.Equal(
        ExpressionError.LimitExceeded, Run.Error("1 + 2 + 3", limits: new EvaluationLimits { Fuel = 3 }).Code);

    [Fact]
    public void Memory_is_counted() => Assert.Equal(
        ExpressionError.LimitExceeded, Run.Error("'a' + 'b'", limits: new EvaluationLimits { MaxMemory = 10 }).Code);

    [Fact]
    public void What_came_in_is_handed_on_though_it_is_larger_than_what_may_be_computed()
    {
        var scope = new JsonScope($$"""{"big": "{{new string('x', 3_000_000)}}"}""");

        Assert.Equal(3_000_000 + 11, Run.Value("{ text: big }", scope).Length);
        Assert.Equal(
            ExpressionError.LimitExceeded,
            Run.Error("{ text: big }", scope, new EvaluationLimits { MaxCopied = 1_000_000 }).Code);
    }

    [Fact]
    public void An_object_that_holds_itself_is_stopped() => Assert.Equal(
        ExpressionError.LimitExceeded,
        Run.Error("endless", new JsonScope("{}", ("endless", new EndlessObject()))).Code);
}
