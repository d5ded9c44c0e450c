using System.Text;
using Harmonia.Core.Expressions;
using Harmonia.Core.Expressions.Syntax;

namespace Harmonia.Core.Templates.Binding;

/// <summary>Tokens of an expression that are to be replaced.</summary>
internal readonly record struct TokenEdit(int Start, int End, string Text);

/// <summary>
/// Finds the tokens of references in an expression that compiles, also in <c>${…}</c> inside of quoted texts, and
/// replaces them.
/// </summary>
/// <remarks>Only whole tokens that our own lexer found are replaced, so nothing can reach over its place.</remarks>
internal sealed class ReferenceEdits
{
    private readonly Dictionary<int, Reference> _byOffset = [];
    private readonly List<TokenEdit> _edits = [];
    private readonly Func<Reference, IReadOnlyList<Token>, TokenEdit?> _edit;

    private ReferenceEdits(
        IEnumerable<Reference> references, Func<Reference, IReadOnlyList<Token>, TokenEdit?> edit)
    {
        _edit = edit;
        foreach (var reference in references)
        {
            _byOffset.TryAdd(reference.Offset, reference);
        }
    }

    /// <param name="expression">An expression.</param>
    /// <param name="edit">What becomes of a reference: it gets the tokens of the root and of as many segments as are
    /// written plainly, and answers in their coordinates.</param>
    public static string Apply(Expression expression, Func<Reference, IReadOnlyList<Token>, TokenEdit?> edit)
    {
        var edits = new ReferenceEdits(expression.References, edit);
        edits.Collect(expression.Text, 0);
        return edits.Write(expression.Text);
    }

    private void Collect(string source, int offset)
    {
        var tokens = Lexer.Read(source);
        for (var index = 0; index < tokens.Count; index++)
        {
            var token = tokens[index];
            if (token.Kind == TokenKind.Text)
            {
                foreach (var part in Interpolation.SplitLiteral(token.Text, offset + token.Start + 1))
                {
                    if (part.IsExpression)
                    {
                        Collect(part.Text, part.Offset);
                    }
                }
            }
            else if (token.Kind == TokenKind.Name
                && _byOffset.Remove(offset + token.Start, out var reference)
                && _edit(reference, Path(tokens, index, reference)) is { } edit)
            {
                _edits.Add(new TokenEdit(edit.Start + offset, edit.End + offset, edit.Text));
            }
        }
    }

    /// <summary>The last token of the root and of each segment that is written as a name or a constant index.</summary>
    private static List<Token> Path(List<Token> tokens, int root, Reference reference)
    {
        List<Token> path = [tokens[root]];
        var next = root + 1;
        while (path.Count < reference.Segments.Length)
        {
            var isDotted = tokens[next].Is(".") || tokens[next].Is("?.");
            if (isDotted && tokens[next + 1].Kind == TokenKind.Name)
            {
                path.Add(tokens[next + 1]);
                next += 2;
                continue;
            }

            var open = isDotted ? next + 1 : next;
            if (!tokens[open].Is("[") || tokens[open + 1].Kind != TokenKind.Text || !tokens[open + 2].Is("]"))
            {
                break;
            }

            path.Add(tokens[open + 2] with { Start = tokens[open].Start });
            next = open + 3;
        }

        return path;
    }

    private string Write(string source)
    {
        var text = new StringBuilder();
        var position = 0;
        foreach (var edit in _edits.OrderBy(edit => edit.Start))
        {
            text.Append(source, position, edit.Start - position).Append(edit.Text);
            position = edit.End;
        }

        return text.Append(source, position, source.Length - position).ToString();
    }
}
