using System.Collections.Frozen;
using System.Text.Json;
using Harmonia.Core.Schemas;

namespace Harmonia.Core.Definitions.Checking;

/// <summary>Finds what is wrong with an input whatever its <c>${…}</c> turn out to be.</summary>
internal static class ConstantInput
{
    /// <summary>They look at names of members and numbers of items only, which are never computed.</summary>
    private static readonly FrozenSet<string> OfShape = new[]
    {
        "required", "dependentRequired", "additionalProperties", "minProperties", "maxProperties", "minItems",
        "maxItems",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What is found within these may depend on a value elsewhere.</summary>
    private static readonly FrozenSet<string> Conditional = new[]
    {
        "if", "then", "else", "anyOf", "oneOf", "not", "dependentSchemas", "contains", "unevaluatedProperties",
        "unevaluatedItems",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static IEnumerable<SchemaViolation> Violations(JsonElement input, JsonSchema schema)
    {
        var violations = schema.Validate(input).Where(violation => violation.Keyword != JsonSchema.LimitKeyword);
        return HasComputed(input) ? violations.Where(violation => IsCertain(violation, input)) : violations;
    }

    private static bool IsCertain(SchemaViolation violation, JsonElement input) =>
        !violation.SchemaPointer.Split('/').Any(Conditional.Contains)
        && (OfShape.Contains(violation.Keyword) || !HasComputed(Find(input, violation.Pointer)));

    private static bool HasComputed(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!.Contains("${", StringComparison.Ordinal),
        JsonValueKind.Array => value.EnumerateArray().Any(HasComputed),
        JsonValueKind.Object => value.EnumerateObject().Any(member => HasComputed(member.Value)),
        _ => false,
    };

    /// <summary>What a pointer that was made of this value points at.</summary>
    private static JsonElement Find(JsonElement value, string pointer)
    {
        foreach (var segment in pointer.Split('/').Skip(1))
        {
            value = value.ValueKind == JsonValueKind.Array
                ? value[int.Parse(segment, System.Globalization.CultureInfo.InvariantCulture)]
                : value.GetProperty(segment
                    .Replace("~1", "/", StringComparison.Ordinal)
                    .Replace("~0", "~", StringComparison.Ordinal));
        }

        return value;
    }
}
