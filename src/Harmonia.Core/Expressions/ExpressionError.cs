namespace Harmonia.Core.Expressions;

/// <summary>Why an expression could not be compiled or evaluated.</summary>
/// <param name="Code">One of the constants of this type.</param>
/// <param name="Message">What is wrong, naming the path or the value at hand.</param>
/// <param name="Offset">Where in the expression's text, counted in characters from 0.</param>
public sealed record ExpressionError(string Code, string Message, int Offset)
{
    public const string Syntax = "syntax";
    public const string UnknownFunction = "unknown_function";
    public const string MissingReference = "missing_reference";
    public const string WrongType = "wrong_type";
    public const string LimitExceeded = "limit_exceeded";
    public const string InvalidArgument = "invalid_argument";

    /// <summary>The nearest existing name, if one is near.</summary>
    public string? Suggestion { get; init; }
}
