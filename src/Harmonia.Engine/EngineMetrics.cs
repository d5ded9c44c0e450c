using System.Diagnostics;
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

    private static readonly Histogram<double> Appends = Meter.CreateHistogram<double>(
        "harmonia_append_duration_seconds", description: "How long the store took for an append.");

    private static readonly Histogram<double> Calls = Meter.CreateHistogram<double>(
        "harmonia_call_duration_seconds", description: "How long components took for a call.");

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

    /// <summary>Measures an append that began at a timestamp of <see cref="Stopwatch"/>.</summary>
    internal static void RecordAppend(long begunAt)
    {
        if (Appends.Enabled)
        {
            Appends.Record(Stopwatch.GetElapsedTime(begunAt).TotalSeconds);
        }
    }

    /// <summary>Measures a call that began at a timestamp of <see cref="Stopwatch"/>.</summary>
    internal static void RecordCall(long begunAt, string component, bool isCompleted)
    {
        if (Calls.Enabled)
        {
            Calls.Record(
                Stopwatch.GetElapsedTime(begunAt).TotalSeconds,
                new KeyValuePair<string, object?>("component", component),
                new KeyValuePair<string, object?>("outcome", isCompleted ? "completed" : "failed"));
        }
    }
}
