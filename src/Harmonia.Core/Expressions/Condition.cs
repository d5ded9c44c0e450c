using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Harmonia.Core.Expressions.Evaluation;
using Harmonia.Core.Expressions.Syntax;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Expressions;

/// <summary>
/// A condition in any documented form: text, boolean, or an object of <c>and, or, not, eq, …</c>; safe to share.
/// </summary>
public sealed class Condition
{
    private readonly Node _root;

    private Condition(JsonElement source, Node root) => (Source, _root) = (source, root);

    public JsonElement Source { get; }

    public ImmutableArray<(string Pointer, Reference Reference)> References { get; private init; } = [];

    /// <returns>
    /// <see langword="null"/> when there were errors, all of which are added to <paramref name="findings"/>.
    /// </returns>
    public static Condition? Compile(JsonElement source, string pointer, ICollection<Finding> findings)
    {
        var templates = new TemplateCompiler(findings);
        var root = new ConditionCompiler(templates).Compile(source, pointer, 0);
        return templates.Failed ? null : new Condition(source, root) { References = [.. templates.References] };
    }

    public bool TryTest(
        IExpressionScope scope,
        EvaluationLimits limits,
        out bool holds,
        [NotNullWhen(false)] out ExpressionError? error)
    {
        try
        {
            holds = Comparison.IsTrue(_root.Evaluate(new EvaluationContext(scope, limits)));
            error = null;
            return true;
        }
        catch (Exception failure) when (EvaluationException.Explains(failure, out error))
        {
            holds = false;
            return false;
        }
    }
}
