using System.Diagnostics.Metrics;

namespace Harmonia.Server.Metrics;

/// <summary>Adds up what the instruments of this process measure, from its making until it is disposed of.</summary>
internal sealed class MetricsListener : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Dictionary<(string Meter, string Instrument), Metric> _metrics;
    private long _overflows;

    public MetricsListener()
    {
        _metrics = MetricCatalog.Listened.ToDictionary(
            pair => pair.Key, pair => new Metric(pair.Value, () => Interlocked.Increment(ref _overflows)));
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (_metrics.TryGetValue((instrument.Meter.Name, instrument.Name), out var metric))
            {
                listener.EnableMeasurementEvents(instrument, metric);
            }
        };
        _listener.SetMeasurementEventCallback<long>(
            static (_, value, tags, metric) => ((Metric)metric!).Record(value, tags));
        _listener.SetMeasurementEventCallback<int>(
            static (_, value, tags, metric) => ((Metric)metric!).Record(value, tags));
        _listener.SetMeasurementEventCallback<double>(
            static (_, value, tags, metric) => ((Metric)metric!).Record(value, tags));
        _listener.Start();
    }

    public IEnumerable<Metric> Metrics => _metrics.Values;

    /// <summary>Measurements that got no series of their own.</summary>
    public long Overflows => Interlocked.Read(ref _overflows);

    /// <summary>Asks observed instruments for their values; one call at a time.</summary>
    public void Observe()
    {
        foreach (var (key, metric) in _metrics)
        {
            // What is observed is the value itself, where everything else is told by how much it grew.
            if (key.Meter == Engine.EngineMetrics.MeterName && metric.Definition.Kind == MetricKind.Gauge)
            {
                metric.Reset();
            }
        }

        _listener.RecordObservableInstruments();
    }

    public void Dispose() => _listener.Dispose();
}
