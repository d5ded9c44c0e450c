using System.Text.Json;
using Harmonia.Core.Schemas.Evaluation;

namespace Harmonia.Core.Schemas.Keywords;

internal sealed class RequiredKeyword(KeywordPlace place, IReadOnlyList<string> names) : Keyword(place)
{
    private readonly string[] _names = [.. names];

    public override bool Matches(JsonElement value, SchemaEvaluation evaluation, EvaluatedParts? parts)
    {
        if (value.ValueKind != JsonValueKind.Object || !evaluation.Spend(_names.Length, Pointer))
        {
            return true;
        }

        var matches = true;
        foreach (var name in _names)
        {
            if (!value.TryGetProperty(name, out _))
            {
                matches = evaluation.Fail(this, value, $"Expected the property \"{ValueText.Shorten(name)}\"");
            }
        }

        return matches;
    }
}

internal sealed class DependentRequiredKeyword(
    KeywordPlace place, IReadOnlyList<KeyValuePair<string, string[]>> dependents) : Keyword(place)
{
    public override bool Matches(JsonElement value, SchemaEvaluation evaluation, EvaluatedParts? parts)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return true;
        }

        var matches = true;
        foreach (var (trigger, names) in dependents)
        {
            if (!evaluation.Spend(1 + names.Length, Pointer) || !value.TryGetProperty(trigger, out _))
            {
                continue;
            }

            foreach (var name in names)
            {
                if (!value.TryGetProperty(name, out _))
                {
                    matches = evaluation.Fail(
                        this,
                        value,
                        $"Expected the property \"{ValueText.Shorten(name)}\" beside \"{ValueText.Shorten(trigger)}\"");
                }
            }
        }

        return matches;
    }
}
