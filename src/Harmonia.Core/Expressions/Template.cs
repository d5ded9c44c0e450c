using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Harmonia.Core.Expressions.Evaluation;
using Harmonia.Core.Expressions.Syntax;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Expressions;

/// <summary>A JSON value whose strings may hold <c>${…}</c>, compiled once; safe to share between threads.</summary>
/// <remarks>
/// A string that is exactly one <c>${…}</c> keeps the type of its value; any other is interpolated as text.
/// <c>$${</c> stands for a literal <c>${</c>. Keys of objects are literal, and what is rendered is never
/// evaluated again.
/// </remarks>
public sealed class Template
{
    private readonly Node _root;

    private Template(JsonElement source, Node root) => (Source, _root) = (source, root);

    public JsonElement Source { get; }

    /// <summary>Whether nothing has to be evaluated: rendering gives <see cref="Source"/> itself.</summary>
    public bool IsConstant => _root is LiteralNode;

    /// <summary>References of all expressions inside, each with the pointer of its string.</summary>
    public ImmutableArray<(string Pointer, Reference Reference)> References { get; private init; } = [];

    /// <returns>
    /// <see langword="null"/> when there were errors, all of which are added to <paramref name="findings"/>.
    /// </returns>
    public static Template? Compile(JsonElement source, string pointer, ICollection<Finding> findings)
    {
        var compiler = new TemplateCompiler(findings);
        var root = compiler.Compile(source, pointer, 0);
        return compiler.Failed ? null : new Template(source, root) { References = [.. compiler.References] };
    }

    public bool TryRender(
        IExpressionScope scope,
        EvaluationLimits limits,
        out JsonElement value,
        [NotNullWhen(false)] out ExpressionError? error)
    {
        (value, error) = (Source, null);
        if (IsConstant)
        {
            return true;
        }

        try
        {
            var context = new EvaluationContext(scope, limits);
            value = context.ToJson(_root.Evaluate(context), 0);
            return true;
        }
        catch (Exception failure) when (EvaluationException.Explains(failure, out error))
        {
            value = default;
            return false;
        }
    }
}
