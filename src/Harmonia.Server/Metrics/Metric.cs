using System.Collections.Concurrent;
using System.Globalization;

namespace Harmonia.Server.Metrics;

/// <summary>A figure with all its label values, which are bounded in number.</summary>
internal sealed class Metric(MetricDefinition definition, Action overflowed)
{
    /// <summary>
    /// Sets of label values; the measurements of further ones are summed up under <see cref="Other"/>.
    /// </summary>
    private const int MaxSeries = 1_000;

    private const string Other = "other";

    private readonly ConcurrentDictionary<LabelValues, Series> _series = new();

    public MetricDefinition Definition => definition;

    /// <summary>Label values, in the order of the definition's labels, each with its figure.</summary>
    public IEnumerable<(string[] Labels, Series Series)> Series => _series
        .Select(pair => (Labels: Texts(pair.Key), Series: pair.Value))
        .OrderBy(row => string.Join('\0', row.Labels), StringComparer.Ordinal);

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) => Find(tags).Record(value);

    public void Reset()
    {
        foreach (var series in _series.Values)
        {
            series.Reset();
        }
    }

    private Series Find(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = definition.Labels;
        var key = new LabelValues(
            labels.Count > 0 ? Value(labels[0].Tag, tags) : null,
            labels.Count > 1 ? Value(labels[1].Tag, tags) : null,
            labels.Count > 2 ? Value(labels[2].Tag, tags) : null);
        if (_series.TryGetValue(key, out var known))
        {
            return known;
        }

        if (_series.Count >= MaxSeries)
        {
            overflowed();
            key = new LabelValues(
                labels.Count > 0 ? Other : null, labels.Count > 1 ? Other : null, labels.Count > 2 ? Other : null);
        }

        return _series.GetOrAdd(key, static (_, kind) => new Series(kind), definition.Kind);
    }

    private static object? Value(string tag, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var (name, value) in tags)
        {
            if (name == tag)
            {
                return value;
            }
        }

        return null;
    }

    private string[] Texts(LabelValues values) =>
    [
        .. new[] { values.First, values.Second, values.Third }
            .Take(definition.Labels.Count)
            .Select(value => Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""),
    ];

    private readonly record struct LabelValues(object? First, object? Second, object? Third);
}
