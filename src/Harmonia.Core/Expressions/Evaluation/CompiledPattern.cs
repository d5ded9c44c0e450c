using System.Text.RegularExpressions;

namespace Harmonia.Core.Expressions.Evaluation;

/// <summary>A regular expression that takes time in proportion to the text.</summary>
internal sealed class CompiledPattern
{
    /// <summary>Steps that compiling takes, whatever the pattern.</summary>
    private const int CompilingSteps = 500;

    // The last line of defence: fuel has stopped every known pattern well before.
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(250);

    private readonly Regex _regex;

    private CompiledPattern(string source, Regex regex) => (Source, _regex) = (source, regex);

    public string Source { get; }

    public static CompiledPattern Create(string pattern, EvaluationContext context, int offset)
    {
        if (pattern.Length > context.Limits.MaxPatternLength)
        {
            throw EvaluationException.Of(
                ExpressionError.LimitExceeded,
                $"A pattern may have {context.Limits.MaxPatternLength} characters, this one has {pattern.Length}.",
                offset);
        }

        context.Spend(CompilingSteps + (10L * pattern.Length), offset);
        try
        {
            return new CompiledPattern(
                pattern, new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Timeout));
        }
        catch (NotSupportedException)
        {
            throw Invalid(
                $"The pattern '{pattern}' is not supported: no back references, no looking around, no large counts.",
                offset);
        }
        catch (ArgumentException failure)
        {
            throw Invalid($"The pattern is not valid: {failure.Message}", offset);
        }
    }

    public bool IsMatch(string text, EvaluationContext context, int offset)
    {
        Spend(text, context, offset);
        try
        {
            return _regex.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            throw EvaluationException.Of(
                ExpressionError.LimitExceeded, $"The pattern '{Source}' takes too long on this text.", offset);
        }
    }

    private void Spend(string text, EvaluationContext context, int offset) =>
        context.Spend(((long)Source.Length * text.Length / 1024) + (text.Length / 64), offset);

    private static EvaluationException Invalid(string message, int offset) =>
        EvaluationException.Of(ExpressionError.InvalidArgument, message, offset);
}
