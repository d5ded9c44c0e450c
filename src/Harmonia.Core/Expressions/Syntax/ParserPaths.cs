using System.Text;
using System.Text.Json;
using Harmonia.Core.Expressions.Evaluation;

namespace Harmonia.Core.Expressions.Syntax;

internal sealed partial class Parser
{
    // Words that are operators, so no names.
    private static readonly string[] Reserved = ["and", "or", "not", "in"];

    /// <summary>A literal, name, call or parenthesis with the members, indexes and calls behind it.</summary>
    private Node ParsePath()
    {
        var node = ParsePrimary(out var draft);
        var optional = false;
        while (true)
        {
            if (Current.Is(".") || Current.Is("?."))
            {
                optional |= Take().Text == "?.";
                node = Current.Is("[") && optional ? ParseIndex(node, ref draft) : ParseMember(node, ref draft);
            }
            else if (Current.Is("["))
            {
                node = ParseIndex(node, ref draft);
            }
            else
            {
                break;
            }
        }

        if (optional)
        {
            node.MakeOptional();
        }

        return node;
    }

    private Node ParseMember(Node target, ref ReferenceDraft? draft)
    {
        if (Current.Kind != TokenKind.Name)
        {
            throw Unexpected("a member's name");
        }

        var name = Take();
        if (Current.Is("("))
        {
            draft = null;
            return ParseCall(name.Text, name, target);
        }

        draft?.Add(name.Text);
        return Check(new MemberNode(target, name.Text, Here(name)));
    }

    private Node ParseIndex(Node target, ref ReferenceDraft? draft)
    {
        var open = Take();
        var index = ParseExpression();
        Expect("]");
        if (index is LiteralNode { Value.Kind: ValueKind.Text } constant)
        {
            var name = constant.Value.Text;
            draft?.Add(name);
            return Check(new MemberNode(target, name, Here(open)));
        }

        draft = null;
        return Check(new IndexNode(target, index, Here(open)));
    }

    private Node ParsePrimary(out ReferenceDraft? draft)
    {
        draft = null;
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Number:
                return new LiteralNode(NumberOf(Take()), Here(token));
            case TokenKind.Text:
                return ParseText(Take());
            case TokenKind.Name when Array.IndexOf(Reserved, token.Text) < 0:
                return ParseName(Take(), out draft);
        }

        if (TryTake("("))
        {
            var inner = ParseExpression();
            Expect(")");
            return inner;
        }

        return TryTake("[") ? ParseList(token) : TryTake("{") ? ParseObject(token) : throw Unexpected("a value");
    }

    /// <summary>
    /// Whole numbers become 64 bits; any other keeps its text, so that passing it on changes nothing.
    /// </summary>
    private static Value NumberOf(Token token) =>
        Numbers.TryParse(token.Text, out var number) && number.TryGetInteger(out _)
            ? number
            : Value.Of(JsonElement.Parse(Encoding.UTF8.GetBytes(token.Text)));

    private Node ParseText(Token token)
    {
        var parts = Interpolation.SplitLiteral(token.Text, Here(token) + 1);
        if (parts is [] or [{ IsExpression: false }])
        {
            return new LiteralNode(Value.Of(parts is [] ? "" : parts[0].Text), Here(token));
        }

        Enter();
        var nodes = new Node[parts.Count];
        for (var index = 0; index < nodes.Length; index++)
        {
            nodes[index] = ParsePart(parts[index], _state);
        }

        _state.Depth--;
        return Check(new InterpolationNode(nodes, Here(token)));
    }

    private Node ParseName(Token name, out ReferenceDraft? draft)
    {
        draft = null;
        if (Current.Is("("))
        {
            return ParseCall(name.Text, name, null);
        }

        var slot = _state.Locals.LastIndexOf(name.Text);
        if (slot >= 0)
        {
            return new LocalNode(name.Text, slot, Here(name));
        }

        switch (name.Text)
        {
            case "true" or "True": return new LiteralNode(Value.True, Here(name));
            case "false" or "False": return new LiteralNode(Value.False, Here(name));
            case "null" or "None": return new LiteralNode(Value.Null, Here(name));
            case "DateTime" when IsCallOfMember(): return ParseDateTime(name);
        }

        if (Current.Is("=>"))
        {
            throw SyntaxException.At(Here(name), "A lambda can only be an argument of a function, such as map().");
        }

        draft = new ReferenceDraft(name.Text, Here(name));
        _state.References.Add(draft);
        return new NameNode(name.Text, draft, Here(name));
    }

    private bool IsCallOfMember() =>
        Current.Is(".") && _tokens[_position + 1].Kind == TokenKind.Name && _tokens[_position + 2].Is("(");

    private CallNode ParseDateTime(Token name)
    {
        Take();
        return ParseCall($"DateTime.{Take().Text}", name, null);
    }

    private ListNode ParseList(Token open)
    {
        var items = new List<Node>();
        while (!TryTake("]"))
        {
            items.Add(ParseExpression());
            if (!TryTake(",") && !Current.Is("]"))
            {
                throw Unexpected("',' or ']'");
            }
        }

        return Check(new ListNode([.. items], Here(open)));
    }

    private ObjectNode ParseObject(Token open)
    {
        var (names, values) = (new List<string>(), new List<Node>());
        while (!TryTake("}"))
        {
            names.Add(ParseKey());
            Expect(":");
            values.Add(ParseExpression());
            if (!TryTake(",") && !Current.Is("}"))
            {
                throw Unexpected("',' or '}'");
            }
        }

        return Check(new ObjectNode([.. names], [.. values], Here(open)));
    }

    private string ParseKey()
    {
        switch (Current.Kind)
        {
            case TokenKind.Name or TokenKind.Number:
                return Take().Text;
            case TokenKind.Text when ParseText(Current) is LiteralNode constant:
                Take();
                return constant.Value.Text;
            default:
                throw Unexpected("a key: a name or a constant text");
        }
    }
}
