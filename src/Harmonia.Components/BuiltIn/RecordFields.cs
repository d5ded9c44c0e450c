using System.Text.Json;

namespace Harmonia.Components.BuiltIn;

/// <summary>Fields of records, by paths with dots, and how their values compare.</summary>
internal static class RecordFields
{
    /// <returns><see langword="null"/> when the record has no such field, or null in it.</returns>
    public static JsonElement? Find(JsonElement record, string path)
    {
        var value = record;
        foreach (var name in path.Split('.'))
        {
            if (value.ValueKind is not JsonValueKind.Object || !value.TryGetProperty(name, out value))
            {
                return null;
            }
        }

        return value.ValueKind is JsonValueKind.Null ? null : value;
    }

    public static double? Number(JsonElement record, string path) =>
        Find(record, path) is { ValueKind: JsonValueKind.Number } number && double.IsFinite(number.GetDouble())
            ? number.GetDouble()
            : null;

    /// <summary>The value as the name of a group.</summary>
    public static string Label(JsonElement record, string path) => Find(record, path) switch
    {
        null => "(none)",
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        { } value => value.GetRawText(),
    };

    public static bool AreEqual(JsonElement? left, JsonElement? right) =>
        (left, right) is ({ } one, { } other) ? JsonElement.DeepEquals(one, other) : left is null && right is null;

    /// <summary>Numbers before texts before everything else; what is missing comes last.</summary>
    public static int Compare(JsonElement? left, JsonElement? right)
    {
        if (left is not { } one || right is not { } other)
        {
            return (left is null).CompareTo(right is null);
        }

        return (one.ValueKind, other.ValueKind) switch
        {
            (JsonValueKind.Number, JsonValueKind.Number) => one.GetDouble().CompareTo(other.GetDouble()),
            (JsonValueKind.String, JsonValueKind.String) => string.CompareOrdinal(one.GetString(), other.GetString()),
            (JsonValueKind.True or JsonValueKind.False, JsonValueKind.True or JsonValueKind.False) =>
                one.GetBoolean().CompareTo(other.GetBoolean()),
            _ => Rank(one.ValueKind).CompareTo(Rank(other.ValueKind)),
        };
    }

    public static bool AreComparable(JsonElement? left, JsonElement? right) =>
        left is { ValueKind: JsonValueKind.Number or JsonValueKind.String } one && one.ValueKind == right?.ValueKind;

    private static int Rank(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Number => 0,
        JsonValueKind.String => 1,
        JsonValueKind.False or JsonValueKind.True => 2,
        _ => 3,
    };
}
