using System.Globalization;

namespace Harmonia.Core.Schemas.Text;

/// <content>What a backslash starts.</content>
internal sealed partial class PatternTranslator
{
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
            var digits = end < 0 ? "" : pattern.AsSpan((_at + 1)..end);
            if (int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
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
        var text = _at + digits <= pattern.Length ? pattern.AsSpan(_at, digits) : "";
        if (int.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
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
}
