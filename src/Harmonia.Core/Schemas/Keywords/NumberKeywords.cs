using System.Text.Json;
using Harmonia.Core.Schemas.Evaluation;

namespace Harmonia.Core.Schemas.Keywords;

/// <summary><c>minimum</c>, <c>maximum</c> and their exclusive forms.</summary>
internal sealed class RangeKeyword(KeywordPlace place, JsonElement limit)
    : Assertion(place, $"Expected a number {Describe(place.Name)} {ValueText.Shorten(limit)}")
{
    private readonly bool _upper = place.Name is "maximum" or "exclusiveMaximum";
    private readonly bool _exclusive = place.Name is "exclusiveMinimum" or "exclusiveMaximum";
    private readonly JsonNumber _limit = JsonNumber.Of(limit);
    private readonly long? _wholeLimit = limit.TryGetInt64(out var whole) ? whole : null;

    protected override bool Accepts(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Number)
        {
            return true;
        }

        var comparison = _wholeLimit is { } limit && value.TryGetInt64(out var whole)
            ? whole.CompareTo(limit)
            : JsonNumber.Of(value).CompareTo(_limit);
        comparison = _upper ? -comparison : comparison;
        return _exclusive ? comparison > 0 : comparison >= 0;
    }

    private static string Describe(string name) => name switch
    {
        "maximum" => "of at most",
        "exclusiveMaximum" => "below",
        "minimum" => "of at least",
        _ => "above",
    };
}

internal sealed class MultipleOfKeyword(KeywordPlace place, JsonElement divisor)
    : Assertion(place, $"Expected a multiple of {ValueText.Shorten(divisor)}")
{
    private readonly JsonNumber _divisor = JsonNumber.Of(divisor);
    private readonly long? _wholeDivisor = divisor.TryGetInt64(out var whole) ? whole : null;

    protected override bool Accepts(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Number)
        {
            return true;
        }

        if (_wholeDivisor is { } divisor && value.TryGetInt64(out var whole))
        {
            return whole % divisor == 0;
        }

        var number = JsonNumber.Of(value);
        return number.DigitCount <= JsonNumber.MaxDividedDigits && number.IsMultipleOf(_divisor);
    }
}
