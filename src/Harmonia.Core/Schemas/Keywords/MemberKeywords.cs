using System.Collections.Frozen;
using System.Text.Json;
using System.Text.RegularExpressions;
using Harmonia.Core.Schemas.Evaluation;

namespace Harmonia.Core.Schemas.Keywords;

internal sealed class PropertiesKeyword(KeywordPlace place, KeyValuePair<string, SchemaNode>[] properties)
    : Keyword(place)
{
    public override bool Matches(JsonElement value, SchemaEvaluation evaluation, EvaluatedParts? parts)
    {
        if (value.ValueKind != JsonValueKind.Object || !evaluation.Spend(properties.Length, Pointer))
        {
            return true;
        }

        var matches = true;
        foreach (var (name, schema) in properties)
        {
            if (!value.TryGetProperty(name, out var member))
            {
                continue;
            }

            parts?.AddName(name);
            matches &= evaluation.MatchesMember(schema, name, member);
            if (!matches && !evaluation.Collecting)
            {
                return false;
            }
        }

        return matches;
    }
}

internal sealed class PatternPropertiesKeyword(KeywordPlace place, KeyValuePair<Regex, SchemaNode>[] patterns)
    : Keyword(place)
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
            foreach (var (regex, schema) in patterns)
            {
                if (evaluation.Spend(1, Pointer) && regex.IsMatch(name))
                {
                    parts?.AddName(name);
                    matches &= evaluation.MatchesMember(schema, name, member.Value);
                }
            }

            if (!matches && !evaluation.Collecting)
            {
                return false;
            }
        }

        return matches;
    }
}

/// <summary><c>additionalProperties</c>, with the names and patterns of its siblings, which it leaves out.</summary>
internal sealed class AdditionalPropertiesKeyword(
    KeywordPlace place, SchemaNode schema, IEnumerable<string> names, Regex[] patterns) : Keyword(place)
{
    private readonly FrozenSet<string> _names = names.ToFrozenSet(StringComparer.Ordinal);

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
            if (!evaluation.Spend(1 + patterns.Length, Pointer) || IsNamed(name))
            {
                continue;
            }

            parts?.AddName(name);
            matches &= schema.IsFalse
                ? evaluation.FailMember(this, name, member.Value)
                : evaluation.MatchesMember(schema, name, member.Value);
            if (!matches && !evaluation.Collecting)
            {
                return false;
            }
        }

        return matches;
    }

    private bool IsNamed(string name)
    {
        if (_names.Contains(name))
        {
            return true;
        }

        foreach (var pattern in patterns)
        {
            if (pattern.IsMatch(name))
            {
                return true;
            }
        }

        return false;
    }
}

internal sealed class PropertyNamesKeyword(KeywordPlace place, SchemaNode schema) : Keyword(place)
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
            matches &= evaluation.MatchesMember(schema, member.Name, NameAsValue(member.Name));
            if (!matches && !evaluation.Collecting)
            {
                return false;
            }
        }

        return matches;
    }

    private static JsonElement NameAsValue(string name)
    {
        var reader = new Utf8JsonReader([(byte)'"', .. JsonEncodedText.Encode(name).EncodedUtf8Bytes, (byte)'"']);
        return JsonElement.ParseValue(ref reader);
    }
}
