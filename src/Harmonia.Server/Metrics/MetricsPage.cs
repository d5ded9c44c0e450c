using System.Diagnostics;
using System.Globalization;
using Harmonia.Engine.Ports;

namespace Harmonia.Server.Metrics;

/// <summary>What <c>/metrics</c> says. Made before the server starts, so that it counts from the beginning.</summary>
internal sealed class MetricsPage(IExecutionStore store, TimeProvider time) : IDisposable
{
    private readonly MetricsListener _listener = new();
    private readonly ExecutionCounts _executions = new(store, time);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly double _startedAt = StartedAt();

    public async Task<string> WriteAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var text = new Exposition();
            _listener.Observe();
            foreach (var metric in _listener.Metrics)
            {
                text.Write(metric);
            }

            text.Write(MetricCatalog.Executions, await _executions.CountAsync(cancellationToken));
            text.Write(MetricCatalog.DroppedSeries, _listener.Overflows);
            WriteProcess(text);
            return text.ToString();
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        _turn.Dispose();
    }

    private void WriteProcess(Exposition text)
    {
        text.Write(MetricCatalog.ResidentMemory, Environment.WorkingSet);
        text.Write(MetricCatalog.CpuTime, Environment.CpuUsage.TotalTime.TotalSeconds);
        text.Write(MetricCatalog.StartTime, _startedAt);
        text.Write(MetricCatalog.Collections, Enumerable.Range(0, GC.MaxGeneration + 1).Select(generation =>
            (generation.ToString(CultureInfo.InvariantCulture), (double)GC.CollectionCount(generation))));
        text.Write(MetricCatalog.HeapSize, GC.GetTotalMemory(forceFullCollection: false));
        text.Write(MetricCatalog.PoolThreads, ThreadPool.ThreadCount);
        text.Write(MetricCatalog.PoolQueue, ThreadPool.PendingWorkItemCount);
    }

    private static double StartedAt()
    {
        using var process = Process.GetCurrentProcess();
        return new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds() / 1000.0;
    }
}
