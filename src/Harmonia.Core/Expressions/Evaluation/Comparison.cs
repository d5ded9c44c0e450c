namespace Harmonia.Core.Expressions.Evaluation;

/// <summary>Truth, equality, order and membership.</summary>
internal static class Comparison
{
    /// <summary>False are: null, false, 0, the empty text and the text "false". Anything else is true.</summary>
    public static bool IsTrue(in Value value) => value.Kind switch
    {
        ValueKind.Null => false,
        ValueKind.Boolean => value.Boolean,
        ValueKind.Number => value.ToDouble() != 0,
        // Six bytes per character is the longest escape, so longer texts need not be read.
        ValueKind.Text => value.RawLength > 32 || IsTrue(value.Text),
        _ => true,
    };

    public static bool AreEqual(in Value left, in Value right, EvaluationContext context, int offset) =>
        AreEqual(left, right, context, 0, offset);

    /// <summary>Equal and of the same kind; numbers and texts are never the same.</summary>
    public static bool AreSame(in Value left, in Value right, EvaluationContext context, int offset) =>
        left.Kind == right.Kind && AreEqual(left, right, context, offset);

    /// <returns>The order, or <see langword="null"/> when one of both is null.</returns>
    public static int? Order(in Value left, in Value right, EvaluationContext context, int offset)
    {
        if (left.IsNull || right.IsNull)
        {
            return null;
        }

        if (left.Kind == ValueKind.Text && right.Kind == ValueKind.Text)
        {
            context.SpendText(left.RawLength + right.RawLength, offset);
            return string.CompareOrdinal(left.Text, right.Text);
        }

        if (Numbers.TryGet(left, out var a) && Numbers.TryGet(right, out var b))
        {
            return Numbers.Compare(a, b);
        }

        if (Instants.TryGet(left, out var earlier) && Instants.TryGet(right, out var later))
        {
            return earlier.CompareTo(later);
        }

        throw EvaluationException.Of(
            ExpressionError.WrongType, $"{Name(left.Kind)} and {Name(right.Kind)} have no order.", offset);
    }

    public static bool Contains(in Value container, in Value item, EvaluationContext context, int offset)
    {
        switch (container.Kind)
        {
            case ValueKind.Null:
                return false;
            case ValueKind.Text:
                var part = ValueWriter.ToText(item, context, offset);
                var text = container.Text;
                context.SpendText(text.Length, offset);
                return text.Contains(part, StringComparison.Ordinal);
            case ValueKind.List:
                return IndexOf(container, item, context, offset) >= 0;
            case ValueKind.Object:
                return item.Kind == ValueKind.Text && Lookup.TryMember(container, item.Text, context, offset, out _);
            default:
                throw EvaluationException.Of(
                    ExpressionError.WrongType, $"{Name(container.Kind)} contains nothing.", offset);
        }
    }

    public static int IndexOf(in Value list, in Value item, EvaluationContext context, int offset)
    {
        var items = context.Items(list, offset);
        for (var index = 0; index < items.Length; index++)
        {
            if (AreEqual(items[index], item, context, offset))
            {
                return index;
            }
        }

        return -1;
    }

    public static string Name(ValueKind kind) => kind switch
    {
        ValueKind.Null => "null",
        ValueKind.Boolean => "a boolean",
        ValueKind.Number => "a number",
        ValueKind.Text => "a text",
        ValueKind.List => "a list",
        ValueKind.Object => "an object",
        _ => "an instant",
    };

    private static bool IsTrue(string text) =>
        text.Length > 0 && !text.AsSpan().Trim().Equals("false", StringComparison.OrdinalIgnoreCase);

    private static bool AreEqual(in Value left, in Value right, EvaluationContext context, int depth, int offset)
    {
        if (left.Kind != right.Kind)
        {
            return AreEqualAcrossKinds(left, right);
        }

        switch (left.Kind)
        {
            case ValueKind.Null: return true;
            case ValueKind.Boolean: return left.Boolean == right.Boolean;
            case ValueKind.Number: return Numbers.Compare(left, right) == 0;
            case ValueKind.Instant: return left.Instant == right.Instant;
            case ValueKind.Text: return AreEqualTexts(left, right, context, offset);
            case ValueKind.List: return AreEqualLists(left, right, context, depth + 1, offset);
            default: return AreEqualObjects(left, right, context, depth + 1, offset);
        }
    }

    private static bool AreEqualAcrossKinds(in Value left, in Value right)
    {
        if (left.IsNull || right.IsNull)
        {
            return false;
        }

        if (Numbers.TryGet(left, out var a) && Numbers.TryGet(right, out var b))
        {
            return Numbers.Compare(a, b) == 0;
        }

        return Instants.TryGet(left, out var one) && Instants.TryGet(right, out var other) && one == other;
    }

    private static bool AreEqualTexts(in Value left, in Value right, EvaluationContext context, int offset)
    {
        context.SpendText(left.RawLength + right.RawLength, offset);
        if (left.IsJson && !right.IsJson)
        {
            return left.Json.ValueEquals(right.Text);
        }

        return right.IsJson ? right.Json.ValueEquals(left.Text) : left.Text == right.Text;
    }

    private static bool AreEqualLists(
        in Value left, in Value right, EvaluationContext context, int depth, int offset)
    {
        context.CheckDepth(depth, offset);
        var (some, others) = (context.Items(left, offset), context.Items(right, offset));
        if (some.Length != others.Length)
        {
            return false;
        }

        for (var index = 0; index < some.Length; index++)
        {
            if (!AreEqual(some[index], others[index], context, depth, offset))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AreEqualObjects(
        in Value left, in Value right, EvaluationContext context, int depth, int offset)
    {
        context.CheckDepth(depth, offset);
        var (some, others) = (context.Members(left, offset), context.Members(right, offset));
        if (some.Count != others.Count)
        {
            return false;
        }

        foreach (var (name, value) in some)
        {
            if (!others.TryGetValue(name, out var other) || !AreEqual(value, other, context, depth, offset))
            {
                return false;
            }
        }

        return true;
    }
}
