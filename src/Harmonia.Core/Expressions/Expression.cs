using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Harmonia.Core.Expressions.Evaluation;
using Harmonia.Core.Expressions.Syntax;

namespace Harmonia.Core.Expressions;

/// <summary>The constant start of a path in an expression, such as <c>tasks.fetch.output</c>.</summary>
/// <param name="Segments">Names up to the first computed index or call, at least one.</param>
/// <param name="Optional">
/// Whether something missing is allowed here, by <c>?.</c>, <c>??</c> or a function such as <c>exists</c>.
/// </param>
/// <param name="Offset">Where in the text.</param>
public sealed record Reference(ImmutableArray<string> Segments, bool Optional, int Offset);

/// <summary>An expression, compiled once and evaluated many times; safe to share between threads.</summary>
public sealed class Expression
{
    private readonly CompiledSource _source;

    private Expression(string text, CompiledSource source) => (Text, _source) = (text, source);

    public string Text { get; }

    /// <summary>Every reference to a name of the scope, for validation before anything runs.</summary>
    public ImmutableArray<Reference> References => _source.References;

    /// <summary>Compiles bare text, without the <c>${ }</c> around it.</summary>
    public static bool TryCompile(
        string text,
        [NotNullWhen(true)] out Expression? expression,
        [NotNullWhen(false)] out ExpressionError? error)
    {
        try
        {
            expression = new Expression(text, Parser.Parse(text));
            error = null;
            return true;
        }
        catch (SyntaxException mistake)
        {
            (expression, error) = (null, mistake.Error);
            return false;
        }
    }

    public bool TryEvaluate(
        IExpressionScope scope,
        EvaluationLimits limits,
        out JsonElement value,
        [NotNullWhen(false)] out ExpressionError? error)
    {
        try
        {
            var context = new EvaluationContext(scope, limits);
            value = context.ToJson(_source.Evaluate(context), 0);
            error = null;
            return true;
        }
        catch (Exception failure) when (EvaluationException.Explains(failure, out error))
        {
            value = default;
            return false;
        }
    }
}
