using System.Text.Json;
using Harmonia.Core.Schemas.Evaluation;

namespace Harmonia.Core.Schemas.Keywords;

/// <summary>A keyword for what all the others in its schema have left over; evaluated last.</summary>
internal abstract class UnevaluatedKeyword(KeywordPlace place) : Keyword(place);

internal sealed class UnevaluatedPropertiesKeyword(KeywordPlace place, SchemaNode schema) : UnevaluatedKeyword(place)
{
    public override bool Matches(JsonElement value, SchemaEvaluation evaluation, EvaluatedParts? parts)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return true;
        }

        var matches = true;
        foreach (var member in value.EnumerateObject())
        {
            var name = member.Name;
            if (!evaluation.Spend(1, Pointer) || parts!.HasName(name))
            {
                continue;
            }

            matches &= schema.IsFalse
                ? evaluation.FailMember(this, name, member.Value)
                : evaluation.MatchesMember(schema, name, member.Value);
            if (!matches && !evaluation.Collecting)
            {
                return false;
            }
        }

        parts!.AddAllNames();
        return matches;
    }
}

internal sealed class UnevaluatedItemsKeyword(KeywordPlace place, SchemaNode schema) : UnevaluatedKeyword(place)
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
            if (evaluation.Spend(1, Pointer) && !parts!.HasItem(index))
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

        parts!.AddFirstItems(index);
        return matches;
    }
}
