using Harmonia.Core.Expressions.Functions;

namespace Harmonia.Core.Expressions.Evaluation;

/// <summary><c>x => body</c>; its parameters live in slots beginning with <paramref name="firstSlot"/>.</summary>
/// <remarks>Only a function that was given the lambda calls it, while it runs, so nothing has to be captured.</remarks>
internal sealed class Lambda(int firstSlot, int parameters, Node body)
{
    public int Parameters => parameters;

    public Node Body => body;

    public Value Apply(EvaluationContext context, in Value first, in Value second)
    {
        context.Locals[firstSlot] = first;
        if (parameters > 1)
        {
            context.Locals[firstSlot + 1] = second;
        }

        return body.Evaluate(context);
    }
}

/// <summary>A call of a function; a method call has its target as first argument.</summary>
internal sealed class CallNode(Function function, Node[] arguments, Lambda? lambda, bool isMethod, int offset)
    : Node(offset, Math.Max(DepthOf(arguments), 1 + (lambda?.Body.Depth ?? 0)))
{
    private CompiledPattern? _pattern;

    public Function Function => function;

    public Lambda? Lambda => lambda;

    public override Value Evaluate(EvaluationContext context)
    {
        context.Spend(1, Offset);
        var values = arguments.Length == 0 ? [] : new Value[arguments.Length];
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = arguments[index].Evaluate(context);
            if (index == 0 && isMethod && IsOptional && !function.ToleratesMissing && values[0].IsNull)
            {
                return Value.Null; // The path before an optional call leads nowhere.
            }
        }

        return function.Body(new FunctionCall(context, this, values));
    }

    public override void MakeOptional()
    {
        base.MakeOptional();
        if (isMethod)
        {
            arguments[0].MakeOptional();
        }
    }

    public override string Describe() => $"{function.Name}(…)";

    /// <summary>The compiled pattern; the last one is kept, since a call mostly has a constant one.</summary>
    public CompiledPattern Pattern(string pattern, EvaluationContext context)
    {
        var known = Volatile.Read(ref _pattern);
        if (known is null || known.Source != pattern)
        {
            known = CompiledPattern.Create(pattern, context, Offset);
            Volatile.Write(ref _pattern, known);
        }

        return known;
    }
}
