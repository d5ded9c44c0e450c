using Harmonia.Core.Failures;

namespace Harmonia.Core.Expressions.Evaluation;

/// <summary>Where the parser collects what it learns about a reference before it is complete.</summary>
internal sealed class ReferenceDraft(string root, int offset)
{
    private readonly List<string> _segments = [root];

    public bool IsOptional { get; set; }

    public void Add(string segment) => _segments.Add(segment);

    public Reference Finish() => new([.. _segments], IsOptional, offset);
}

/// <summary>A name of the scope.</summary>
internal sealed class NameNode(string name, ReferenceDraft reference, int offset) : Node(offset, 1)
{
    public override Value Evaluate(EvaluationContext context)
    {
        context.Spend(1, Offset);
        if (context.Scope.TryGet(name, out var value))
        {
            return Value.Of(value);
        }

        return IsOptional
            ? Value.Null
            : throw Missing($"There is no '{name}'.", NearestName.Find(name, context.Scope.Names), Offset);
    }

    public override void MakeOptional()
    {
        base.MakeOptional();
        reference.IsOptional = true;
    }

    public override string Describe() => name;
}

/// <summary>A parameter of a lambda.</summary>
internal sealed class LocalNode(string name, int slot, int offset) : Node(offset, 1)
{
    public override Value Evaluate(EvaluationContext context)
    {
        context.Spend(1, Offset);
        return context.Locals[slot];
    }

    public override string Describe() => name;
}

/// <summary><c>target.name</c> or <c>target?.name</c>.</summary>
internal sealed class MemberNode(Node target, string name, int offset) : Node(offset, target.Depth + 1)
{
    public override Value Evaluate(EvaluationContext context)
    {
        context.Spend(1, Offset);
        var owner = target.Evaluate(context);
        if (Lookup.TryMember(owner, name, context, Offset, out var value))
        {
            return value;
        }

        return IsOptional || context.Scope.MissingIsNull ? Value.Null : throw Absent(owner, context);
    }

    public override void MakeOptional()
    {
        base.MakeOptional();
        target.MakeOptional();
    }

    public override string Describe() => $"{target.Describe()}.{name}";

    private EvaluationException Absent(in Value owner, EvaluationContext context) => owner.Kind == ValueKind.Object
        ? Missing(
            $"There is no '{Describe()}'.", NearestName.Find(name, Lookup.Names(owner, context, Offset)), Offset)
        : Missing(
            $"There is no '{Describe()}': {target.Describe()} is {Comparison.Name(owner.Kind)}.", null, Offset);
}

/// <summary><c>target[index]</c>: an item by number, or a member by name.</summary>
internal sealed class IndexNode(Node target, Node index, int offset)
    : Node(offset, Math.Max(target.Depth, index.Depth) + 1)
{
    public override Value Evaluate(EvaluationContext context)
    {
        context.Spend(1, Offset);
        var owner = target.Evaluate(context);
        var key = index.Evaluate(context);
        if (TryGet(owner, key, context, out var value))
        {
            return value;
        }

        return IsOptional || context.Scope.MissingIsNull ? Value.Null : throw Absent(owner, key, context);
    }

    public override void MakeOptional()
    {
        base.MakeOptional();
        target.MakeOptional();
    }

    public override string Describe() => $"{target.Describe()}[…]";

    private bool TryGet(in Value owner, in Value key, EvaluationContext context, out Value value)
    {
        if (key.Kind == ValueKind.Number)
        {
            if (owner.Kind == ValueKind.Object)
            {
                return Lookup.TryMember(owner, ValueWriter.NumberText(key), context, Offset, out value);
            }

            var number = key.ToDouble();
            return Math.Abs(number) <= int.MaxValue && number == Math.Floor(number)
                ? Lookup.TryItem(owner, (long)number, context, Offset, out value)
                : throw EvaluationException.Of(
                    ExpressionError.WrongType, "An index must be a whole number.", index.Offset);
        }

        return key.Kind == ValueKind.Text
            ? Lookup.TryMember(owner, key.Text, context, Offset, out value)
            : throw EvaluationException.Of(
                ExpressionError.WrongType,
                $"An index must be a number or a text, not {Comparison.Name(key.Kind)}.",
                index.Offset);
    }

    private EvaluationException Absent(in Value owner, in Value key, EvaluationContext context)
    {
        var name = ValueWriter.ToText(key, context, Offset);
        var path = $"{target.Describe()}[{(key.Kind == ValueKind.Text ? $"\"{name}\"" : name)}]";
        return owner.Kind switch
        {
            ValueKind.Object => Missing(
                $"There is no '{path}'.", NearestName.Find(name, Lookup.Names(owner, context, Offset)), Offset),
            ValueKind.List when Lookup.TryLength(owner, context, Offset, out var length) => Missing(
                $"There is no '{path}': the list has {ValueWriter.NumberText(length)} items.", null, Offset),
            _ => Missing(
                $"There is no '{path}': {target.Describe()} is {Comparison.Name(owner.Kind)}.", null, Offset),
        };
    }
}
