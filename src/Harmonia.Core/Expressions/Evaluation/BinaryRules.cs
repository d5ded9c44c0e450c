namespace Harmonia.Core.Expressions.Evaluation;

/// <summary>What each operator with two operands does.</summary>
internal static class BinaryRules
{
    /// <returns>The rule, or <see langword="null"/> for anything that is no such operator.</returns>
    public static BinaryRule? Find(string symbol) => symbol switch
    {
        "==" => (in a, in b, context, at) => Value.Of(Comparison.AreEqual(a, b, context, at)),
        "!=" => (in a, in b, context, at) => Value.Of(!Comparison.AreEqual(a, b, context, at)),
        "===" => (in a, in b, context, at) => Value.Of(Comparison.AreSame(a, b, context, at)),
        "!==" => (in a, in b, context, at) => Value.Of(!Comparison.AreSame(a, b, context, at)),
        "<" => (in a, in b, context, at) => Value.Of(Comparison.Order(a, b, context, at) < 0),
        "<=" => (in a, in b, context, at) => Value.Of(Comparison.Order(a, b, context, at) <= 0),
        ">" => (in a, in b, context, at) => Value.Of(Comparison.Order(a, b, context, at) > 0),
        ">=" => (in a, in b, context, at) => Value.Of(Comparison.Order(a, b, context, at) >= 0),
        "in" => (in a, in b, context, at) => Value.Of(Comparison.Contains(b, a, context, at)),
        "not in" => (in a, in b, context, at) => Value.Of(!Comparison.Contains(b, a, context, at)),
        "+" => Add,
        "-" => (in a, in b, _, at) => Numbers.Subtract(Number(a, at), Number(b, at), at),
        "*" => (in a, in b, _, at) => Numbers.Multiply(Number(a, at), Number(b, at), at),
        "/" => (in a, in b, _, at) => Numbers.Divide(Number(a, at), Number(b, at), at),
        "%" => (in a, in b, _, at) => Numbers.Remainder(Number(a, at), Number(b, at), at),
        _ => null,
    };

    /// <summary>A number, or a text that spells one; anything else is an error.</summary>
    public static Value Number(in Value value, int offset) => Numbers.TryGet(value, out var number)
        ? number
        : throw EvaluationException.Of(
            ExpressionError.WrongType, $"A number is needed here, not {Comparison.Name(value.Kind)}.", offset);

    /// <summary>Adds numbers, joins lists, and joins texts with anything.</summary>
    private static Value Add(in Value left, in Value right, EvaluationContext context, int offset)
    {
        if (left.Kind == ValueKind.Number && right.Kind == ValueKind.Number)
        {
            return Numbers.Add(left, right, offset);
        }

        if (left.Kind == ValueKind.List && right.Kind == ValueKind.List)
        {
            return context.NewList([.. context.Items(left, offset), .. context.Items(right, offset)], offset);
        }

        if (left.Kind != ValueKind.Text && right.Kind != ValueKind.Text)
        {
            throw EvaluationException.Of(
                ExpressionError.WrongType,
                $"{Comparison.Name(left.Kind)} and {Comparison.Name(right.Kind)} cannot be added.",
                offset);
        }

        var (head, tail) = (ValueWriter.ToText(left, context, offset), ValueWriter.ToText(right, context, offset));
        context.ReserveText((long)head.Length + tail.Length, offset);
        return Value.Of(head + tail);
    }
}
