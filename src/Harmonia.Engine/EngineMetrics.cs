using System.Diagnostics.Metrics;
using Harmonia.Core.Executions;

namespace Harmonia.Engine;

/// <summary>
/// What the engine counts. Names follow the Prometheus conventions: unit and <c>_total</c> at the end.
/// </summary>
public static class EngineMetrics
{
    /// <summary>The meter that all instruments of the engine belong to.</summary>
    public const string MeterName = "Harmonia.Engine";

    private static readonly Meter Meter = new(MeterName);

    private static readonly Counter<long> Events = Meter.CreateCounter<long>(
        "harmonia_events_total", description: "Events stored, by type.");

    /// <summary>Makes gauges that read a live engine, until the returned meter is disposed of.</summary>
    public static Meter Observe(Func<long> warm, Func<long> calls, Func<long> subscribers)
    {
        var meter = new Meter(MeterName);
        meter.CreateObservableGauge("harmonia_warm_executions", warm, description: "Executions held in memory.");
        meter.CreateObservableGauge("harmonia_running_calls", calls, description: "Calls of components that run.");
        meter.CreateObservableGauge("harmonia_subscribers", subscribers, description: "Live event subscribers.");
        return meter;
    }

    /// <summary>Counts events that were stored.</summary>
    internal static void Record(List<ExecutionEvent> events)
    {
        if (!Events.Enabled)
        {
            return;
        }

        foreach (var fact in events)
        {
            Events.Add(1, new KeyValuePair<string, object?>("type", EventNames.Of(fact)));
        }
    }
}
