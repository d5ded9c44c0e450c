using System.Text.Json;
using Harmonia.Core.Schemas.Evaluation;

namespace Harmonia.Core.Schemas.Keywords;

internal sealed class PrefixItemsKeyword(KeywordPlace place, SchemaNode[] schemas) : Keyword(place)
{
    public override bool Matches(JsonElement value, SchemaEvaluation evaluation, EvaluatedParts? parts)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return true;
        }

        var matches = true;
        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            if (index == schemas.Length || (!matches && !evaluation.Collecting))
            {
                break;
            }

            matches &= evaluation.MatchesItem(schemas[index], index, item);
            index++;
        }

        parts?.AddFirstItems(index);
        return matches;
    }
}

/// <summary><c>items</c>, which starts after the items that <c>prefixItems</c> takes.</summary>
internal sealed class ItemsKeyword(KeywordPlace place, SchemaNode schema, int start) : Keyword(place)
{
    public override bool Matches(JsonElement value, SchemaEvaluation evaluation, EvaluatedParts? parts)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return true;
        }

        var matches = true;
        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            if (index >= start)
            {
                matches &= schema.IsFalse
                    ? evaluation.FailItem(this, index, item)
                    : evaluation.MatchesItem(schema, index, item);
            }

            if (!matches && !evaluation.Collecting)
            {
                return false;
            }

            index++;
        }

        parts?.AddFirstItems(index);
        return matches;
    }
}

/// <summary><c>contains</c> with its bounds <c>minContains</c> and <c>maxContains</c>.</summary>
internal sealed class ContainsKeyword(KeywordPlace place, SchemaNode schema, int minimum, int maximum) : Keyword(place)
{
    public override bool Matches(JsonElement value, SchemaEvaluation evaluation, EvaluatedParts? parts)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return true;
        }

        var found = 0;
        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            if (evaluation.Tries(schema, item, parts: null))
            {
                found++;
                parts?.AddItem(index);
            }

            if (found >= minimum && maximum == int.MaxValue && parts is null)
            {
                return true;
            }

            index++;
        }

        return (found >= minimum && found <= maximum) || evaluation.Fail(this, value, Describe(found));
    }

    private string Describe(int found) => found < minimum
        ? $"Expected at least {minimum} items that match the schema, but {found} do"
        : $"Expected at most {maximum} items that match the schema, but {found} do";
}
