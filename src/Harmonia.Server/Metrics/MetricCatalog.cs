using Harmonia.Engine;

namespace Harmonia.Server.Metrics;

/// <summary>Everything that is exposed; <c>docs/metrics.md</c> explains each.</summary>
internal static class MetricCatalog
{
    public static MetricDefinition Executions { get; } = new(
        "harmonia_executions", MetricKind.Gauge, "Executions that are kept, by status.")
    {
        Labels = [("status", "status")],
    };

    public static MetricDefinition DroppedSeries { get; } = new(
        "harmonia_metrics_overflow_total",
        MetricKind.Counter,
        "Measurements under the label value 'other', because there were too many values.");

    public static MetricDefinition ResidentMemory { get; } = new(
        "process_resident_memory_bytes", MetricKind.Gauge, "Memory that the process has in use.");

    public static MetricDefinition CpuTime { get; } = new(
        "process_cpu_seconds_total", MetricKind.Counter, "Processor time that the process has used.");

    public static MetricDefinition StartTime { get; } = new(
        "process_start_time_seconds", MetricKind.Gauge, "When the process started, in seconds since 1970.");

    public static MetricDefinition Collections { get; } = new(
        "dotnet_gc_collections_total", MetricKind.Counter, "Garbage collections, by generation.")
    {
        Labels = [("generation", "generation")],
    };

    public static MetricDefinition HeapSize { get; } = new(
        "dotnet_gc_heap_bytes", MetricKind.Gauge, "Memory that managed objects take.");

    public static MetricDefinition PoolThreads { get; } = new(
        "dotnet_threadpool_threads", MetricKind.Gauge, "Threads of the thread pool.");

    public static MetricDefinition PoolQueue { get; } = new(
        "dotnet_threadpool_queue_length", MetricKind.Gauge, "Work items that wait for a thread.");

    /// <summary>Figures that are listened to: by meter, then by instrument.</summary>
    public static IReadOnlyDictionary<(string Meter, string Instrument), MetricDefinition> Listened { get; } =
        new Dictionary<(string, string), MetricDefinition>
        {
            [(EngineMetrics.MeterName, "harmonia_events_total")] =
                new("harmonia_events_total", MetricKind.Counter, "Events stored, by type.")
                {
                    Labels = [("type", "type")],
                },
            [(EngineMetrics.MeterName, "harmonia_append_duration_seconds")] =
                new("harmonia_append_duration_seconds", MetricKind.Histogram, "How long the store took for an append."),
            [(EngineMetrics.MeterName, "harmonia_call_duration_seconds")] =
                new("harmonia_call_duration_seconds", MetricKind.Histogram, "How long components took for a call.")
                {
                    Labels = [("component", "component"), ("outcome", "outcome")],
                },
            [(EngineMetrics.MeterName, "harmonia_warm_executions")] =
                new("harmonia_warm_executions", MetricKind.Gauge, "Executions held in memory."),
            [(EngineMetrics.MeterName, "harmonia_running_calls")] =
                new("harmonia_running_calls", MetricKind.Gauge, "Calls of components that are under way."),
            [(EngineMetrics.MeterName, "harmonia_subscribers")] =
                new("harmonia_subscribers", MetricKind.Gauge, "Live event subscribers."),
            [("Microsoft.AspNetCore.Hosting", "http.server.request.duration")] =
                new("http_server_request_duration_seconds", MetricKind.Histogram, "How long requests took.")
                {
                    Labels =
                    [
                        ("method", "http.request.method"),
                        ("route", "http.route"),
                        ("status", "http.response.status_code"),
                    ],
                },
            [("Microsoft.AspNetCore.Hosting", "http.server.active_requests")] =
                new("http_server_active_requests", MetricKind.Gauge, "Requests that are being answered."),
            [("Microsoft.AspNetCore.Server.Kestrel", "kestrel.active_connections")] =
                new("http_server_active_connections", MetricKind.Gauge, "Connections that are open."),
        };
}
