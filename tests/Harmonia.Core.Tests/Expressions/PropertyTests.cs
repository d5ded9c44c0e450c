using System.Globalization;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Harmonia.Core.Expressions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Tests.Expressions;

public sealed class PropertyTests
{
    private static readonly string[] Pieces =
    [
        "input", ".", "?.", "name", "items", "[", "]", "(", ")", "{", "}", "1", "0.5", "'", "\"", "${", "$${", "\\",
        "+", "-", "*", "/", "%", "==", "<", "&&", "||", "??", "?", ":", ",", "=>", "x", "map", "len", "not ", " in ",
        " and ", "null", "now()", " ",
    ];

    private static readonly Config Config = Config.QuickThrowOnFailure.WithMaxTest(2_000);

    /// <summary>An expression with the value that a naive reading of it gives.</summary>
    private sealed record Sample(string Text, long Number);

    [Fact]
    public void Arithmetic_and_logic_equal_a_naive_reading() =>
        Prop.ForAll(
            Gen.Sized(size => Samples(Math.Min(size, 5))).ToArbitrary(),
            sample => Run.Value(sample.Text) == sample.Number.ToString(CultureInfo.InvariantCulture))
            .Check(Config);

    [Fact]
    public void Random_pieces_of_the_language_give_a_value_or_a_typed_error() =>
        Prop.ForAll(
            Gen.ListOf(Gen.Elements(Pieces)).Select(pieces => string.Concat(pieces)).ToArbitrary(), EndsWell)
            .Check(Config);

    [Fact]
    public void Random_text_gives_a_value_or_a_typed_error() =>
        Prop.ForAll(ArbMap.Default.GeneratorFor<string>().Where(text => text is not null).ToArbitrary(), EndsWell)
            .Check(Config);

    [Fact]
    public void Interpolating_text_without_expressions_changes_nothing() =>
        Prop.ForAll(
            ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => text.Get).ToArbitrary(),
            text => text.Contains("${", StringComparison.Ordinal)
                || Template.Compile(Quoted(text), "", []) is { IsConstant: true } template
                && template.TryRender(Run.Scope, EvaluationLimits.Default, out var value, out _)
                && value.GetRawText() == Quoted(text).GetRawText())
            .Check(Config);

    private static bool EndsWell(string text)
    {
        if (!Expression.TryCompile(text, out var expression, out var mistake))
        {
            return mistake.Code.Length > 0 && mistake.Offset >= 0;
        }

        Template.Compile(Quoted(text), "", new List<Finding>())
            ?.TryRender(Run.Scope, EvaluationLimits.Default, out _, out _);
        return expression.TryEvaluate(Run.Scope, EvaluationLimits.Default, out var value, out var error)
            ? value.ValueKind != JsonValueKind.Undefined
            : error.Code.Length > 0;
    }

    private static JsonElement Quoted(string text)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStringValue(text);
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    private static Gen<Sample> Samples(int depth)
    {
        var literals = Gen.Choose(0, 99).Select(number => new Sample($"{number}", number));
        if (depth == 0)
        {
            return literals;
        }

        var smaller = Samples(depth - 1);
        var pairs = smaller.SelectMany(left => smaller.Select(right => (left, right)));
        return Gen.OneOf(
            literals,
            pairs.Select(p => new Sample($"({p.left.Text} + {p.right.Text})", p.left.Number + p.right.Number)),
            pairs.Select(p => new Sample($"({p.left.Text} - {p.right.Text})", p.left.Number - p.right.Number)),
            pairs.Select(p => new Sample(
                $"(({p.left.Text}) % 7 * {p.right.Text})", p.left.Number % 7 * p.right.Number)),
            pairs.Select(p => new Sample(
                $"({p.left.Text} < {p.right.Text} ? 1 : 0)", p.left.Number < p.right.Number ? 1 : 0)),
            pairs.Select(p => new Sample(
                $"({p.left.Text} && {p.right.Text})", p.left.Number == 0 ? 0 : p.right.Number)),
            pairs.Select(p => new Sample(
                $"({p.left.Text} || {p.right.Text})", p.left.Number != 0 ? p.left.Number : p.right.Number)),
            smaller.Select(s => new Sample($"-({s.Text})", -s.Number)),
            smaller.Select(s => new Sample($"(not {s.Text} ? 5 : 6)", s.Number == 0 ? 5 : 6)));
    }
}
