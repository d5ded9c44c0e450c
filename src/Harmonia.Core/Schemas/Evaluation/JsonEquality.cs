using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Harmonia.Core.Schemas.Evaluation;

/// <summary>Equality of values: 1 equals 1.0, and the order of members does not matter.</summary>
internal sealed class JsonEquality : IEqualityComparer<JsonElement>
{
    public static JsonEquality Instance { get; } = new();

    private JsonEquality() { }

    public bool Equals(JsonElement x, JsonElement y) => JsonElement.DeepEquals(x, y);

    public int GetHashCode(JsonElement obj)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return obj.ValueKind switch
        {
            JsonValueKind.String => string.GetHashCode(obj.GetString(), StringComparison.Ordinal),
            JsonValueKind.Number => JsonNumber.Of(obj).GetHashCode(),
            JsonValueKind.Array => HashItems(obj),
            JsonValueKind.Object => HashMembers(obj),
            var kind => (int)kind,
        };
    }

    private static int HashItems(JsonElement array)
    {
        var hash = new HashCode();
        foreach (var item in array.EnumerateArray())
        {
            hash.Add(Instance.GetHashCode(item));
        }

        return hash.ToHashCode();
    }

    private static int HashMembers(JsonElement value)
    {
        var hash = 0;
        foreach (var member in value.EnumerateObject())
        {
            hash ^= HashCode.Combine(
                string.GetHashCode(member.Name, StringComparison.Ordinal), Instance.GetHashCode(member.Value));
        }

        return hash;
    }
}
