using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Harmonia.Core.Expressions;

/// <summary>The constant start of a path in an expression, such as <c>tasks.fetch.output</c>.</summary>
/// <param name="Segments">Names up to the first computed index or call, at least one.</param>
/// <param name="Optional">Whether something missing is allowed here, by <c>?.</c>, <c>??</c> or a function such as <c>exists</c>.</param>
/// <param name="Offset">Where in the text.</param>
public sealed record Reference(ImmutableArray<string> Segments, bool Optional, int Offset);

/// <summary>An expression, compiled once and evaluated many times; safe to share between threads.</summary>
public sealed class Expression
{
    private Expression(string text) => Text = text;

    public string Text { get; }

    /// <summary>Every reference to a name of the scope, for validation before anything runs.</summary>
    public ImmutableArray<Reference> References { get; private init; } = [];

    /// <summary>Compiles bare text, without the <c>${ }</c> around it.</summary>
    public static bool TryCompile(
        string text,
        [NotNullWhen(true)] out Expression? expression,
        [NotNullWhen(false)] out ExpressionError? error) => throw new NotImplementedException();

    public bool TryEvaluate(
        IExpressionScope scope,
        EvaluationLimits limits,
        out JsonElement value,
        [NotNullWhen(false)] out ExpressionError? error) => throw new NotImplementedException();
}
