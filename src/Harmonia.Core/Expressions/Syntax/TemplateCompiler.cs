using System.Text.Json;
using Harmonia.Core.Expressions.Evaluation;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Expressions.Syntax;

/// <summary>Turns JSON with <c>${…}</c> in its strings into nodes; parts without any stay the JSON they are.</summary>
internal sealed class TemplateCompiler(ICollection<Finding> findings)
{
    private static readonly LiteralNode Nothing = new(Value.Null, 0);

    public List<(string Pointer, Reference Reference)> References { get; } = [];

    public bool Failed { get; private set; }

    public Node Compile(JsonElement source, string pointer, int depth)
    {
        if (!TryEnter(depth, pointer))
        {
            return Nothing;
        }

        return source.ValueKind switch
        {
            JsonValueKind.String => CompileText(source, pointer),
            JsonValueKind.Array => CompileList(source, pointer, depth),
            JsonValueKind.Object => CompileObject(source, pointer, depth),
            _ => Literal(source),
        };
    }

    public bool TryEnter(int depth, string pointer)
    {
        var limit = EvaluationLimits.Default.MaxDepth;
        if (depth >= limit)
        {
            Report(new Finding(FindingCodes.TooDeep, pointer, $"The value nests deeper than {limit} levels."));
        }

        return depth < limit;
    }

    public void Report(Finding finding)
    {
        Failed = true;
        findings.Add(finding);
    }

    /// <summary>Runs the parser, and reports its mistake if it makes one.</summary>
    public Node Parse(Func<CompiledSource> parse, string pointer)
    {
        try
        {
            var source = parse();
            References.AddRange(source.References.Select(reference => (pointer, reference)));
            return new PlacedNode(source, pointer);
        }
        catch (SyntaxException mistake)
        {
            var message = $"{mistake.Message} (at character {mistake.Error.Offset} of the text)";
            Report(new Finding(FindingCodes.InvalidExpression, pointer, message)
            {
                Suggestion = mistake.Error.Suggestion,
            });
            return Nothing;
        }
    }

    /// <summary>The text of a string, or <see langword="null"/> with a finding when it is no valid Unicode.</summary>
    public string? TextOf(JsonElement source, string pointer)
    {
        try
        {
            return source.GetString();
        }
        catch (InvalidOperationException)
        {
            Report(new Finding(FindingCodes.InvalidEncoding, pointer, "The text is not valid Unicode."));
            return null;
        }
    }

    private static LiteralNode Literal(JsonElement source) => new(Value.Of(source), 0);

    private Node CompileText(JsonElement source, string pointer) =>
        TextOf(source, pointer) is { } text && Interpolation.Occurs(text)
            ? Parse(() => Parser.ParseInterpolation(Interpolation.Split(text)), pointer)
            : Literal(source);

    private Node CompileList(JsonElement source, string pointer, int depth)
    {
        var items = new List<Node>();
        foreach (var item in source.EnumerateArray())
        {
            items.Add(Compile(item, JsonPointer.Append(pointer, items.Count), depth + 1));
        }

        return items.TrueForAll(item => item is LiteralNode) ? Literal(source) : new ListNode([.. items], 0);
    }

    private Node CompileObject(JsonElement source, string pointer, int depth)
    {
        var (names, values) = (new List<string>(), new List<Node>());
        foreach (var member in source.EnumerateObject())
        {
            names.Add(member.Name);
            values.Add(Compile(member.Value, JsonPointer.Append(pointer, member.Name), depth + 1));
        }

        return values.TrueForAll(value => value is LiteralNode)
            ? Literal(source)
            : new ObjectNode([.. names], [.. values], 0);
    }
}

/// <summary>The expression of one string in a document; its errors say where that string stands.</summary>
internal sealed class PlacedNode(CompiledSource source, string pointer) : Node(0, source.Root.Depth + 1)
{
    public override Value Evaluate(EvaluationContext context)
    {
        try
        {
            return source.Evaluate(context);
        }
        catch (EvaluationException failure)
        {
            var error = failure.Error;
            throw new EvaluationException(error with { Message = $"At '{pointer}': {error.Message}" });
        }
    }
}
