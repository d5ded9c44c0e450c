namespace Harmonia.Components.BuiltIn;

/// <summary>Figures of a list of numbers.</summary>
internal static class Statistics
{
    public static readonly string[] Names = ["count", "sum", "average", "min", "max", "median", "deviation"];

    /// <summary>The usual other names.</summary>
    public static string Canonical(string name) => name switch
    {
        "avg" or "mean" => "average",
        "minimum" => "min",
        "maximum" => "max",
        "total" => "sum",
        "stddev" or "std" or "standard_deviation" => "deviation",
        _ => name,
    };

    /// <returns><see langword="null"/> when there is nothing to compute it of.</returns>
    public static double? Of(string name, IReadOnlyList<double> values) => name switch
    {
        "count" => values.Count,
        "sum" => Finite(values.Sum()),
        _ when values.Count == 0 => null,
        "average" => Finite(values.Average()),
        "min" => values.Min(),
        "max" => values.Max(),
        "median" => Median(values),
        _ => Deviation(values),
    };

    private static double? Median(IReadOnlyList<double> values)
    {
        var ordered = values.Order().ToArray();
        var middle = ordered.Length / 2;
        return ordered.Length % 2 == 1 ? ordered[middle] : Finite((ordered[middle - 1] + ordered[middle]) / 2);
    }

    private static double? Deviation(IReadOnlyList<double> values)
    {
        var average = values.Average();
        return Finite(Math.Sqrt(values.Sum(value => (value - average) * (value - average)) / values.Count));
    }

    /// <summary>JSON has no infinity.</summary>
    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
