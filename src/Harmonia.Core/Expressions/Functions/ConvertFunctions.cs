using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Harmonia.Core.Expressions.Evaluation;

namespace Harmonia.Core.Expressions.Functions;

/// <summary>Conversions, tests for null, ids and hashes.</summary>
internal static class ConvertFunctions
{
    public static IEnumerable<Function> All { get; } =
    [
        new("len", 1, 1, Length),
        new("length", 1, 1, Length),
        new("string", 1, 1, ToText),
        new("str", 1, 1, ToText),
        new("toString", 1, 1, ToText),
        new("number", 1, 1, ToNumber),
        new("float", 1, 1, ToNumber),
        new("int", 1, 1, ToInteger),
        new("bool", 1, 1, (in call) => Value.Of(Comparison.IsTrue(call[0]))),
        new("json", 1, 1, ToJson),
        new("parseJson", 1, 1, ParseJson),
        new("typeof", 1, 1, TypeOf),
        new("hash", 1, 1, Hash),
        new("uuid", 0, 0, NewId),
        new("exists", 1, 1, (in call) => Value.Of(!call[0].IsNull)) { ToleratesMissing = true },
        new("isNull", 1, 1, (in call) => Value.Of(call[0].IsNull)) { ToleratesMissing = true },
        new("default", 2, 2, Coalesce) { ToleratesMissing = true },
        new("coalesce", 1, int.MaxValue, Coalesce) { ToleratesMissing = true },
    ];

    private static Value Length(in FunctionCall call) =>
        Lookup.TryLength(call[0], call.Context, call.Offset, out var length)
            ? length
            : throw call.Wrong(0, "a text, a list or an object");

    private static Value ToText(in FunctionCall call) =>
        call.NewText(ValueWriter.ToText(call[0], call.Context, call.Offset));

    private static Value ToNumber(in FunctionCall call) => call[0].Kind switch
    {
        ValueKind.Boolean => Value.Of(call[0].Boolean ? 1L : 0L),
        ValueKind.Text when !Numbers.TryGet(call[0], out _) => throw call.Invalid("the text is not a number."),
        _ => call.Number(0),
    };

    private static Value ToInteger(in FunctionCall call)
    {
        var number = ToNumber(call);
        if (number.TryGetInteger(out _))
        {
            return number;
        }

        var whole = Math.Truncate(number.ToDouble());
        return Math.Abs(whole) < 9e15 ? Value.Of((long)whole) : Numbers.Finite(whole, call.Offset);
    }

    private static Value ToJson(in FunctionCall call) =>
        call.NewText(ValueWriter.ToCompactJson(call[0], call.Context, call.Offset));

    private static Value ParseJson(in FunctionCall call)
    {
        var text = call.Text(0);
        call.Context.ReserveText(text.Length, call.Offset);
        try
        {
            var options = new JsonDocumentOptions { MaxDepth = call.Context.Limits.MaxDepth };
            return Value.Of(JsonElement.Parse(Encoding.UTF8.GetBytes(text), options));
        }
        catch (JsonException failure)
        {
            throw call.Invalid($"the text is no JSON: {failure.Message}");
        }
    }

    private static Value TypeOf(in FunctionCall call) => Value.Of(call[0].Kind switch
    {
        ValueKind.Null => "null",
        ValueKind.Boolean => "boolean",
        ValueKind.Number => "number",
        ValueKind.Text => "string",
        ValueKind.List => "array",
        ValueKind.Object => "object",
        _ => "instant",
    });

    /// <summary>SHA-256 of the text, or of the compact JSON of anything else, in hexadecimal.</summary>
    private static Value Hash(in FunctionCall call)
    {
        var text = ValueWriter.ToText(call[0], call.Context, call.Offset);
        call.Context.ReserveText(text.Length, call.Offset);
        return Value.Of(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
    }

    private static Value NewId(in FunctionCall call) =>
        Value.Of(call.Context.Scope.DeriveId(call.Context.NextId()).ToString("D"));

    private static Value Coalesce(in FunctionCall call)
    {
        foreach (var value in call.Arguments)
        {
            if (!value.IsNull)
            {
                return value;
            }
        }

        return Value.Null;
    }
}
