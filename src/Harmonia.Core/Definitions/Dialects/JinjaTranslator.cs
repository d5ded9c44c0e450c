using System.Text;
using System.Text.RegularExpressions;

namespace Harmonia.Core.Definitions.Dialects;

/// <summary>
/// Translates the part of Jinja that templates of the family use, <c>{{ path | default(value) }}</c>, to expressions.
/// </summary>
/// <param name="rootOf">Says what the first name of a path stands for: <c>input.x</c>, <c>tasks.x</c> …</param>
internal sealed partial class JinjaTranslator(Func<string, string> rootOf)
{
    /// <summary>Filters behind one path; more is a mistake.</summary>
    private const int MaxFilters = 8;

    /// <returns>The text with expressions, or <see langword="null"/> when there is nothing to translate.</returns>
    /// <exception cref="FormatException">There is more of Jinja in it; the message says what.</exception>
    public string? Translate(string text)
    {
        if (text.Contains("{%", StringComparison.Ordinal) || text.Contains("{#", StringComparison.Ordinal))
        {
            throw new FormatException(
                "Blocks and comments of Jinja ({% %}, {# #}) are not read. Use a condition, or an expression ${ }.");
        }

        var translated = new StringBuilder();
        var position = 0;
        while (text.IndexOf("{{", position, StringComparison.Ordinal) is var open and >= 0)
        {
            var close = FindClose(text, open + 2);
            if (close < 0)
            {
                throw new FormatException("'{{' is not closed by '}}'.");
            }

            translated.Append(text, position, open - position)
                .Append("${")
                .Append(Expression(text[(open + 2)..close]))
                .Append('}');
            position = close + 2;
        }

        return position == 0 ? null : translated.Append(text, position, text.Length - position).ToString();
    }

    private string Expression(string source)
    {
        var path = PathPattern().Match(source);
        if (!path.Success)
        {
            throw Unreadable(source);
        }

        var translated = new StringBuilder(rootOf(path.Groups["root"].Value)).Append(path.Groups["rest"].Value);
        var rest = source[path.Length..];
        for (var filters = 0; rest.Length > 0; filters++)
        {
            var filter = FilterPattern().Match(rest);
            if (!filter.Success || filters == MaxFilters)
            {
                throw Unreadable(source);
            }

            translated.Append(" ?? ").Append(Literal(filter.Groups["value"].Value));
            rest = rest[filter.Length..];
        }

        return translated.ToString();
    }

    /// <summary>Texts get double quotes, and nothing in them is evaluated.</summary>
    private static string Literal(string value) => value switch
    {
        "True" => "true",
        "False" => "false",
        "None" or "none" => "null",
        ['"' or '\'', ..] => $"\"{Escape(value[1..^1])}\"",
        _ => value,
    };

    private static string Escape(string body) => EscapePattern()
        .Replace(body, "$1")
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("${", "$${", StringComparison.Ordinal);

    private static FormatException Unreadable(string source) => new(
        $"Of Jinja, a path with default(value) is read, not '{Shown.Text(source.Trim())}'. Use an expression ${{ }}.");

    private static int FindClose(string text, int start)
    {
        var quote = '\0';
        for (var position = start; position < text.Length; position++)
        {
            var c = text[position];
            if (quote != '\0')
            {
                position += c == '\\' ? 1 : 0;
                quote = c == quote ? '\0' : quote;
            }
            else if (c is '"' or '\'')
            {
                quote = c;
            }
            else if (c == '}' && position + 1 < text.Length && text[position + 1] == '}')
            {
                return position;
            }
        }

        return -1;
    }

    [GeneratedRegex(
        """
        ^\s* (?<root>[A-Za-z_][A-Za-z0-9_]*)
        (?<rest>( \.[A-Za-z_][A-Za-z0-9_]* | \[\d{1,9}\] | \["[^"\\$]*"\] | \['[^'\\$]*'\] )*) \s*
        """,
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex PathPattern();

    [GeneratedRegex(
        """
        ^\|\s* (default|d) \(\s*
        (?<value> -?\d+(\.\d+)? | "([^"\\]|\\.)*" | '([^'\\]|\\.)*' | [Tt]rue | [Ff]alse | [Nn]one )
        \s*\)\s*
        """,
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.Singleline
            | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex FilterPattern();

    [GeneratedRegex(@"\\(.)", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex EscapePattern();
}
