using System.Collections.Immutable;
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

    /// <summary>The engines of this process, which the gauges add up: one, but in tests.</summary>
    private static ImmutableArray<Observed> _engines = [];

    static EngineMetrics()
    {
        Meter.CreateObservableGauge(
            "harmonia_warm_executions",
            static () => Sum(engine => engine.Warm()),
            description: "Executions held in memory.");
        Meter.CreateObservableGauge(
            "harmonia_running_calls", static () => Sum(engine => engine.Calls()), description: "Calls that run.");
        Meter.CreateObservableGauge(
            "harmonia_subscribers", static () => Sum(engine => engine.Subscribers()), description: "Live subscribers.");
    }

    /// <summary>Has the gauges read a live engine until what is returned is disposed of.</summary>
    public static IDisposable Observe(Func<long> warm, Func<long> calls, Func<long> subscribers)
    {
        var engine = new Observed(warm, calls, subscribers);
        ImmutableInterlocked.Update(ref _engines, static (engines, added) => engines.Add(added), engine);
        return engine;
    }

    /// <summary>Counts events that were stored, from an index on.</summary>
    internal static void Record(List<ExecutionEvent> events, int from)
    {
        if (!Events.Enabled)
        {
            return;
        }

        for (var index = from; index < events.Count; index++)
        {
            Events.Add(1, new KeyValuePair<string, object?>("type", EventNames.Of(events[index])));
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

    private static long Sum(Func<Observed, long> figure) => _engines.Sum(figure);

    private sealed class Observed(Func<long> warm, Func<long> calls, Func<long> subscribers) : IDisposable
    {
        public Func<long> Warm => warm;

        public Func<long> Calls => calls;

        public Func<long> Subscribers => subscribers;

        public void Dispose() =>
            ImmutableInterlocked.Update(ref _engines, static (engines, gone) => engines.Remove(gone), this);
    }
}
