using System.Text.Json;

namespace Harmonia.Core.Expressions.Evaluation;

/// <summary>One evaluation: what it sees, and what it may still spend.</summary>
internal sealed class EvaluationContext(IExpressionScope scope, EvaluationLimits limits)
{
    // Rough sizes of what the runtime allocates, on the safe side.
    private const int ObjectBytes = 32;
    private const int ItemBytes = 40;
    private const int MemberBytes = 80;

    /// <summary>Characters that one unit of fuel reads or writes.</summary>
    private const int CharactersPerStep = 256;

    private long _fuel = limits.Fuel;
    private long _memory = limits.MaxMemory;
    private long _copied = limits.MaxCopied;
    private int _ids;

    public IExpressionScope Scope => scope;

    public EvaluationLimits Limits => limits;

    /// <summary>Values of lambda parameters, by the slot that the parser gave them.</summary>
    public Value[] Locals { get; private set; } = [];

    public void EnsureLocals(int count)
    {
        if (Locals.Length < count)
        {
            Locals = new Value[count];
        }
    }

    public int NextId() => _ids++;

    public void Spend(long steps, int offset)
    {
        _fuel -= steps;
        if (_fuel < 0)
        {
            throw Limit($"The expression takes more than {limits.Fuel} steps.", offset);
        }
    }

    public void SpendText(long characters, int offset) => Spend(1 + (characters / CharactersPerStep), offset);

    public void Reserve(long bytes, int offset)
    {
        _memory -= bytes;
        if (_memory < 0)
        {
            throw Limit($"The expression computes values of more than {limits.MaxMemory} bytes.", offset);
        }
    }

    /// <summary>Called before JSON that came in is copied into a result: it was paid for when it was made.</summary>
    public void Copy(long bytes, int offset)
    {
        SpendText(bytes, offset);
        _copied -= bytes;
        if (_copied < 0)
        {
            throw Limit($"The expression copies more than {limits.MaxCopied} bytes.", offset);
        }
    }

    /// <summary>Called before a text of this length is made.</summary>
    public void ReserveText(long characters, int offset)
    {
        SpendText(characters, offset);
        Reserve(ObjectBytes + (characters * sizeof(char)), offset);
    }

    public Value NewText(string text, int offset)
    {
        ReserveText(text.Length, offset);
        return Value.Of(text);
    }

    public Value NewList(Value[] items, int offset)
    {
        Reserve(ObjectBytes + ((long)items.Length * ItemBytes), offset);
        var depth = 0;
        foreach (var item in items)
        {
            depth = Math.Max(depth, item.Depth);
        }

        return Value.Of(new ListValue(items, CheckDepth(depth + 1, offset)));
    }

    public Value NewObject(OrderedDictionary<string, Value> members, int offset)
    {
        var depth = 0;
        var bytes = ObjectBytes + ((long)members.Count * MemberBytes);
        foreach (var (name, value) in members)
        {
            depth = Math.Max(depth, value.Depth);
            bytes += name.Length * sizeof(char);
        }

        Reserve(bytes, offset);
        return Value.Of(new ObjectValue(members, CheckDepth(depth + 1, offset)));
    }

    public int CheckDepth(int depth, int offset) => depth > limits.MaxDepth
        ? throw Limit($"Values nest deeper than {limits.MaxDepth} levels.", offset)
        : depth;

    /// <summary>The items of a list; each costs a step.</summary>
    public Value[] Items(in Value list, int offset)
    {
        if (list.ComputedList is { } computed)
        {
            Spend(computed.Items.Length, offset);
            return computed.Items;
        }

        var length = list.Json.GetArrayLength();
        Spend(length, offset);
        var items = new Value[length];
        var index = 0;
        foreach (var item in list.Json.EnumerateArray())
        {
            items[index++] = Value.Of(item);
        }

        return items;
    }

    /// <summary>The members of an object; each costs a step. Lazy objects are looked up whole.</summary>
    public OrderedDictionary<string, Value> Members(in Value value, int offset)
    {
        if (value.ComputedObject is { } computed)
        {
            Spend(computed.Members.Count, offset);
            return computed.Members;
        }

        var members = new OrderedDictionary<string, Value>(StringComparer.Ordinal);
        if (value.Lazy is { } lazy)
        {
            foreach (var name in lazy.Names)
            {
                Spend(1, offset);
                if (lazy.TryGet(name, out var member))
                {
                    members[name] = Value.Of(member);
                }
            }

            return members;
        }

        Spend(value.Json.GetPropertyCount(), offset);
        foreach (var property in value.Json.EnumerateObject())
        {
            members[property.Name] = Value.Of(property.Value);
        }

        return members;
    }

    public JsonElement ToJson(in Value value, int offset) =>
        value.IsJson && value.Json.ValueKind != JsonValueKind.Undefined
            ? value.Json
            : ValueWriter.ToJson(value, this, offset);

    private static EvaluationException Limit(string message, int offset) =>
        EvaluationException.Of(ExpressionError.LimitExceeded, message, offset);
}
