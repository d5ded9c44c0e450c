namespace Harmonia.Core.Expressions.Evaluation;

/// <summary>Leaves an evaluation that cannot give a value; caught at the three public doors of this room.</summary>
/// <remarks>
/// Failing is rare and ends the evaluation, so an exception keeps every node free of error plumbing, and fast.
/// </remarks>
internal sealed class EvaluationException(ExpressionError error) : Exception(error.Message)
{
    public ExpressionError Error => error;

    /// <summary>
    /// Whether an evaluation may end this way: by its own rules, or at a text that is no valid Unicode.
    /// </summary>
    public static bool Explains(Exception failure, out ExpressionError error)
    {
        error = failure is EvaluationException known
            ? known.Error
            : new ExpressionError(ExpressionError.InvalidArgument, "A text at hand is not valid Unicode.", 0);
        return failure is EvaluationException or InvalidOperationException;
    }

    public static EvaluationException Of(string code, string message, int offset) =>
        new(new ExpressionError(code, message, offset));
}
