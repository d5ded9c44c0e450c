namespace Harmonia.Server.Metrics;

/// <summary>Upper bounds of histograms, in seconds: from one write to a fast disk up to a slow component.</summary>
internal static class Buckets
{
    public static double[] Bounds { get; } =
        [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

    /// <returns>The first bucket that holds the value; the number of bounds for one that holds everything.</returns>
    public static int IndexOf(double value)
    {
        var index = Array.BinarySearch(Bounds, value);
        return index >= 0 ? index : ~index;
    }
}
