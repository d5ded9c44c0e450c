namespace Harmonia.Core.Expressions.Evaluation;

/// <summary>Members of objects and items of lists.</summary>
internal static class Lookup
{
    /// <summary>Members that JSON passes on the way, or items that it skips, for one unit of fuel.</summary>
    private const int ScannedPerStep = 64;

    public static bool TryMember(
        in Value target, string name, EvaluationContext context, int offset, out Value value)
    {
        value = default;
        if (target.Lazy is { } lazy)
        {
            if (lazy.TryGet(name, out var member))
            {
                value = Value.Of(member);
                return true;
            }
        }

        if (target.Kind == ValueKind.Object && target.IsJson)
        {
            context.Spend(target.Json.GetPropertyCount() / ScannedPerStep, offset);
            if (target.Json.TryGetProperty(name, out var member))
            {
                value = Value.Of(member);
                return true;
            }
        }

        if (target.ComputedObject is { } computed && computed.Members.TryGetValue(name, out value))
        {
            return true;
        }

        return name == "length" && TryLength(target, context, offset, out value);
    }

    /// <summary>An item by its index; a negative one counts from the end.</summary>
    public static bool TryItem(in Value target, long index, EvaluationContext context, int offset, out Value value)
    {
        value = default;
        if (target.Kind == ValueKind.Text)
        {
            var text = target.Text;
            context.SpendText(text.Length, offset);
            var inText = TryPosition(index, text.Length, out var character);
            value = inText ? Value.Of(text[character].ToString()) : default;
            return inText;
        }

        if (target.Kind != ValueKind.List)
        {
            return false;
        }

        var length = target.ComputedList?.Items.Length ?? target.Json.GetArrayLength();
        if (!TryPosition(index, length, out var position))
        {
            return false;
        }

        context.Spend(target.IsJson ? position / ScannedPerStep : 0, offset);
        value = target.ComputedList is { } list ? list.Items[position] : Value.Of(target.Json[position]);
        return true;
    }

    public static bool TryLength(in Value target, EvaluationContext context, int offset, out Value length)
    {
        length = default;
        switch (target.Kind)
        {
            case ValueKind.Text:
                context.SpendText(target.RawLength, offset);
                length = Value.Of((long)target.Text.Length);
                return true;
            case ValueKind.List:
                length = Value.Of((long)(target.ComputedList?.Items.Length ?? target.Json.GetArrayLength()));
                return true;
            case ValueKind.Object:
                length = Value.Of((long)(target.IsJson
                    ? target.Json.GetPropertyCount()
                    : context.Members(target, offset).Count));
                return true;
            default:
                return false;
        }
    }

    public static IEnumerable<string> Names(Value target, EvaluationContext context, int offset) =>
        target.Lazy is { } lazy ? lazy.Names
        : target.Kind == ValueKind.Object ? context.Members(target, offset).Keys : [];

    private static bool TryPosition(long index, int length, out int position)
    {
        var counted = index < 0 ? index + length : index;
        position = (int)Math.Clamp(counted, 0, int.MaxValue);
        return counted >= 0 && counted < length;
    }
}
