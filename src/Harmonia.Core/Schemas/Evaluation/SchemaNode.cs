using System.Text.Json;
using Harmonia.Core.Schemas.Compilation;
using Harmonia.Core.Schemas.Keywords;

namespace Harmonia.Core.Schemas.Evaluation;

/// <summary>One compiled schema: an object's keywords in the order of evaluation, or a boolean.</summary>
internal sealed class SchemaNode(SchemaResource resource, string pointer)
{
    private Keyword[] _keywords = [];

    private bool _tracksParts;

    public SchemaResource Resource { get; } = resource;

    public string Pointer { get; } = pointer;

    /// <summary>Whether this is the schema <c>false</c>; the keyword that holds it words its refusals.</summary>
    public bool IsFalse { get; private set; }

    /// <summary>Gives the node its content; called once, because schemas may contain each other.</summary>
    public void Complete(IEnumerable<Keyword> keywords, bool isFalse)
    {
        _keywords = [.. keywords];
        _tracksParts = _keywords.Any(keyword => keyword is UnevaluatedKeyword);
        IsFalse = isFalse;
    }

    /// <summary>Checks a value; what was evaluated goes into the parts when the value matches.</summary>
    public bool Matches(JsonElement value, SchemaEvaluation evaluation, EvaluatedParts? parts)
    {
        if (!evaluation.TryEnter(this, out var scoped))
        {
            return false;
        }

        var own = parts is null && !_tracksParts ? null : new EvaluatedParts();
        var matches = EvaluateKeywords(value, evaluation, own);
        evaluation.Leave(scoped);
        if (matches && parts is not null)
        {
            parts.Add(own!);
        }

        return matches;
    }

    private bool EvaluateKeywords(JsonElement value, SchemaEvaluation evaluation, EvaluatedParts? own)
    {
        var matches = true;
        foreach (var keyword in _keywords)
        {
            if (!matches && keyword is UnevaluatedKeyword)
            {
                break; // What failed counts as unevaluated: reporting it twice would hide the reason.
            }

            if (!keyword.Matches(value, evaluation, own))
            {
                matches = false;
                if (!evaluation.Collecting)
                {
                    break;
                }
            }
        }

        return matches;
    }
}
