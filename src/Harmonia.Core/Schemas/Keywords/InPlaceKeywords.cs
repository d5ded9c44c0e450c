using System.Text.Json;
using Harmonia.Core.Schemas.Evaluation;

namespace Harmonia.Core.Schemas.Keywords;

/// <summary>The schema <c>false</c> where no other keyword words its refusal.</summary>
internal sealed class FalseKeyword(KeywordPlace place) : Assertion(place, "No value is allowed here")
{
    protected override bool Accepts(JsonElement value) => false;
}

/// <summary><c>$ref</c>, and a <c>$dynamicRef</c> that leads to no dynamic anchor.</summary>
internal sealed class RefKeyword(KeywordPlace place, SchemaNode target) : Keyword(place)
{
    public override bool Matches(JsonElement value, SchemaEvaluation evaluation, EvaluatedParts? parts) =>
        target.Matches(value, evaluation, parts);
}

internal sealed class DynamicRefKeyword(KeywordPlace place, SchemaNode initial, string anchor) : Keyword(place)
{
    public override bool Matches(JsonElement value, SchemaEvaluation evaluation, EvaluatedParts? parts) =>
        (evaluation.FindDynamic(anchor) ?? initial).Matches(value, evaluation, parts);
}

internal sealed class AllOfKeyword(KeywordPlace place, SchemaNode[] schemas) : Keyword(place)
{
    public override bool Matches(JsonElement value, SchemaEvaluation evaluation, EvaluatedParts? parts)
    {
        var matches = true;
        foreach (var schema in schemas)
        {
            matches &= schema.Matches(value, evaluation, parts);
            if (!matches && !evaluation.Collecting)
            {
                return false;
            }
        }

        return matches;
    }
}

internal sealed class AnyOfKeyword(KeywordPlace place, SchemaNode[] schemas) : Keyword(place)
{
    public override bool Matches(JsonElement value, SchemaEvaluation evaluation, EvaluatedParts? parts)
    {
        var matches = false;
        foreach (var schema in schemas)
        {
            matches |= evaluation.Tries(schema, value, parts);
            if (matches && parts is null)
            {
                return true; // The others could only add evaluated parts, which nobody asks for.
            }
        }

        return matches
            || evaluation.Fail(this, value, $"Expected a value that matches one of {schemas.Length} schemas");
    }
}

internal sealed class OneOfKeyword(KeywordPlace place, SchemaNode[] schemas) : Keyword(place)
{
    public override bool Matches(JsonElement value, SchemaEvaluation evaluation, EvaluatedParts? parts)
    {
        var matching = -1;
        for (var index = 0; index < schemas.Length; index++)
        {
            if (!evaluation.Tries(schemas[index], value, parts))
            {
                continue;
            }

            if (matching >= 0)
            {
                return evaluation.Fail(
                    this, value, $"Expected a match of one schema only, but {matching} and {index} both match");
            }

            matching = index;
        }

        return matching >= 0
            || evaluation.Fail(this, value, $"Expected a value that matches one of {schemas.Length} schemas");
    }
}

internal sealed class NotKeyword(KeywordPlace place, SchemaNode schema) : Keyword(place)
{
    public override bool Matches(JsonElement value, SchemaEvaluation evaluation, EvaluatedParts? parts) =>
        !evaluation.Tries(schema, value, parts: null)
        || evaluation.Fail(this, value, "Expected a value that does not match the schema");
}

internal sealed class IfKeyword(KeywordPlace place, SchemaNode condition, SchemaNode? then, SchemaNode? otherwise)
    : Keyword(place)
{
    public override bool Matches(JsonElement value, SchemaEvaluation evaluation, EvaluatedParts? parts)
    {
        var branch = evaluation.Tries(condition, value, parts) ? then : otherwise;
        return branch is null || branch.Matches(value, evaluation, parts);
    }
}

internal sealed class DependentSchemasKeyword(KeywordPlace place, KeyValuePair<string, SchemaNode>[] schemas)
    : Keyword(place)
{
    public override bool Matches(JsonElement value, SchemaEvaluation evaluation, EvaluatedParts? parts)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return true;
        }

        var matches = true;
        foreach (var (trigger, schema) in schemas)
        {
            if (evaluation.Spend(1, Pointer) && value.TryGetProperty(trigger, out _))
            {
                matches &= schema.Matches(value, evaluation, parts);
            }
        }

        return matches;
    }
}
