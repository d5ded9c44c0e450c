using Harmonia.Core.Expressions.Evaluation;

namespace Harmonia.Core.Expressions.Functions;

internal static class TextFunctions
{
    public static IEnumerable<Function> All { get; } =
    [
        new("toUpperCase", 1, 1, (in call) => call.NewText(call.Text(0).ToUpperInvariant())),
        new("toLowerCase", 1, 1, (in call) => call.NewText(call.Text(0).ToLowerInvariant())),
        new("upper", 1, 1, (in call) => call.NewText(call.Text(0).ToUpperInvariant())),
        new("lower", 1, 1, (in call) => call.NewText(call.Text(0).ToLowerInvariant())),
        new("trim", 1, 1, (in call) => call.NewText(call.Text(0).Trim())),
        new("split", 1, 2, Split),
        new("replace", 3, 3, Replace),
        new("replaceAll", 3, 3, Replace),
        new("startsWith", 2, 2, (in call) => Value.Of(call.Text(0).StartsWith(call.Text(1), StringComparison.Ordinal))),
        new("endsWith", 2, 2, (in call) => Value.Of(call.Text(0).EndsWith(call.Text(1), StringComparison.Ordinal))),
        new("substring", 2, 3, Substring),
        new("padStart", 2, 3, (in call) => Pad(call, true)),
        new("padEnd", 2, 3, (in call) => Pad(call, false)),
        new("repeat", 2, 2, Repeat),
        new("matches", 2, 2, Matches),
    ];

    private static Value Split(in FunctionCall call)
    {
        var text = call.Text(0);
        var separator = call.Count > 1 ? call.Text(1) : ",";
        call.Context.ReserveText(text.Length, call.Offset);
        var parts = separator.Length == 0
            ? text.Select(character => character.ToString())
            : text.Split(separator);
        var items = new List<Value>();
        foreach (var part in parts)
        {
            call.Context.Spend(1, call.Offset);
            call.Context.Reserve(32, call.Offset);
            items.Add(Value.Of(part));
        }

        return call.NewList([.. items]);
    }

    /// <summary>Replaces every occurrence; growth is paid for before it happens.</summary>
    private static Value Replace(in FunctionCall call)
    {
        var (text, old, replacement) = (call.Text(0), call.Text(1), call.Text(2));
        if (old.Length == 0)
        {
            throw call.Invalid("the text to replace is empty.");
        }

        call.Context.SpendText(text.Length, call.Offset);
        var count = text.AsSpan().Count(old.AsSpan());
        call.Context.ReserveText(text.Length + ((long)count * (replacement.Length - old.Length)), call.Offset);
        return Value.Of(text.Replace(old, replacement, StringComparison.Ordinal));
    }

    private static Value Substring(in FunctionCall call)
    {
        var text = call.Text(0);
        var start = Math.Clamp(call.Integer(1), 0, text.Length);
        var end = call.Count > 2 ? Math.Clamp(call.Integer(2), 0, text.Length) : text.Length;
        return call.NewText(text[Math.Min(start, end)..Math.Max(start, end)]);
    }

    private static Value Pad(in FunctionCall call, bool atStart)
    {
        var text = call.Text(0);
        var fill = call.Count > 2 ? call.Text(2) : " ";
        var missing = (long)call.Integer(1) - text.Length;
        if (missing <= 0 || fill.Length == 0)
        {
            return call[0].Kind == ValueKind.Text ? call[0] : call.NewText(text);
        }

        call.Context.ReserveText(text.Length + missing, call.Offset);
        var padding = string.Create((int)missing, fill, static (span, fill) =>
        {
            for (var index = 0; index < span.Length; index++)
            {
                span[index] = fill[index % fill.Length];
            }
        });
        return Value.Of(atStart ? padding + text : text + padding);
    }

    private static Value Repeat(in FunctionCall call)
    {
        var (text, count) = (call.Text(0), call.Integer(1));
        if (count < 0)
        {
            throw call.Invalid("the count is negative.");
        }

        call.Context.ReserveText((long)text.Length * count, call.Offset);
        return Value.Of(text.Length == 0 ? "" : string.Concat(Enumerable.Repeat(text, count)));
    }

    private static Value Matches(in FunctionCall call)
    {
        var text = call.Text(0);
        return Value.Of(call.Pattern(1).IsMatch(text, call.Context, call.Offset));
    }
}
