using Harmonia.Engine.Ports;

namespace Harmonia.Storage.Filtering;

/// <summary>
/// Filters on values in memory. A value that is missing equals nothing, so only "not equal" holds for it.
/// </summary>
internal static class FilterMatch
{
    public static Func<T, bool> All<T>(IReadOnlyList<FieldFilter> filters, IReadOnlyList<FilterField<T>> fields)
    {
        var rules = filters.Select(filter => Rule(filter, fields.Named(filter.Field))).ToList();
        return item => rules.TrueForAll(rule => rule(item));
    }

    private static Func<T, bool> Rule<T>(FieldFilter filter, FilterField<T> field)
    {
        var values = FilterValues.Of(filter, field.Kind);
        return item => field.Value(item) is { } value
            ? Holds(filter.Operator, value, values)
            : filter.Operator == FilterOperator.Neq;
    }

    private static bool Holds(FilterOperator comparison, object value, IReadOnlyList<object> wanted) =>
        comparison switch
        {
            FilterOperator.Eq => Compare(value, wanted[0]) == 0,
            FilterOperator.Neq => Compare(value, wanted[0]) != 0,
            FilterOperator.Contains => Lower(value).Contains((string)wanted[0], StringComparison.Ordinal),
            FilterOperator.StartsWith => Lower(value).StartsWith((string)wanted[0], StringComparison.Ordinal),
            FilterOperator.Gt => Compare(value, wanted[0]) > 0,
            FilterOperator.Gte => Compare(value, wanted[0]) >= 0,
            FilterOperator.Lt => Compare(value, wanted[0]) < 0,
            FilterOperator.Lte => Compare(value, wanted[0]) <= 0,
            FilterOperator.In => wanted.Any(one => Compare(value, one) == 0),
            _ => throw new System.Diagnostics.UnreachableException($"No rule for {comparison}."),
        };

    private static int Compare(object value, object wanted) => value is DateTimeOffset time
        ? time.CompareTo((DateTimeOffset)wanted)
        : string.CompareOrdinal((string)value, (string)wanted);

    private static string Lower(object value) => FilterValues.LowerAscii((string)value);
}
