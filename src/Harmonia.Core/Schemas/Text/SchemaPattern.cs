using System.Text.RegularExpressions;

namespace Harmonia.Core.Schemas.Text;

/// <summary>Compiles a regular expression of ECMA-262 so that matching takes time linear in the text.</summary>
internal static class SchemaPattern
{
    // Groups are not asked for, so none are captured.
    private const RegexOptions Options =
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    /// <returns>Null, with the reason, when the pattern is wrong or cannot be matched in linear time.</returns>
    public static Regex? TryCompile(string pattern, out string problem)
    {
        problem = "";
        if (pattern.Length > JsonSchema.MaxPatternLength)
        {
            problem = $"The pattern has {pattern.Length} characters; {JsonSchema.MaxPatternLength} are allowed.";
            return null;
        }

        try
        {
            return new Regex(new PatternTranslator(pattern, backtracking: false).Translate(), Options);
        }
        catch (PatternException wrong)
        {
            problem = $"The pattern cannot be used: {wrong.Message}";
        }
        catch (NotSupportedException)
        {
            problem = "The pattern cannot be used: it is too large to be matched in linear time; repeat less.";
        }
        catch (ArgumentException wrong)
        {
            problem = $"The pattern is not a regular expression: {wrong.Message}";
        }

        return null;
    }

    /// <summary>Whether a text is a regular expression at all, lookarounds and backreferences included.</summary>
    public static bool IsPattern(string pattern)
    {
        if (pattern.Length > JsonSchema.MaxPatternLength)
        {
            return false;
        }

        try
        {
            return new Regex(new PatternTranslator(pattern, backtracking: true).Translate()) is not null;
        }
        catch (Exception wrong) when (wrong is PatternException or ArgumentException)
        {
            return false;
        }
    }
}

/// <summary>A pattern that the translation refuses.</summary>
internal sealed class PatternException(string message) : Exception(message);
