using System.Text;

namespace Harmonia.Core.Expressions.Syntax;

/// <summary>A part of a text with <c>${…}</c> in it: literal text, or the source of an expression.</summary>
internal readonly record struct TextPart(string Text, bool IsExpression, int Offset);

/// <summary>Finds <c>${…}</c> in texts; <c>$${</c> stands for a literal <c>${</c>.</summary>
/// <remarks>All loops here are iterative, so nesting costs no stack.</remarks>
internal static class Interpolation
{
    public static bool Occurs(ReadOnlySpan<char> text) => text.Contains("${", StringComparison.Ordinal);

    /// <summary>Splits a template text.</summary>
    public static List<TextPart> Split(string text)
    {
        var parts = new List<TextPart>();
        var literal = new StringBuilder();
        var position = 0;
        while (text.IndexOf("${", position, StringComparison.Ordinal) is var open and >= 0)
        {
            if (open > position && text[open - 1] == '$')
            {
                literal.Append(text, position, open - 1 - position).Append("${");
                position = open + 2;
                continue;
            }

            literal.Append(text, position, open - position);
            FlushLiteral(parts, literal, position);
            var close = FindBrace(text, open + 2);
            if (close < 0)
            {
                throw SyntaxException.At(open, "'${' is not closed by '}'; write '$${' for the characters themselves.");
            }

            parts.Add(new TextPart(text[(open + 2)..close], true, open + 2));
            position = close + 1;
        }

        literal.Append(text, position, text.Length - position);
        FlushLiteral(parts, literal, position);
        return parts;
    }

    /// <summary>Splits the inside of a quoted literal, where escapes count too.</summary>
    public static List<TextPart> SplitLiteral(string body, int offset)
    {
        var parts = new List<TextPart>();
        var literal = new StringBuilder();
        for (var position = 0; position < body.Length;)
        {
            if (body[position] == '\\')
            {
                position = Unescape(body, position + 1, offset, literal);
            }
            else if (StartsWith(body, position, "$${"))
            {
                literal.Append("${");
                position += 3;
            }
            else if (StartsWith(body, position, "${"))
            {
                FlushLiteral(parts, literal, offset + position);
                var close = FindBrace(body, position + 2);
                if (close < 0)
                {
                    throw SyntaxException.At(offset + position, "'${' is not closed by '}'.");
                }

                parts.Add(new TextPart(body[(position + 2)..close], true, offset + position + 2));
                position = close + 1;
            }
            else
            {
                literal.Append(body[position++]);
            }
        }

        FlushLiteral(parts, literal, offset);
        return parts;
    }

    /// <returns>The index of the quotation mark that closes the one at <paramref name="start"/>, or -1.</returns>
    public static int FindQuote(string text, int start) => FindClosing(text, start + 1, text[start]);

    /// <returns>
    /// The index of the brace that closes an expression beginning at <paramref name="start"/>, or -1.
    /// </returns>
    private static int FindBrace(string text, int start) => FindClosing(text, start, '}');

    /// <summary>
    /// Walks to <paramref name="closer"/>, keeping a stack of what is open: quotation marks and braces.
    /// </summary>
    private static int FindClosing(string text, int start, char closer)
    {
        var open = new Stack<char>();
        open.Push(closer);
        for (var position = start; position < text.Length; position++)
        {
            var c = text[position];
            var inText = open.Peek() is '"' or '\'';
            if (c == open.Peek())
            {
                open.Pop();
                if (open.Count == 0)
                {
                    return position;
                }
            }
            else if (inText)
            {
                position = SkipInText(text, position, open);
            }
            else if (c is '"' or '\'')
            {
                open.Push(c);
            }
            else if (c == '{')
            {
                open.Push('}');
            }
        }

        return -1;
    }

    /// <returns>The last index taken.</returns>
    private static int SkipInText(string text, int position, Stack<char> open)
    {
        if (text[position] == '\\')
        {
            return position + 1;
        }

        if (StartsWith(text, position, "$${"))
        {
            return position + 2;
        }

        if (StartsWith(text, position, "${"))
        {
            open.Push('}');
            return position + 1;
        }

        return position;
    }

    private static int Unescape(string body, int position, int offset, StringBuilder literal)
    {
        var c = body[position];
        switch (c)
        {
            case 'n': literal.Append('\n'); return position + 1;
            case 'r': literal.Append('\r'); return position + 1;
            case 't': literal.Append('\t'); return position + 1;
            case 'b': literal.Append('\b'); return position + 1;
            case 'f': literal.Append('\f'); return position + 1;
            case '\\' or '"' or '\'' or '/' or '$': literal.Append(c); return position + 1;
            case 'u' when TryHex(body, position + 1, out var unit): literal.Append(unit); return position + 5;
            default: throw SyntaxException.At(offset + position - 1, $"Unknown escape '\\{c}' in a text.");
        }
    }

    private static bool TryHex(string body, int position, out char unit)
    {
        unit = default;
        if (position + 4 > body.Length)
        {
            return false;
        }

        var code = 0;
        for (var index = position; index < position + 4; index++)
        {
            if (!char.IsAsciiHexDigit(body[index]))
            {
                return false;
            }

            code = (code * 16) + Convert.ToInt32(body[index].ToString(), 16);
        }

        unit = (char)code;
        return true;
    }

    private static bool StartsWith(string text, int position, string what) =>
        string.CompareOrdinal(text, position, what, 0, what.Length) == 0;

    private static void FlushLiteral(List<TextPart> parts, StringBuilder literal, int offset)
    {
        if (literal.Length > 0)
        {
            parts.Add(new TextPart(literal.ToString(), false, offset));
            literal.Clear();
        }
    }
}
