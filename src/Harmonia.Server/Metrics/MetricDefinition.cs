namespace Harmonia.Server.Metrics;

/// <summary>What a figure is to the one who reads it.</summary>
internal enum MetricKind
{
    Counter,
    Gauge,
    Histogram,
}

/// <summary>A figure that is exposed.</summary>
/// <param name="Name">As exposed.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Help">One sentence.</param>
internal sealed record MetricDefinition(string Name, MetricKind Kind, string Help)
{
    /// <summary>Labels, at most three, each with the tag that it is taken from; other tags are summed over.</summary>
    public IReadOnlyList<(string Label, string Tag)> Labels { get; init; } = [];
}
