using System.Text;

namespace Harmonia.Core.Expressions.Evaluation;

/// <summary>A value that is the same every time.</summary>
internal sealed class LiteralNode(Value value, int offset) : Node(offset, 1)
{
    public Value Value => value;

    public override Value Evaluate(EvaluationContext context)
    {
        context.Spend(1, Offset);
        return value;
    }
}

/// <summary>A quoted text, or a text of a template, with <c>${…}</c> inside.</summary>
internal sealed class InterpolationNode(Node[] parts, int offset) : Node(offset, DepthOf(parts))
{
    public override Value Evaluate(EvaluationContext context)
    {
        context.Spend(1, Offset);
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            var piece = ValueWriter.ToText(part.Evaluate(context), context, part.Offset);
            context.ReserveText(piece.Length, part.Offset);
            text.Append(piece);
        }

        return Value.Of(text.ToString());
    }
}

internal sealed class ListNode(Node[] items, int offset) : Node(offset, DepthOf(items))
{
    public override Value Evaluate(EvaluationContext context)
    {
        context.Spend(1, Offset);
        var values = new Value[items.Length];
        for (var index = 0; index < items.Length; index++)
        {
            values[index] = items[index].Evaluate(context);
        }

        return context.NewList(values, Offset);
    }
}

internal sealed class ObjectNode(string[] names, Node[] values, int offset) : Node(offset, DepthOf(values))
{
    public override Value Evaluate(EvaluationContext context)
    {
        context.Spend(1, Offset);
        var members = new OrderedDictionary<string, Value>(StringComparer.Ordinal);
        for (var index = 0; index < names.Length; index++)
        {
            members[names[index]] = values[index].Evaluate(context);
        }

        return context.NewObject(members, Offset);
    }
}
