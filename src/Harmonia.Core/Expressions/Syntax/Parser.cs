using System.Collections.Immutable;
using Harmonia.Core.Expressions.Evaluation;

namespace Harmonia.Core.Expressions.Syntax;

/// <summary>What one source text shares with the expressions nested in its quoted texts.</summary>
internal sealed class ParserState
{
    public List<ReferenceDraft> References { get; } = [];

    /// <summary>Lambda parameters in force, innermost last; the index is the slot.</summary>
    public List<string> Locals { get; } = [];

    public int LocalCount { get; set; }

    public int Depth { get; set; }
}

/// <summary>Recursive descent: operators here, paths and literals in the other part.</summary>
internal sealed partial class Parser
{
    private static readonly string[][] Ranks =
    [
        ["==", "!=", "===", "!=="],
        ["<", "<=", ">", ">=", "in", "not in"],
        ["+", "-"],
        ["*", "/", "%"],
    ];

    private static readonly int MaxDepth = EvaluationLimits.Default.MaxDepth;

    private readonly List<Token> _tokens;
    private readonly ParserState _state;
    private readonly int _base;
    private int _position;

    private Parser(string source, ParserState state, int offset)
    {
        (_state, _base) = (state, offset);
        if (source.Length > EvaluationLimits.Default.MaxSourceLength)
        {
            throw SyntaxException.Limit(
                offset,
                $"An expression may have {EvaluationLimits.Default.MaxSourceLength} characters; "
                + $"this one has {source.Length}.");
        }

        try
        {
            _tokens = Lexer.Read(source);
        }
        catch (SyntaxException mistake) when (offset > 0)
        {
            throw new SyntaxException(mistake.Error with { Offset = mistake.Error.Offset + offset });
        }
    }

    private Token Current => _tokens[_position];

    /// <summary>Parses a whole source text.</summary>
    public static CompiledSource Parse(string source)
    {
        var state = new ParserState();
        var root = new Parser(source, state, 0).ParseWhole();
        return Finish(root, state);
    }

    /// <summary>Parses a text with <c>${…}</c> in it, whose type is kept when it is exactly one.</summary>
    public static CompiledSource ParseInterpolation(IReadOnlyList<TextPart> parts)
    {
        var state = new ParserState();
        var nodes = new Node[parts.Count];
        for (var index = 0; index < nodes.Length; index++)
        {
            nodes[index] = ParsePart(parts[index], state);
        }

        var root = nodes is [var only] && parts[0].IsExpression ? only : new InterpolationNode(nodes, 0);
        return Finish(root, state);
    }

    private static CompiledSource Finish(Node root, ParserState state) =>
        new(root, state.LocalCount, [.. state.References.Select(draft => draft.Finish())]);

    private static Node ParsePart(TextPart part, ParserState state) => part.IsExpression
        ? new Parser(part.Text, state, part.Offset).ParseWhole()
        : new LiteralNode(Value.Of(part.Text), part.Offset);

    private Node ParseWhole()
    {
        // "expr.<expression>" is the older way to ask for an evaluation.
        if (Current.IsName("expr") && _tokens[1].Is("."))
        {
            _position = 2;
        }

        if (Current.Kind == TokenKind.End)
        {
            throw Unexpected("an expression");
        }

        var node = ParseExpression();
        return Current.Kind == TokenKind.End ? node : throw Unexpected("an operator or the end");
    }

    private Node ParseExpression()
    {
        Enter();
        var condition = ParseFallback();
        if (TryTake("?"))
        {
            var then = ParseExpression();
            Expect(":");
            var otherwise = ParseExpression();
            condition = Check(new TernaryNode(condition, then, otherwise, condition.Offset));
        }

        _state.Depth--;
        return condition;
    }

    private Node ParseFallback()
    {
        var first = ParseOr();
        if (!Current.Is("??"))
        {
            return first;
        }

        List<Node> operands = [first];
        while (TryTake("??"))
        {
            operands[^1].MakeOptional();
            operands.Add(ParseOr());
        }

        return Check(new FallbackNode([.. operands], first.Offset));
    }

    private Node ParseOr() => ParseLogic("||", "or", true, static parser => parser.ParseAnd());

    private Node ParseAnd() => ParseLogic("&&", "and", false, static parser => parser.ParseNot());

    private Node ParseLogic(string symbol, string word, bool stopsAt, Func<Parser, Node> parseOperand)
    {
        var first = parseOperand(this);
        if (!Current.Is(symbol) && !Current.IsName(word))
        {
            return first;
        }

        List<Node> operands = [first];
        while (TryTake(symbol) || TryTakeName(word))
        {
            operands.Add(parseOperand(this));
        }

        return Check(new LogicNode([.. operands], stopsAt, first.Offset));
    }

    private Node ParseNot()
    {
        if (!Current.IsName("not"))
        {
            return ParseRank(0);
        }

        Enter();
        var offset = Here(Take());
        var node = Check(new NotNode(ParseNot(), offset));
        _state.Depth--;
        return node;
    }

    private Node ParseRank(int rank)
    {
        if (rank == Ranks.Length)
        {
            return ParseUnary();
        }

        var first = ParseRank(rank + 1);
        List<BinaryRule>? rules = null;
        List<Node>? operands = null;
        while (TryTakeOperator(Ranks[rank]) is { } rule)
        {
            (rules ??= []).Add(rule);
            (operands ??= []).Add(ParseRank(rank + 1));
        }

        return rules is null ? first : Check(new ChainNode(first, [.. rules], [.. operands!]));
    }

    private BinaryRule? TryTakeOperator(string[] symbols)
    {
        var token = Current;
        var isNotIn = token.IsName("not") && _tokens[_position + 1].IsName("in");
        var symbol = isNotIn ? "not in" : token.Text;
        if (token.Kind is not (TokenKind.Symbol or TokenKind.Name) || Array.IndexOf(symbols, symbol) < 0)
        {
            return null;
        }

        _position += isNotIn ? 2 : 1;
        return BinaryRules.Find(symbol);
    }

    private Node ParseUnary()
    {
        var token = Current;
        if (!token.Is("!") && !token.Is("-") && !token.Is("+"))
        {
            return ParsePath();
        }

        Enter();
        Take();
        var operand = ParseUnary();
        _state.Depth--;
        return Check<Node>(token.Text == "!"
            ? new NotNode(operand, Here(token))
            : token.Text == "-" ? new NegateNode(operand, Here(token)) : operand);
    }

    private void Enter()
    {
        if (++_state.Depth > MaxDepth)
        {
            throw SyntaxException.Limit(Here(Current), $"The expression nests deeper than {MaxDepth} levels.");
        }
    }

    private static T Check<T>(T node)
        where T : Node => node.Depth > MaxDepth
            ? throw SyntaxException.Limit(node.Offset, $"The expression nests deeper than {MaxDepth} levels.")
            : node;

    private int Here(Token token) => _base + token.Start;

    private Token Take() => _tokens[_position++];

    private bool TryTake(string symbol)
    {
        var found = Current.Is(symbol);
        _position += found ? 1 : 0;
        return found;
    }

    private bool TryTakeName(string name)
    {
        var found = Current.IsName(name);
        _position += found ? 1 : 0;
        return found;
    }

    private void Expect(string symbol)
    {
        if (!TryTake(symbol))
        {
            throw Unexpected($"'{symbol}'");
        }
    }

    private SyntaxException Unexpected(string wanted) =>
        SyntaxException.At(Here(Current), $"Expected {wanted}, found {Current}.");
}

/// <summary>What compiling gives: the tree, the slots it needs, and the names it uses.</summary>
internal sealed record CompiledSource(Node Root, int LocalCount, ImmutableArray<Reference> References)
{
    public Value Evaluate(EvaluationContext context)
    {
        context.EnsureLocals(LocalCount);
        return Root.Evaluate(context);
    }
}
