using Harmonia.Core.Expressions.Evaluation;

namespace Harmonia.Core.Expressions.Functions;

/// <summary>Functions of lists; those that make sense for texts too say so.</summary>
internal static class ListFunctions
{
    public static IEnumerable<Function> All { get; } =
    [
        Each("some", (in call) => Value.Of(IndexOfMatch(call, true) >= 0)),
        Each("every", (in call) => Value.Of(IndexOfMatch(call, false) < 0)),
        Each("find", (in call) => IndexOfMatch(call, true) is var at and >= 0 ? call.Items(0)[at] : Value.Null),
        Each("findIndex", (in call) => Value.Of((long)IndexOfMatch(call, true))),
        Each("filter", Filter),
        Each("map", Map),
        new("reduce", 2, 2, Reduce) { Lambda = LambdaUse.Required },
        new("count", 1, 1, Count) { Lambda = LambdaUse.Optional },
        new("includes", 2, 2, Contains),
        new("contains", 2, 2, Contains),
        new("indexOf", 2, 2, IndexOf),
        new("join", 1, 2, Join),
        new("slice", 1, 3, Slice),
        new("first", 1, 1, (in call) => End(call, 0)),
        new("last", 1, 1, (in call) => End(call, -1)),
        new("reverse", 1, 1, Reverse),
        new("unique", 1, 1, Unique) { Lambda = LambdaUse.Optional },
        new("flatten", 1, 1, Flatten),
        new("concat", 1, 8, Concat),
        new("range", 1, 2, Range),
    ];

    /// <summary>The items as they are, or what the lambda makes of each.</summary>
    public static Value[] Keys(in FunctionCall call)
    {
        var items = call.Items(0);
        if (!call.HasLambda)
        {
            return items;
        }

        var keys = new Value[items.Length];
        for (var index = 0; index < items.Length; index++)
        {
            keys[index] = call.Apply(items[index], index);
        }

        return keys;
    }

    private static Function Each(string name, FunctionBody body) =>
        new(name, 1, 1, body) { Lambda = LambdaUse.Required };

    private static int IndexOfMatch(in FunctionCall call, bool wanted)
    {
        var items = call.Items(0);
        for (var index = 0; index < items.Length; index++)
        {
            if (Comparison.IsTrue(call.Apply(items[index], index)) == wanted)
            {
                return index;
            }
        }

        return -1;
    }

    private static Value Filter(in FunctionCall call)
    {
        var items = call.Items(0);
        var kept = new List<Value>();
        for (var index = 0; index < items.Length; index++)
        {
            if (Comparison.IsTrue(call.Apply(items[index], index)))
            {
                kept.Add(items[index]);
            }
        }

        return call.NewList([.. kept]);
    }

    private static Value Map(in FunctionCall call) => call.NewList(Keys(call));

    private static Value Reduce(in FunctionCall call)
    {
        if (call.LambdaParameters != 2)
        {
            throw call.Invalid("the lambda needs two parameters, such as (sum, x) => sum + x.");
        }

        var result = call[1];
        foreach (var item in call.Items(0))
        {
            result = call.Apply(result, item);
        }

        return result;
    }

    private static Value Count(in FunctionCall call)
    {
        if (!call.HasLambda)
        {
            return Value.Of((long)call.Items(0).Length);
        }

        var count = 0L;
        var items = call.Items(0);
        for (var index = 0; index < items.Length; index++)
        {
            count += Comparison.IsTrue(call.Apply(items[index], index)) ? 1 : 0;
        }

        return Value.Of(count);
    }

    private static Value Contains(in FunctionCall call) =>
        Value.Of(Comparison.Contains(call[0], call[1], call.Context, call.Offset));

    private static Value IndexOf(in FunctionCall call)
    {
        if (call[0].Kind == ValueKind.List)
        {
            return Value.Of((long)Comparison.IndexOf(call[0], call[1], call.Context, call.Offset));
        }

        var text = call.Text(0);
        call.Context.SpendText(text.Length, call.Offset);
        return Value.Of((long)text.IndexOf(call.Text(1), StringComparison.Ordinal));
    }

    private static Value Join(in FunctionCall call)
    {
        var separator = call.Count > 1 ? call.Text(1) : ",";
        var texts = new List<string>();
        foreach (var item in call.Items(0))
        {
            var text = ValueWriter.ToText(item, call.Context, call.Offset);
            call.Context.ReserveText((long)text.Length + separator.Length, call.Offset);
            texts.Add(text);
        }

        return Value.Of(string.Join(separator, texts));
    }

    private static Value Slice(in FunctionCall call)
    {
        var isText = call[0].Kind == ValueKind.Text;
        var text = isText ? call.Text(0) : "";
        var items = isText ? [] : call.Items(0);
        var length = isText ? text.Length : items.Length;
        var start = Position(call.Count > 1 ? call.Integer(1) : 0, length);
        var end = Math.Max(start, Position(call.Count > 2 ? call.Integer(2) : length, length));
        return isText ? call.NewText(text[start..end]) : call.NewList(items[start..end]);
    }

    private static int Position(int index, int length) =>
        (int)Math.Clamp(index < 0 ? (long)index + length : index, 0, length);

    private static Value End(in FunctionCall call, int index)
    {
        if (call[0].Kind is not (ValueKind.List or ValueKind.Text))
        {
            throw call.Wrong(0, "a list or a text");
        }

        return Lookup.TryItem(call[0], index, call.Context, call.Offset, out var item) ? item : Value.Null;
    }

    private static Value Reverse(in FunctionCall call)
    {
        if (call[0].Kind == ValueKind.Text)
        {
            var characters = call.Text(0).ToCharArray();
            Array.Reverse(characters);
            return call.NewText(new string(characters));
        }

        var items = (Value[])call.Items(0).Clone();
        Array.Reverse(items);
        return call.NewList(items);
    }

    private static Value Unique(in FunctionCall call)
    {
        var (items, keys) = (call.Items(0), Keys(call));
        var (kept, seen) = (new List<Value>(), new List<Value>());
        for (var index = 0; index < items.Length; index++)
        {
            if (!IsAmong(keys[index], seen, call))
            {
                kept.Add(items[index]);
                seen.Add(keys[index]);
            }
        }

        return call.NewList([.. kept]);
    }

    private static bool IsAmong(in Value key, List<Value> seen, in FunctionCall call)
    {
        foreach (var other in seen)
        {
            call.Context.Spend(1, call.Offset);
            if (Comparison.AreSame(key, other, call.Context, call.Offset))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Takes one level of lists away.</summary>
    private static Value Flatten(in FunctionCall call)
    {
        var flat = new List<Value>();
        foreach (var item in call.Items(0))
        {
            if (item.Kind == ValueKind.List)
            {
                flat.AddRange(call.Context.Items(item, call.Offset));
            }
            else
            {
                flat.Add(item);
            }
        }

        return call.NewList([.. flat]);
    }

    private static Value Concat(in FunctionCall call)
    {
        var joined = new List<Value>();
        for (var index = 0; index < call.Count; index++)
        {
            joined.AddRange(call.Items(index));
        }

        return call.NewList([.. joined]);
    }

    /// <summary>Whole numbers from the first (or 0) up to, without, the last.</summary>
    private static Value Range(in FunctionCall call)
    {
        var start = call.Count > 1 ? call.Integer(0) : 0;
        var count = Math.Max(0L, (long)call.Integer(call.Count - 1) - start);
        call.Context.Spend(count, call.Offset);
        var items = new Value[count];
        for (var index = 0; index < items.Length; index++)
        {
            items[index] = Value.Of((long)start + index);
        }

        return call.NewList(items);
    }
}
