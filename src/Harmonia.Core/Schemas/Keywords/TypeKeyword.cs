using System.Text.Json;
using Harmonia.Core.Schemas.Evaluation;

namespace Harmonia.Core.Schemas.Keywords;

[Flags]
internal enum JsonTypes
{
    None = 0,
    Null = 1,
    Boolean = 2,
    Object = 4,
    Array = 8,
    Number = 16,
    String = 32,
    Integer = 64,
}

internal sealed class TypeKeyword(KeywordPlace place, JsonTypes types)
    : Assertion(place, $"Expected {Describe(types)}")
{
    private static readonly (JsonTypes Type, string Name, string Words)[] All =
    [
        (JsonTypes.Null, "null", "null"),
        (JsonTypes.Boolean, "boolean", "a boolean"),
        (JsonTypes.Object, "object", "an object"),
        (JsonTypes.Array, "array", "an array"),
        (JsonTypes.Number, "number", "a number"),
        (JsonTypes.String, "string", "a string"),
        (JsonTypes.Integer, "integer", "an integer"),
    ];

    public static string Names => string.Join(", ", All.Select(type => type.Name));

    /// <returns><see cref="JsonTypes.None"/> when there is no such type.</returns>
    public static JsonTypes Parse(string? name) => All.FirstOrDefault(type => type.Name == name).Type;

    protected override bool Accepts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => types.HasFlag(JsonTypes.Null),
        JsonValueKind.True or JsonValueKind.False => types.HasFlag(JsonTypes.Boolean),
        JsonValueKind.Object => types.HasFlag(JsonTypes.Object),
        JsonValueKind.Array => types.HasFlag(JsonTypes.Array),
        JsonValueKind.String => types.HasFlag(JsonTypes.String),
        JsonValueKind.Number => types.HasFlag(JsonTypes.Number)
            || (types.HasFlag(JsonTypes.Integer) && (value.TryGetInt64(out _) || JsonNumber.Of(value).IsInteger)),
        _ => false,
    };

    private static string Describe(JsonTypes types) =>
        string.Join(" or ", All.Where(type => types.HasFlag(type.Type)).Select(type => type.Words));
}
