using System.Globalization;
using Harmonia.Engine.Ports;

namespace Harmonia.Storage.Filtering;

/// <summary>The values of a filter, checked and made comparable, the same for every store.</summary>
internal static class FilterValues
{
    private const int MaxValues = 1_000;

    public static IReadOnlyList<object> Of(FieldFilter filter, FieldKind kind)
    {
        var fits = filter.Operator == FilterOperator.In
            ? filter.Values.Count is > 0 and <= MaxValues
            : filter.Values.Count == 1;
        if (!fits)
        {
            throw new ArgumentException(
                $"The filter on '{filter.Field}' needs one value, or 1 to {MaxValues} for 'in'; "
                + $"it has {filter.Values.Count}.");
        }

        if (kind == FieldKind.Time && filter.Operator is FilterOperator.Contains or FilterOperator.StartsWith)
        {
            throw new ArgumentException($"'{filter.Field}' is a time: '{filter.Operator}' cannot be asked of it.");
        }

        return [.. filter.Values.Select(value => Comparable(filter, kind, value))];
    }

    /// <summary>Lower case for A to Z only, which is what SQLite's <c>lower</c> does.</summary>
    public static string LowerAscii(string text) => string.Create(
        text.Length,
        text,
        static (lower, source) =>
        {
            for (var i = 0; i < source.Length; i++)
            {
                lower[i] = char.IsAsciiLetterUpper(source[i]) ? (char)(source[i] | 0x20) : source[i];
            }
        });

    private static object Comparable(FieldFilter filter, FieldKind kind, string value) => kind switch
    {
        FieldKind.Id => LowerAscii(value),
        FieldKind.Time when DateTimeOffset.TryParse(
            value,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time) => time,
        FieldKind.Time => throw new ArgumentException($"'{value}' for '{filter.Field}' is not an ISO 8601 time."),
        _ when filter.Operator is FilterOperator.Contains or FilterOperator.StartsWith => LowerAscii(value),
        _ => value,
    };
}
