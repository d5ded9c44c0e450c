namespace Harmonia.Core.Expressions.Syntax;

/// <summary>Leaves the parser at the first mistake; never leaves this folder's callers.</summary>
internal sealed class SyntaxException(ExpressionError error) : Exception(error.Message)
{
    public ExpressionError Error => error;

    public static SyntaxException At(int offset, string message) =>
        new(new ExpressionError(ExpressionError.Syntax, message, offset));

    public static SyntaxException Limit(int offset, string message) =>
        new(new ExpressionError(ExpressionError.LimitExceeded, message, offset));
}
