using System.Globalization;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;

namespace Harmonia.Server.Rest;

/// <summary>
/// Reads <c>field:operator:value</c>, several joined by commas; a comma inside a value is written <c>\,</c>.
/// </summary>
internal static class FilterText
{
    private const int MaxFilters = 16;
    private const int MaxLength = 4 * 1024;
    private const string Parameter = "filter";

    private static readonly Dictionary<string, FilterOperator> Operators = new(StringComparer.OrdinalIgnoreCase)
    {
        ["eq"] = FilterOperator.Eq,
        ["neq"] = FilterOperator.Neq,
        ["contains"] = FilterOperator.Contains,
        ["starts_with"] = FilterOperator.StartsWith,
        ["gt"] = FilterOperator.Gt,
        ["gte"] = FilterOperator.Gte,
        ["lt"] = FilterOperator.Lt,
        ["lte"] = FilterOperator.Lte,
        ["in"] = FilterOperator.In,
    };

    private static readonly string[] Times = ["start_time", "created_at", "updated_at", "end_time"];

    public static IReadOnlyList<FieldFilter> Parse(string text, IReadOnlyList<string> fields)
    {
        if (text.Length > MaxLength)
        {
            throw RequestQuery.Wrong(Parameter, $"it is longer than {MaxLength} characters.");
        }

        var parts = Split(text);
        return parts.Count <= MaxFilters
            ? [.. parts.Select(part => ParseOne(part, fields))]
            : throw RequestQuery.Wrong(Parameter, $"it has more than {MaxFilters} conditions.");
    }

    private static FieldFilter ParseOne(string part, IReadOnlyList<string> fields)
    {
        var pieces = part.Split(':', 3);
        if (pieces.Length != 3)
        {
            throw RequestQuery.Wrong(
                Parameter,
                $"'{Wire.Shorten(part)}' is not of the form field:operator:value, such as name:contains:test.");
        }

        var (field, word, value) = (pieces[0], pieces[1], pieces[2]);
        if (!fields.Contains(field, StringComparer.Ordinal))
        {
            throw RequestQuery.Wrong(Parameter, $"there is no field '{Wire.Shorten(field)}'. {Hint(field, fields)}");
        }

        if (!Operators.TryGetValue(word, out var comparison))
        {
            throw RequestQuery.Wrong(
                Parameter, $"there is no operator '{Wire.Shorten(word)}'. {Hint(word, [.. Operators.Keys])}");
        }

        var values = comparison == FilterOperator.In ? value.Split('|') : [value];
        if (Times.Contains(field, StringComparer.Ordinal))
        {
            CheckTimes(field, comparison, values);
        }

        if (field != "status")
        {
            return new FieldFilter(field, comparison, values);
        }

        // Whatever is compared as a whole has to be a status that there is, as for the parameter of that name.
        var isPart = comparison is FilterOperator.Contains or FilterOperator.StartsWith;
        return new FieldFilter(
            field, comparison, [.. values.Select(word => isPart ? StatusText.Normal(word) : StatusText.Known(word))]);
    }

    private static void CheckTimes(string field, FilterOperator comparison, string[] values)
    {
        if (comparison is FilterOperator.Contains or FilterOperator.StartsWith)
        {
            throw RequestQuery.Wrong(Parameter, $"{field} is a time: compare it with eq, neq, gt, gte, lt, lte or in.");
        }

        var wrong = Array.Find(values, value => !DateTimeOffset.TryParse(
            value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _));
        if (wrong is not null)
        {
            throw RequestQuery.Wrong(
                Parameter, $"'{Wire.Shorten(wrong)}' is no time; write one like 2026-01-31T12:00:00Z.");
        }
    }

    private static string Hint(string word, IReadOnlyList<string> known) => NearestName.Find(word, known) is { } nearest
        ? $"Did you mean {nearest}?"
        : $"There are: {string.Join(", ", known)}.";

    private static List<string> Split(string text)
    {
        List<string> parts = [];
        var part = new System.Text.StringBuilder();
        for (var at = 0; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '\\' when at + 1 < text.Length && text[at + 1] == ',':
                    part.Append(text[++at]);
                    break;
                case ',':
                    parts.Add(part.ToString());
                    part.Clear();
                    break;
                default:
                    part.Append(text[at]);
                    break;
            }
        }

        parts.Add(part.ToString());
        return parts;
    }
}
