namespace Harmonia.Core.Expressions.Syntax;

internal enum TokenKind : byte
{
    End,
    Number,
    Text,
    Name,
    Symbol,
}

/// <summary>
/// A piece of the source; <paramref name="Text"/> is a symbol, a name, digits, or a literal without its quotes.
/// </summary>
internal readonly record struct Token(TokenKind Kind, string Text, int Start, int End)
{
    public bool Is(string symbol) => Kind == TokenKind.Symbol && Text == symbol;

    public bool IsName(string name) => Kind == TokenKind.Name && Text == name;

    public override string ToString() => Kind switch
    {
        TokenKind.End => "the end",
        TokenKind.Text => "a text",
        _ => $"'{Text}'",
    };
}
