namespace Harmonia.Tidy.Tests.Code;

/// <summary>A comment: where it begins, and its text without the slashes.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Text">One line of it, trimmed.</param>
/// <param name="IsDocumentation">Whether it began with three slashes.</param>
internal readonly record struct Comment(int Line, string Text, bool IsDocumentation);

/// <summary>C# with everything that only looks like code taken out.</summary>
/// <remarks>Light on purpose: it knows comments, characters and all forms of strings, and nothing of grammar.</remarks>
internal sealed class CSharpText
{
    private readonly string _source;
    private readonly char[] _code;
    private readonly List<Comment> _comments = [];

    private CSharpText(string source)
    {
        _source = source;
        _code = source.ToCharArray();
    }

    /// <summary>The source with comments and literals turned into blanks; every line stays where it is.</summary>
    public string Code => new(_code);

    public IReadOnlyList<Comment> Comments => _comments;

    public static CSharpText Read(string source)
    {
        var text = new CSharpText(source);
        for (var at = 0; at < source.Length;)
        {
            at = text.SkipAt(at);
        }

        return text;
    }

    /// <returns>Where to go on: past the comment or literal that begins here, or past one character.</returns>
    private int SkipAt(int at)
    {
        if (Matches(at, "//"))
        {
            return LineComment(at);
        }

        if (Matches(at, "/*"))
        {
            return BlockComment(at);
        }

        if (_source[at] == '\'')
        {
            return Blank(at, EndOfQuoted(at + 1, '\''));
        }

        return StringStart(at) is { } start ? Blank(at, EndOfString(start)) : at + 1;
    }

    private int LineComment(int at)
    {
        var end = _source.IndexOf('\n', at);
        end = end < 0 ? _source.Length : end;
        var isDocumentation = Matches(at, "///");
        _comments.Add(new(LineAt(at), _source[at..end].TrimStart('/').Trim(), isDocumentation));
        return Blank(at, end);
    }

    private int BlockComment(int at)
    {
        var end = _source.IndexOf("*/", at + 2, StringComparison.Ordinal);
        end = end < 0 ? _source.Length : end + 2;
        var line = LineAt(at);
        foreach (var text in _source[at..end].Split('\n'))
        {
            _comments.Add(new(line++, text.Trim('/', '*', ' ', '\r'), IsDocumentation: false));
        }

        return Blank(at, end);
    }

    /// <summary>A string's opening: how many dollars, whether verbatim, and how many quotes.</summary>
    private readonly record struct Opening(int Dollars, bool Verbatim, int Quotes, int End);

    private Opening? StringStart(int at)
    {
        var (dollars, verbatim, index) = (0, false, at);
        while (index < _source.Length && _source[index] is '$' or '@')
        {
            dollars += _source[index] == '$' ? 1 : 0;
            verbatim |= _source[index] == '@';
            index++;
            if (index == _source.Length)
            {
                return null;
            }
        }

        var quotes = 0;
        while (index + quotes < _source.Length && _source[index + quotes] == '"')
        {
            quotes++;
        }

        return quotes switch
        {
            0 => null,
            >= 3 when !verbatim => new(dollars, verbatim, quotes, index + quotes),
            _ => new(dollars, verbatim, 1, index + 1),
        };
    }

    private int EndOfString(Opening opening)
    {
        if (opening.Quotes >= 3)
        {
            var end = _source.IndexOf(new string('"', opening.Quotes), opening.End, StringComparison.Ordinal);
            return end < 0 ? _source.Length : end + opening.Quotes;
        }

        for (var at = opening.End; at < _source.Length; at++)
        {
            switch (_source[at])
            {
                case '\\' when !opening.Verbatim:
                case '"' when opening.Verbatim && Matches(at, "\"\""):
                case '{' when opening.Dollars > 0 && Matches(at, "{{"):
                    at++;
                    break;
                case '{' when opening.Dollars > 0:
                    at = EndOfHole(at + 1) - 1;
                    break;
                case '"':
                    return at + 1;
            }
        }

        return _source.Length;
    }

    /// <summary>An interpolation may hold strings and braces of its own.</summary>
    private int EndOfHole(int at)
    {
        for (var depth = 1; at < _source.Length;)
        {
            depth += _source[at] switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth == 0)
            {
                return at + 1;
            }

            at = SkipAt(at);
        }

        return at;
    }

    private int EndOfQuoted(int at, char quote)
    {
        for (; at < _source.Length && _source[at] != '\n'; at++)
        {
            if (_source[at] == quote)
            {
                return at + 1;
            }

            at += _source[at] == '\\' ? 1 : 0;
        }

        return at;
    }

    private int Blank(int from, int to)
    {
        for (var at = from; at < to; at++)
        {
            _code[at] = _source[at] == '\n' ? '\n' : ' ';
        }

        return to;
    }

    private bool Matches(int at, string text) => string.CompareOrdinal(_source, at, text, 0, text.Length) == 0;

    private int LineAt(int at) => _source.AsSpan(0, at).Count('\n') + 1;
}
