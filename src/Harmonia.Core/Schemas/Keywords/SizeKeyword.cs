using System.Text.Json;
using Harmonia.Core.Schemas.Evaluation;

namespace Harmonia.Core.Schemas.Keywords;

/// <summary>The bounds of what can be counted: characters, items, members.</summary>
internal sealed class SizeKeyword(KeywordPlace place, int limit)
    : Assertion(place, Describe(place.Name, limit))
{
    private readonly bool _upper = place.Name.StartsWith("max", StringComparison.Ordinal);

    private readonly JsonValueKind _kind = place.Name switch
    {
        "maxLength" or "minLength" => JsonValueKind.String,
        "maxItems" or "minItems" => JsonValueKind.Array,
        _ => JsonValueKind.Object,
    };

    protected override bool Accepts(JsonElement value)
    {
        if (value.ValueKind != _kind)
        {
            return true;
        }

        var size = _kind switch
        {
            JsonValueKind.String => ValueText.Length(value),
            JsonValueKind.Array => value.GetArrayLength(),
            _ => value.GetPropertyCount(),
        };
        return _upper ? size <= limit : size >= limit;
    }

    private static string Describe(string name, int limit)
    {
        var what = name switch
        {
            "maxLength" or "minLength" => limit == 1 ? "character" : "characters",
            "maxItems" or "minItems" => limit == 1 ? "item" : "items",
            _ => limit == 1 ? "property" : "properties",
        };
        var bound = name.StartsWith("max", StringComparison.Ordinal) ? "at most" : "at least";
        return $"Expected {bound} {limit} {what}";
    }
}
