namespace Harmonia.Core.Expressions.Evaluation;

/// <summary>How an operator with two operands works once both are known.</summary>
internal delegate Value BinaryRule(in Value left, in Value right, EvaluationContext context, int offset);

/// <summary>Operators of one rank from left to right, as in <c>a + b - c</c>.</summary>
/// <remarks>A list instead of a tree, so that a long sum does not nest.</remarks>
internal sealed class ChainNode(Node first, BinaryRule[] rules, Node[] operands)
    : Node(first.Offset, Math.Max(first.Depth, DepthOf(operands) - 1) + 1)
{
    public override Value Evaluate(EvaluationContext context)
    {
        context.Spend(1, Offset);
        var value = first.Evaluate(context);
        for (var index = 0; index < rules.Length; index++)
        {
            value = rules[index](value, operands[index].Evaluate(context), context, operands[index].Offset);
        }

        return value;
    }
}

/// <summary><c>a &amp;&amp; b</c> or <c>a || b</c>: the first operand that decides, or the last.</summary>
internal sealed class LogicNode(Node[] operands, bool stopsAt, int offset) : Node(offset, DepthOf(operands))
{
    public override Value Evaluate(EvaluationContext context)
    {
        context.Spend(1, Offset);
        var value = Value.Null;
        foreach (var operand in operands)
        {
            value = operand.Evaluate(context);
            if (Comparison.IsTrue(value) == stopsAt)
            {
                break;
            }
        }

        return value;
    }
}

/// <summary><c>a ?? b</c>: the first operand that is not null.</summary>
internal sealed class FallbackNode(Node[] operands, int offset) : Node(offset, DepthOf(operands))
{
    public override Value Evaluate(EvaluationContext context)
    {
        context.Spend(1, Offset);
        var value = Value.Null;
        foreach (var operand in operands)
        {
            value = operand.Evaluate(context);
            if (!value.IsNull)
            {
                break;
            }
        }

        return value;
    }

    public override void MakeOptional()
    {
        base.MakeOptional();
        operands[^1].MakeOptional();
    }
}

internal sealed class NotNode(Node operand, int offset) : Node(offset, operand.Depth + 1)
{
    public override Value Evaluate(EvaluationContext context)
    {
        context.Spend(1, Offset);
        return Value.Of(!Comparison.IsTrue(operand.Evaluate(context)));
    }
}

internal sealed class NegateNode(Node operand, int offset) : Node(offset, operand.Depth + 1)
{
    public override Value Evaluate(EvaluationContext context)
    {
        context.Spend(1, Offset);
        return Numbers.Negate(BinaryRules.Number(operand.Evaluate(context), Offset), Offset);
    }
}

/// <summary><c>condition ? then : otherwise</c></summary>
internal sealed class TernaryNode(Node condition, Node then, Node otherwise, int offset)
    : Node(offset, DepthOf([condition, then, otherwise]))
{
    public override Value Evaluate(EvaluationContext context)
    {
        context.Spend(1, Offset);
        return Comparison.IsTrue(condition.Evaluate(context)) ? then.Evaluate(context) : otherwise.Evaluate(context);
    }

    public override void MakeOptional()
    {
        base.MakeOptional();
        then.MakeOptional();
        otherwise.MakeOptional();
    }
}
