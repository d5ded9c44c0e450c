using System.Text.Json;
using System.Text.RegularExpressions;
using Harmonia.Core.Schemas.Evaluation;
using Harmonia.Core.Schemas.Text;

namespace Harmonia.Core.Schemas.Keywords;

internal sealed class PatternKeyword(KeywordPlace place, Regex regex, string pattern)
    : Assertion(place, $"Expected a string that matches the pattern {ValueText.Shorten(pattern)}")
{
    protected override bool Accepts(JsonElement value) =>
        value.ValueKind != JsonValueKind.String || regex.IsMatch(value.GetString()!);
}

internal sealed class FormatKeyword(KeywordPlace place, string format, Func<string, bool> check)
    : Assertion(place, $"Expected a string of the format {format}")
{
    protected override bool Accepts(JsonElement value) =>
        value.ValueKind != JsonValueKind.String || check(value.GetString()!);

    /// <returns>Null for a format that is not checked.</returns>
    public static FormatKeyword? For(KeywordPlace place, string format) =>
        StringFormats.Find(format) is { } check ? new FormatKeyword(place, format, check) : null;
}
