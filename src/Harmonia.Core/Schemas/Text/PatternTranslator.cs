using System.Globalization;
using System.Text;

namespace Harmonia.Core.Schemas.Text;

/// <summary>Rewrites a regular expression of ECMA-262 (with its flag <c>u</c>) in the syntax of .NET.</summary>
/// <remarks>
/// .NET matches UTF-16 units where ECMA-262 matches code points, so a dot and a negated class become
/// "one unit that is no surrogate, or a pair of them". Groups are not captured.
/// </remarks>
internal sealed class PatternTranslator(string pattern, bool backtracking)
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

    private void TranslateClass()
    {
        var negated = _at < pattern.Length && pattern[_at] == '^';
        _at += negated ? 1 : 0;
        var units = new StringBuilder();
        var pairs = new List<string>();
        while (Take("a class, which needs a \"]\"") is var next && next != ']')
        {
            AddToClass(next, units, pairs);
        }

        if (negated && pairs.Count > 0)
        {
            throw new PatternException("a negated class may not name characters beyond U+FFFF.");
        }

        if (negated)
        {
            _output.Append($"(?:[^{units}{Surrogates}]|{Pair})");
        }
        else if (pairs.Count > 0)
        {
            var alternatives = units.Length > 0 ? pairs.Prepend($"[{units}]") : pairs;
            _output.Append("(?:").AppendJoin('|', alternatives).Append(')');
        }
        else
        {
            _output.Append(units.Length > 0 ? $"[{units}]" : @"[^\s\S]"); // "[]" matches nothing.
        }
    }

    private void AddToClass(char next, StringBuilder units, List<string> pairs)
    {
        if (TryTakeSet(next, out var set))
        {
            units.Append(set);
            return;
        }

        var first = TakeClassMember(next);
        var last = first;
        if (_at + 1 < pattern.Length && pattern[_at] == '-' && pattern[_at + 1] != ']')
        {
            _at++;
            var end = Take("a range");
            if (TryTakeSet(end, out var other))
            {
                units.Append(PatternNames.Unit(first)).Append(@"\-").Append(other);
                return;
            }

            last = TakeClassMember(end);
        }

        if (last < first)
        {
            throw new PatternException("a range in a class ends before it starts.");
        }

        if (first <= char.MaxValue)
        {
            units.Append(PatternNames.Unit(first)).Append('-').Append(PatternNames.Unit(Math.Min(last, char.MaxValue)));
        }

        if (last > char.MaxValue)
        {
            pairs.AddRange(PatternNames.Pairs(Math.Max(first, char.MaxValue + 1), last));
        }
    }

    private bool TryTakeSet(char next, out string set)
    {
        set = "";
        if (next == '\\' && _at < pattern.Length && pattern[_at] is 'd' or 'D' or 'w' or 'W' or 's' or 'S' or 'p' or 'P')
        {
            var kind = pattern[_at++];
            set = kind is 'p' or 'P' ? TakeProperty(kind) : PatternNames.Class(kind);
        }

        return set.Length > 0;
    }

    private int TakeClassMember(char next)
    {
        if (next == '\\')
        {
            var escaped = Take("an escape");
            return escaped == 'b' ? '\b' : TakeEscapedCodePoint(escaped);
        }

        return char.IsHighSurrogate(next) && _at < pattern.Length && char.IsLowSurrogate(pattern[_at])
            ? char.ConvertToUtf32(next, pattern[_at++])
            : next;
    }

    private int TakeEscapedCodePoint(char next) => next switch
    {
        't' => '\t',
        'n' => '\n',
        'v' => '\v',
        'f' => '\f',
        'r' => '\r',
        '0' => '\0',
        'c' when Take("a control letter") is var letter && char.IsAsciiLetter(letter) => letter % 32,
        'x' => TakeHex(2),
        'u' => TakeUnicode(),
        _ when !char.IsAsciiLetterOrDigit(next) => next,
        _ => throw new PatternException($"\"\\{next}\" is no escape of ECMA-262."),
    };

    private int TakeUnicode()
    {
        if (_at < pattern.Length && pattern[_at] == '{')
        {
            var end = pattern.IndexOf('}', _at);
            if (end > 0
                && int.TryParse(
                    pattern.AsSpan((_at + 1)..end), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
                && code is >= 0 and <= 0x10FFFF)
            {
                _at = end + 1;
                return code;
            }

            throw new PatternException("\"\\u{\" needs a code point and a \"}\".");
        }

        var unit = TakeHex(4);
        if (char.IsHighSurrogate((char)unit) && pattern.AsSpan(_at).StartsWith(@"\u"))
        {
            _at += 2;
            var low = TakeHex(4);
            return char.IsLowSurrogate((char)low)
                ? char.ConvertToUtf32((char)unit, (char)low)
                : throw new PatternException("half of a surrogate pair stands alone.");
        }

        return unit;
    }

    private int TakeHex(int digits)
    {
        if (_at + digits <= pattern.Length
            && int.TryParse(
                pattern.AsSpan(_at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            _at += digits;
            return code;
        }

        throw new PatternException($"an escape needs {digits} hexadecimal digits.");
    }

    private string TakeProperty(char kind)
    {
        var end = _at < pattern.Length && pattern[_at] == '{' ? pattern.IndexOf('}', _at) : -1;
        if (end < 0)
        {
            throw new PatternException($"\"\\{kind}\" needs a property such as \"{{Letter}}\".");
        }

        var name = pattern[(_at + 1)..end];
        _at = end + 1;
        return PatternNames.Category(name) is { } category
            ? $"\\{kind}{{{category}}}"
            : throw new PatternException($"the property \"{name}\" is not supported; general categories are.");
    }

    private char Take(string what) => _at < pattern.Length
        ? pattern[_at++]
        : throw new PatternException($"it ends inside {what}.");

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
