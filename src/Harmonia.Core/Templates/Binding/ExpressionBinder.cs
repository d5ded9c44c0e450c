using System.Text.Json;
using Harmonia.Core.Definitions;
using Harmonia.Core.Definitions.Checking;
using Harmonia.Core.Expressions;
using Harmonia.Core.Expressions.Syntax;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Templates.Binding;

/// <summary>Fills the parameters of one expression in.</summary>
internal sealed class ExpressionBinder(JsonElement values, FindingList findings)
{
    public static bool UsesParameters(Expression expression) => expression.References.Any(ParameterScope.IsParameter);

    /// <summary>
    /// The value of an expression that reads parameters alone; others, and those that ask for the clock or an id, have
    /// to wait for the execution.
    /// </summary>
    /// <returns>Whether it was computed, or found to be wrong.</returns>
    public bool TryCompute(Expression expression, string pointer, out JsonElement? value)
    {
        value = null;
        if (!expression.References.All(ParameterScope.IsParameter))
        {
            return false;
        }

        if (ReportUndeclared(expression, pointer))
        {
            return true;
        }

        var scope = new ParameterScope(values);
        var computed = expression.TryEvaluate(scope, EvaluationLimits.Default, out var result, out var error);
        if (scope.AskedForMore)
        {
            return false;
        }

        if (computed)
        {
            value = result;
            return true;
        }

        var code = error!.Code == ExpressionError.MissingReference
            ? FindingCodes.UnknownReference
            : FindingCodes.InvalidExpression;
        findings.Error(code, pointer, $"{error.Message} (in {Shown.Text(expression.Text)})", () => error.Suggestion);
        return true;
    }

    /// <summary>The expression with literals in place of parameters.</summary>
    public string Bind(Expression expression, string pointer) => ReportUndeclared(expression, pointer)
        ? expression.Text
        : ReferenceEdits.Apply(expression, (reference, tokens) => Edit(reference, tokens, pointer));

    private bool ReportUndeclared(Expression expression, string pointer)
    {
        var wrong = expression.References.FirstOrDefault(reference =>
            ParameterScope.IsParameter(reference)
            && reference is { Optional: false, Segments: [_, var name, ..] }
            && !values.TryGetProperty(name, out _));
        if (wrong is null)
        {
            return false;
        }

        findings.Error(
            FindingCodes.UnknownParameter,
            pointer,
            $"There is no parameter '{Shown.Text(wrong.Segments[1])}'. Declare it, or correct the reference.",
            () => NearestName.Find(wrong.Segments[1], values.EnumerateObject().Select(member => member.Name)));
        return true;
    }

    private TokenEdit? Edit(Reference reference, IReadOnlyList<Token> tokens, string pointer)
    {
        if (!ParameterScope.IsParameter(reference))
        {
            return null;
        }

        var (value, last) = (values, 0);
        for (var depth = 1; depth < reference.Segments.Length; depth++)
        {
            if (value.ValueKind != JsonValueKind.Object)
            {
                break; // What follows is a property such as "length", or fails when the execution gets there.
            }

            if (!value.TryGetProperty(reference.Segments[depth], out var member))
            {
                ReportMissing(reference, depth, value, pointer);
                break;
            }

            value = member;
            if (depth < tokens.Count)
            {
                last = depth;
            }
            else
            {
                break;
            }
        }

        return new TokenEdit(tokens[0].Start, tokens[last].End, ExpressionLiteral.Of(At(reference, last)));
    }

    private JsonElement At(Reference reference, int depth)
    {
        var value = values;
        for (var index = 1; index <= depth; index++)
        {
            value = value.GetProperty(reference.Segments[index]);
        }

        return value;
    }

    private void ReportMissing(Reference reference, int depth, JsonElement owner, string pointer)
    {
        var name = reference.Segments[depth];
        if (!reference.Optional && name != "length")
        {
            findings.Error(
                FindingCodes.UnknownReference,
                pointer,
                $"There is no '{Shown.Text(string.Join('.', reference.Segments.Take(depth + 1)))}'.",
                () => NearestName.Find(name, owner.EnumerateObject().Select(member => member.Name)));
        }
    }
}
