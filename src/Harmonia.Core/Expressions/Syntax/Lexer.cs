namespace Harmonia.Core.Expressions.Syntax;

/// <summary>Cuts source text into tokens.</summary>
internal static class Lexer
{
    // Longer symbols first, so that the first match is the right one.
    private static readonly string[] Symbols =
    [
        "===", "!==", "==", "!=", "<=", ">=", "&&", "||", "??", "?.", "=>",
        "<", ">", "!", "+", "-", "*", "/", "%", "?", ":", ".", ",", "(", ")", "[", "]", "{", "}",
    ];

    public static List<Token> Read(string source)
    {
        var tokens = new List<Token>();
        var position = 0;
        while (true)
        {
            while (position < source.Length && char.IsWhiteSpace(source[position]))
            {
                position++;
            }

            if (position == source.Length)
            {
                tokens.Add(new Token(TokenKind.End, "", position, position));
                return tokens;
            }

            var token = ReadToken(source, position);
            tokens.Add(token);
            position = token.End;
        }
    }

    public static bool IsNameStart(char c) => char.IsLetter(c) || c is '_' or '$';

    private static Token ReadToken(string source, int start)
    {
        var first = source[start];
        if (IsNameStart(first))
        {
            return ReadName(source, start);
        }

        if (char.IsAsciiDigit(first))
        {
            return ReadNumber(source, start);
        }

        return first is '"' or '\'' ? ReadText(source, start) : ReadSymbol(source, start);
    }

    private static Token ReadName(string source, int start)
    {
        var end = start;
        while (end < source.Length && (IsNameStart(source[end]) || char.IsDigit(source[end])))
        {
            end++;
        }

        return new Token(TokenKind.Name, source[start..end], start, end);
    }

    private static Token ReadNumber(string source, int start)
    {
        var end = SkipDigits(source, start);
        if (end - start > 1 && source[start] == '0')
        {
            throw SyntaxException.At(start, "A number does not begin with 0 followed by digits.");
        }

        if (end + 1 < source.Length && source[end] == '.' && char.IsAsciiDigit(source[end + 1]))
        {
            end = SkipDigits(source, end + 1);
        }

        if (end < source.Length && source[end] is 'e' or 'E')
        {
            var digits = end + 1 < source.Length && source[end + 1] is '+' or '-' ? end + 2 : end + 1;
            if (digits >= source.Length || !char.IsAsciiDigit(source[digits]))
            {
                throw SyntaxException.At(end, "An exponent needs digits.");
            }

            end = SkipDigits(source, digits);
        }

        if (end < source.Length && IsNameStart(source[end]))
        {
            throw SyntaxException.At(end, $"Unexpected '{source[end]}' right behind a number.");
        }

        return new Token(TokenKind.Number, source[start..end], start, end);
    }

    private static int SkipDigits(string source, int position)
    {
        while (position < source.Length && char.IsAsciiDigit(source[position]))
        {
            position++;
        }

        return position;
    }

    private static Token ReadText(string source, int start)
    {
        var end = Interpolation.FindQuote(source, start);
        return end < 0
            ? throw SyntaxException.At(start, "A text is not closed: its quotation mark has no partner.")
            : new Token(TokenKind.Text, source[(start + 1)..end], start, end + 1);
    }

    private static Token ReadSymbol(string source, int start)
    {
        foreach (var symbol in Symbols)
        {
            if (string.CompareOrdinal(source, start, symbol, 0, symbol.Length) == 0)
            {
                return new Token(TokenKind.Symbol, symbol, start, start + symbol.Length);
            }
        }

        throw SyntaxException.At(start, source[start] switch
        {
            '=' => "A single '=' does not compare; write '=='.",
            '&' => "Write '&&' for and.",
            '|' => "Write '||' for or, and default(value, fallback) for a fallback.",
            _ => $"Unexpected character '{source[start]}'.",
        });
    }
}
