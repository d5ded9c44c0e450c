using Harmonia.Core.Expressions.Evaluation;

namespace Harmonia.Core.Expressions.Functions;

internal delegate Value FunctionBody(in FunctionCall call);

internal enum LambdaUse : byte
{
    None,
    Optional,
    Required,
}

/// <summary>A function of the language; the arguments counted here leave out the lambda.</summary>
internal sealed record Function(string Name, int MinArguments, int MaxArguments, FunctionBody Body)
{
    public LambdaUse Lambda { get; init; }

    /// <summary>Whether arguments that lead nowhere are null instead of an error.</summary>
    public bool ToleratesMissing { get; init; }
}

/// <summary>A call being made: its arguments, with checks of their kinds.</summary>
internal readonly struct FunctionCall(EvaluationContext context, CallNode node, Value[] arguments)
{
    public EvaluationContext Context => context;

    public int Offset => node.Offset;

    public int Count => arguments.Length;

    public Value[] Arguments => arguments;

    public bool HasLambda => node.Lambda is not null;

    public int LambdaParameters => node.Lambda?.Parameters ?? 0;

    public Value this[int index] => arguments[index];

    public Value Apply(in Value item, long index) => node.Lambda!.Apply(context, item, Value.Of(index));

    public Value Apply(in Value first, in Value second) => node.Lambda!.Apply(context, first, second);

    public Value NewText(string text) => context.NewText(text, Offset);

    public Value NewList(Value[] items) => context.NewList(items, Offset);

    /// <summary>A text; numbers and booleans are written as one.</summary>
    public string Text(int index) => arguments[index].Kind switch
    {
        ValueKind.Text or ValueKind.Number or ValueKind.Boolean or ValueKind.Instant =>
            ValueWriter.ToText(arguments[index], context, Offset),
        _ => throw Wrong(index, "a text"),
    };

    public Value Number(int index) =>
        Numbers.TryGet(arguments[index], out var number) ? number : throw Wrong(index, "a number");

    /// <summary>A whole number, cut to what an index can be.</summary>
    public int Integer(int index)
    {
        var number = Number(index).ToDouble();
        return number == Math.Floor(number)
            ? (int)Math.Clamp(number, int.MinValue, int.MaxValue)
            : throw Wrong(index, "a whole number");
    }

    public Value[] Items(int index) => arguments[index].Kind == ValueKind.List
        ? context.Items(arguments[index], Offset)
        : throw Wrong(index, "a list");

    public OrderedDictionary<string, Value> Members(int index) => arguments[index].Kind == ValueKind.Object
        ? context.Members(arguments[index], Offset)
        : throw Wrong(index, "an object");

    public DateTimeOffset Instant(int index) =>
        Instants.TryGet(arguments[index], out var instant) ? instant : throw Wrong(index, "an instant (ISO 8601)");

    public CompiledPattern Pattern(int index) => node.Pattern(Text(index), context);

    public EvaluationException Wrong(int index, string wanted) => EvaluationException.Of(
        ExpressionError.WrongType,
        $"{node.Function.Name}() needs {wanted} as argument {index + 1}, not {Comparison.Name(arguments[index].Kind)}.",
        Offset);

    public EvaluationException Invalid(string message) =>
        EvaluationException.Of(ExpressionError.InvalidArgument, $"{node.Function.Name}(): {message}", Offset);
}
