namespace Harmonia.Core.Expressions.Evaluation;

/// <summary>A compiled piece of an expression; immutable once the parser is done.</summary>
internal abstract class Node(int offset, int depth)
{
    public int Offset => offset;

    /// <summary>
    /// How many nodes lie on the longest way down, itself included: what evaluation takes of the stack.
    /// </summary>
    public int Depth => depth;

    /// <summary>Whether a missing name gives null here instead of an error.</summary>
    public bool IsOptional { get; private set; }

    public abstract Value Evaluate(EvaluationContext context);

    /// <summary>Called by the parser for a path that may lead nowhere.</summary>
    public virtual void MakeOptional() => IsOptional = true;

    /// <summary>The path as its author wrote it, for messages.</summary>
    public virtual string Describe() => "the value";

    protected static int DepthOf(ReadOnlySpan<Node> children)
    {
        var deepest = 0;
        foreach (var child in children)
        {
            deepest = Math.Max(deepest, child.Depth);
        }

        return deepest + 1;
    }

    protected static EvaluationException Missing(string message, string? suggestion, int offset) => new(
        new ExpressionError(
            ExpressionError.MissingReference,
            suggestion is null ? message : $"{message} Did you mean '{suggestion}'?",
            offset)
        {
            Suggestion = suggestion,
        });
}
