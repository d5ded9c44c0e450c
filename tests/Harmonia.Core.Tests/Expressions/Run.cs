using Harmonia.Core.Expressions;

namespace Harmonia.Core.Tests.Expressions;

/// <summary>Short ways to evaluate in tests.</summary>
internal static class Run
{
    public static readonly JsonScope Scope = new(JsonScope.Documented);

    /// <returns>The value as JSON text.</returns>
    public static string Value(string text, IExpressionScope? scope = null)
    {
        Assert.True(Expression.TryCompile(text, out var expression, out var mistake), mistake?.Message);
        var evaluated = expression.TryEvaluate(scope ?? Scope, EvaluationLimits.Default, out var value, out var error);
        Assert.True(evaluated, $"{text}: {error?.Message}");
        return value.GetRawText();
    }

    /// <returns>The error of compiling or of evaluating.</returns>
    public static ExpressionError Error(
        string text, IExpressionScope? scope = null, EvaluationLimits? limits = null)
    {
        if (!Expression.TryCompile(text, out var expression, out var mistake))
        {
            return mistake;
        }

        limits ??= EvaluationLimits.Default;
        var evaluated = expression.TryEvaluate(scope ?? Scope, limits, out var value, out var error);
        Assert.False(evaluated, evaluated ? $"{text} gives {value.GetRawText()}" : null);
        return error!;
    }
}
