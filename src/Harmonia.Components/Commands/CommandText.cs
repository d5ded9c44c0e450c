using System.Collections.Immutable;
using System.Text;

namespace Harmonia.Components.Commands;

/// <summary>A text with placeholders: <c>{name}</c>; two braces mean one.</summary>
public sealed record CommandText
{
    private readonly ImmutableArray<Part> _parts;

    private CommandText(ImmutableArray<Part> parts) => _parts = parts;

    internal IEnumerable<string> Parameters => _parts.Where(part => part.IsParameter).Select(part => part.Text);

    /// <summary>The parameter's name when the text is one placeholder and nothing else.</summary>
    internal string? SoleParameter => _parts is [{ IsParameter: true, Text: var name }] ? name : null;

    /// <returns><see langword="null"/> when a brace has no partner or a placeholder holds no name.</returns>
    internal static CommandText? Parse(string text)
    {
        var parts = ImmutableArray.CreateBuilder<Part>();
        var literal = new StringBuilder();
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] is not ('{' or '}'))
            {
                literal.Append(text[at]);
                continue;
            }

            if (at + 1 < text.Length && text[at + 1] == text[at])
            {
                literal.Append(text[at++]);
                continue;
            }

            var end = text.IndexOf('}', at);
            if (text[at] is '}' || end < 0 || !IsName(text[(at + 1)..end]))
            {
                return null;
            }

            AddLiteral(parts, literal);
            parts.Add(new(text[(at + 1)..end], IsParameter: true));
            at = end;
        }

        AddLiteral(parts, literal);
        return new(parts.ToImmutable());
    }

    internal static bool IsName(string name) =>
        name.Length is > 0 and <= 64 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-');

    /// <returns><see langword="null"/> when a parameter has no value.</returns>
    internal string? Render(IReadOnlyDictionary<string, string> values)
    {
        var text = new StringBuilder();
        foreach (var part in _parts)
        {
            if (!part.IsParameter)
            {
                text.Append(part.Text);
            }
            else if (values.TryGetValue(part.Text, out var value))
            {
                text.Append(value);
            }
            else
            {
                return null;
            }
        }

        return text.ToString();
    }

    private static void AddLiteral(ImmutableArray<Part>.Builder parts, StringBuilder literal)
    {
        if (literal.Length > 0)
        {
            parts.Add(new(literal.ToString(), IsParameter: false));
            literal.Clear();
        }
    }

    private readonly record struct Part(string Text, bool IsParameter);
}
