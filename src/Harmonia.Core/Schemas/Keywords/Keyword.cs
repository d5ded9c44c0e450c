using System.Text.Json;
using Harmonia.Core.Schemas.Evaluation;

namespace Harmonia.Core.Schemas.Keywords;

/// <summary>Where a keyword stands in its schema.</summary>
internal readonly record struct KeywordPlace(string Name, string Pointer);

/// <summary>A compiled keyword: one question to a value.</summary>
internal abstract class Keyword(KeywordPlace place)
{
    public string Name { get; } = place.Name;

    public string Pointer { get; } = place.Pointer;

    /// <summary>Checks a value; the members and items that it evaluates go into the parts, if somebody asks.</summary>
    public abstract bool Matches(JsonElement value, SchemaEvaluation evaluation, EvaluatedParts? parts);
}

/// <summary>A keyword that looks at the value alone, with one sentence for what it expects.</summary>
internal abstract class Assertion(KeywordPlace place, string expectation) : Keyword(place)
{
    public override bool Matches(JsonElement value, SchemaEvaluation evaluation, EvaluatedParts? parts) =>
        Accepts(value) || evaluation.Fail(this, value, expectation);

    protected abstract bool Accepts(JsonElement value);
}
