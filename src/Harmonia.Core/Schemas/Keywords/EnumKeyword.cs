using System.Text.Json;
using Harmonia.Core.Schemas.Evaluation;

namespace Harmonia.Core.Schemas.Keywords;

/// <summary><c>enum</c>, and <c>const</c> as an <c>enum</c> of one.</summary>
internal sealed class EnumKeyword(KeywordPlace place, IReadOnlyList<JsonElement> allowed)
    : Assertion(place, Describe(allowed))
{
    // Up to here looking at each value is cheaper than hashing the one at hand.
    private const int MaxScanned = 8;

    private const int MaxShown = 10;

    private readonly JsonElement[] _allowed = [.. allowed];

    private readonly HashSet<JsonElement>? _set =
        allowed.Count > MaxScanned ? new(allowed, JsonEquality.Instance) : null;

    protected override bool Accepts(JsonElement value)
    {
        if (_set is not null)
        {
            return _set.Contains(value);
        }

        foreach (var candidate in _allowed)
        {
            if (JsonElement.DeepEquals(candidate, value))
            {
                return true;
            }
        }

        return false;
    }

    private static string Describe(IReadOnlyList<JsonElement> allowed)
    {
        var shown = string.Join(", ", allowed.Take(MaxShown).Select(ValueText.Shorten));
        return allowed.Count switch
        {
            1 => $"Expected {shown}",
            <= MaxShown => $"Expected one of {shown}",
            _ => $"Expected one of {shown} or {allowed.Count - MaxShown} others",
        };
    }
}
