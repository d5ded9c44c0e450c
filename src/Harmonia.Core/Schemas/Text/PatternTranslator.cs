using System.Text;

namespace Harmonia.Core.Schemas.Text;

/// <summary>Rewrites a regular expression of ECMA-262 (with its flag <c>u</c>) in the syntax of .NET.</summary>
/// <remarks>
/// .NET matches UTF-16 units where ECMA-262 matches code points, so a dot and a negated class become
/// "one unit that is no surrogate, or a pair of them". Groups are not captured.
/// </remarks>
internal sealed partial class PatternTranslator(string pattern, bool backtracking)
{
    private const string Pair = @"[\uD800-\uDBFF][\uDC00-\uDFFF]";
    private const string Surrogates = @"\uD800-\uDFFF";

    private readonly StringBuilder _output = new();
    private int _at;

    public string Translate()
    {
        while (_at < pattern.Length)
        {
            TranslateNext();
        }

        return _output.ToString();
    }

    private void TranslateNext()
    {
        var next = pattern[_at++];
        switch (next)
        {
            case '\\':
                TranslateEscape();
                break;
            case '[':
                TranslateClass();
                break;
            case '(':
                TranslateGroup();
                break;
            case '.':
                _output.Append($@"(?:[^\n\r\u2028\u2029{Surrogates}]|{Pair})");
                break;
            case '$':
                _output.Append(@"\z"); // "$" of .NET also matches before a last line feed.
                break;
            case '{' when !IsQuantifier():
                _output.Append(@"\{");
                break;
            default:
                AppendLiteral(next);
                break;
        }
    }

    // A pair of surrogates is one character, which a quantifier behind it must repeat as a whole.
    private void AppendLiteral(char next)
    {
        if (char.IsHighSurrogate(next) && _at < pattern.Length && char.IsLowSurrogate(pattern[_at]))
        {
            _output.Append("(?:").Append(next).Append(pattern[_at++]).Append(')');
        }
        else
        {
            _output.Append(next);
        }
    }

    private bool IsQuantifier()
    {
        var end = pattern.IndexOf('}', _at);
        if (end <= _at || !char.IsAsciiDigit(pattern[_at]))
        {
            return false;
        }

        var inside = pattern.AsSpan(_at, end - _at);
        return !inside.ContainsAnyExcept(PatternNames.Quantities) && inside.Count(',') <= 1;
    }

    private void TranslateGroup()
    {
        if (_at >= pattern.Length || pattern[_at] != '?')
        {
            _output.Append(backtracking ? "(" : "(?:");
            return;
        }

        var rest = pattern.AsSpan(_at);
        if (rest.StartsWith("?:"))
        {
            _output.Append("(?:");
            _at += 2;
        }
        else if (rest.StartsWith("?=") || rest.StartsWith("?!"))
        {
            AppendLookaround(2);
        }
        else if (rest.StartsWith("?<=") || rest.StartsWith("?<!"))
        {
            AppendLookaround(3);
        }
        else
        {
            AppendNamedGroup();
        }
    }

    private void AppendLookaround(int length)
    {
        if (!backtracking)
        {
            throw new PatternException("lookarounds such as \"(?=\" cannot be matched in linear time.");
        }

        _output.Append('(').Append(pattern, _at, length);
        _at += length;
    }

    private void AppendNamedGroup()
    {
        var end = pattern.IndexOf('>', _at);
        var isNamed = pattern.AsSpan(_at).StartsWith("?<")
            && end > _at + 2
            && !char.IsAsciiDigit(pattern[_at + 2])
            && pattern.AsSpan((_at + 2)..end).IndexOfAnyExcept(PatternNames.Letters) < 0;
        if (!isNamed)
        {
            throw new PatternException("a group starts with \"(\", \"(?:\" or \"(?<name>\".");
        }

        _output.Append(backtracking ? "(" + pattern[_at..(end + 1)] : "(?:");
        _at = end + 1;
    }

    private void TranslateEscape()
    {
        var next = Take("an escape");
        switch (next)
        {
            case 'd' or 'D' or 'w' or 'W' or 's' or 'S':
                _output.Append('[').Append(PatternNames.Class(next)).Append(']');
                break;
            case 'p' or 'P':
                _output.Append(TakeProperty(next));
                break;
            case 'b' or 'B':
                _output.Append('\\').Append(next);
                break;
            case 'k' or (>= '1' and <= '9'):
                AppendBackreference(next);
                break;
            default:
                AppendCodePoint(TakeEscapedCodePoint(next));
                break;
        }
    }

    private void AppendBackreference(char next)
    {
        if (!backtracking)
        {
            throw new PatternException($"backreferences such as \"\\{next}\" cannot be matched in linear time.");
        }

        _output.Append('\\').Append(next);
    }

    private void AppendCodePoint(int code)
    {
        if (code > char.MaxValue)
        {
            _output.Append("(?:").Append(char.ConvertFromUtf32(code)).Append(')');
        }
        else
        {
            _output.Append(PatternNames.Unit(code));
        }
    }
}
