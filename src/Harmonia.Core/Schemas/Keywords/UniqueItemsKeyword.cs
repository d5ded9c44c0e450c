using System.Text.Json;
using Harmonia.Core.Schemas.Evaluation;

namespace Harmonia.Core.Schemas.Keywords;

internal sealed class UniqueItemsKeyword(KeywordPlace place) : Keyword(place)
{
    // Up to here comparing all pairs is cheaper than hashing.
    private const int MaxCompared = 8;

    public override bool Matches(JsonElement value, SchemaEvaluation evaluation, EvaluatedParts? parts)
    {
        if (value.ValueKind != JsonValueKind.Array || !evaluation.Spend(value.GetArrayLength(), Pointer))
        {
            return true;
        }

        var repeated = value.GetArrayLength() <= MaxCompared ? FindByPairs(value) : FindByHash(value);
        return repeated is not { } item
            || evaluation.Fail(this, item, "Expected items that all differ, but one is repeated");
    }

    private static JsonElement? FindByPairs(JsonElement array)
    {
        for (var second = 1; second < array.GetArrayLength(); second++)
        {
            for (var first = 0; first < second; first++)
            {
                if (JsonElement.DeepEquals(array[first], array[second]))
                {
                    return array[second];
                }
            }
        }

        return null;
    }

    private static JsonElement? FindByHash(JsonElement array)
    {
        var seen = new HashSet<JsonElement>(JsonEquality.Instance);
        foreach (var item in array.EnumerateArray())
        {
            if (!seen.Add(item))
            {
                return item;
            }
        }

        return null;
    }
}
