using System.Text.Json;
using Harmonia.Core.Expressions.Evaluation;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Expressions.Syntax;

/// <summary>Turns the documented forms of a condition into nodes.</summary>
internal sealed class ConditionCompiler(TemplateCompiler templates)
{
    private static readonly string[] Keys =
        ["expr", "and", "or", "not", "eq", "neq", "gt", "gte", "lt", "lte", "in", "contains"];

    private static readonly LiteralNode Nothing = new(Value.Null, 0);

    public Node Compile(JsonElement source, string pointer, int depth)
    {
        if (!templates.TryEnter(depth, pointer))
        {
            return Nothing;
        }

        return source.ValueKind switch
        {
            JsonValueKind.String => CompileText(source, pointer),
            JsonValueKind.Object => CompileObject(source, pointer, depth),
            _ => new LiteralNode(Value.Of(source), 0),
        };
    }

    /// <summary>
    /// One <c>${…}</c>, a bare expression, or a text that becomes "true" or "false" once it is filled in.
    /// </summary>
    private Node CompileText(JsonElement source, string pointer)
    {
        if (templates.TextOf(source, pointer) is not { } text)
        {
            return Nothing;
        }

        var trimmed = text.Trim();
        if (!Interpolation.Occurs(trimmed) || IsBareExpression(trimmed))
        {
            return templates.Parse(() => Parser.Parse(text), pointer);
        }

        var isWhole = false;
        var node = templates.Parse(
            () =>
            {
                var parts = Interpolation.Split(trimmed);
                isWhole = parts is [{ IsExpression: true }];
                return Parser.ParseInterpolation(parts);
            },
            pointer);
        return isWhole ? node : new FilledTextNode(node, pointer);
    }

    /// <summary>Whether every <c>${</c> stands inside a quoted text of an expression.</summary>
    private static bool IsBareExpression(string text)
    {
        try
        {
            Parser.Parse(text);
            return true;
        }
        catch (SyntaxException)
        {
            return false;
        }
    }

    private Node CompileObject(JsonElement source, string pointer, int depth)
    {
        if (source.GetPropertyCount() != 1)
        {
            templates.Report(new Finding(
                FindingCodes.InvalidValue,
                pointer,
                $"A condition object has exactly one key, one of {string.Join(", ", Keys)}; "
                + $"this one has {source.GetPropertyCount()}. Put several conditions into 'and' or 'or'."));
            return Nothing;
        }

        var member = source.EnumerateObject().First();
        var at = JsonPointer.Append(pointer, member.Name);
        return member.Name switch
        {
            "expr" => CompileExpression(member.Value, at),
            "and" => CompileAll(member.Value, at, depth, stopsAt: false),
            "or" => CompileAll(member.Value, at, depth, stopsAt: true),
            "not" => new NotNode(Compile(member.Value, at, depth + 1), 0),
            "eq" => CompilePair(member.Value, at, depth, "=="),
            "neq" => CompilePair(member.Value, at, depth, "!="),
            "gt" => CompilePair(member.Value, at, depth, ">"),
            "gte" => CompilePair(member.Value, at, depth, ">="),
            "lt" => CompilePair(member.Value, at, depth, "<"),
            "lte" => CompilePair(member.Value, at, depth, "<="),
            "in" => CompilePair(member.Value, at, depth, "in"),
            "contains" => CompilePair(member.Value, at, depth, "contains"),
            _ => Unknown(member.Name, at),
        };
    }

    private LiteralNode Unknown(string name, string pointer)
    {
        var near = NearestName.Find(name, Keys);
        templates.Report(new Finding(
            FindingCodes.UnknownField, pointer, $"'{name}' is no condition; known are {string.Join(", ", Keys)}.")
        {
            Suggestion = near,
        });
        return Nothing;
    }

    private Node CompileExpression(JsonElement source, string pointer)
    {
        if (source.ValueKind == JsonValueKind.String)
        {
            return CompileText(source, pointer);
        }

        templates.Report(new Finding(FindingCodes.WrongType, pointer, "'expr' needs the text of an expression."));
        return Nothing;
    }

    private Node CompileAll(JsonElement source, string pointer, int depth, bool stopsAt)
    {
        if (source.ValueKind != JsonValueKind.Array)
        {
            templates.Report(new Finding(FindingCodes.WrongType, pointer, "A list of conditions is needed here."));
            return Nothing;
        }

        var operands = new List<Node>();
        foreach (var item in source.EnumerateArray())
        {
            operands.Add(Compile(item, JsonPointer.Append(pointer, operands.Count), depth + 1));
        }

        // All of none hold; any of none does not.
        return operands.Count == 0
            ? new LiteralNode(Value.Of(!stopsAt), 0)
            : new LogicNode([.. operands], stopsAt, 0);
    }

    private Node CompilePair(JsonElement source, string pointer, int depth, string symbol)
    {
        if (source.ValueKind != JsonValueKind.Array || source.GetArrayLength() != 2)
        {
            templates.Report(new Finding(FindingCodes.WrongType, pointer, "A list of two operands is needed here."));
            return Nothing;
        }

        var left = templates.Compile(source[0], JsonPointer.Append(pointer, 0), depth + 1);
        var right = templates.Compile(source[1], JsonPointer.Append(pointer, 1), depth + 1);
        var (first, second) = symbol == "contains" ? (right, left) : (left, right);
        var rule = BinaryRules.Find(symbol == "contains" ? "in" : symbol)!;
        return new ChainNode(first, [rule], [second]);
    }
}

/// <summary>A text put together out of parts, which has to say "true" or "false".</summary>
internal sealed class FilledTextNode(Node text, string pointer) : Node(0, text.Depth + 1)
{
    public override Value Evaluate(EvaluationContext context)
    {
        var filled = ValueWriter.ToText(text.Evaluate(context), context, Offset).Trim();
        return filled.ToUpperInvariant() switch
        {
            "TRUE" => Value.True,
            "FALSE" => Value.False,
            _ => throw EvaluationException.Of(
                ExpressionError.WrongType,
                $"At '{pointer}': the condition gives a text that is neither \"true\" nor \"false\". "
                + "Write one expression instead, such as ${a == b}.",
                Offset),
        };
    }
}
