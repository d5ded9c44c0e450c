using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace Harmonia.Engine.Timers;

/// <summary>
/// Finds executions whose time has come in the store, whatever became of timers and signals in memory.
/// </summary>
/// <remarks>
/// The first sweep after a start is the recovery: an execution that was busy when the process ended has its wake-up in
/// the past. Looking one period ahead lets the queue in memory fire the near ones to the millisecond.
/// </remarks>
internal sealed partial class Sweeper(
    IExecutionStore store,
    WakeQueue wakes,
    Func<ExecutionId, DateTimeOffset, bool> needsWake,
    Func<ExecutionId, CancellationToken, Task> wakeAsync,
    EngineOptions options,
    TimeProvider time,
    ILogger logger)
{
    private const int PageSize = 1_000;

    /// <summary>Executions that are taken up at once by a sweep.</summary>
    private const int MaxParallel = 16;

    /// <summary>
    /// Sweeps until cancelled; <paramref name="recovered"/> is called after the first complete sweep.
    /// </summary>
    public async Task RunAsync(Action recovered, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await SweepAsync(cancellationToken);
                recovered();
                await WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception trouble)
            {
                // Whatever went wrong, the next sweep begins anew: a sweeper that has died finds nothing for ever.
                LogTrouble(logger, trouble);
                await WaitAsync(cancellationToken);
            }
        }
    }

    internal async Task SweepAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        DueExecution? last = null;
        IReadOnlyList<DueExecution> page;
        do
        {
            page = await store.ReadDueAsync(now + (1.5 * options.SweepPeriod), last, PageSize, cancellationToken);
            await Parallel.ForEachAsync(
                page.Where(due => due.WakeAt <= now && needsWake(due.Id, now)),
                new ParallelOptions { MaxDegreeOfParallelism = MaxParallel, CancellationToken = cancellationToken },
                async (due, token) => await wakeAsync(due.Id, token));
            foreach (var due in page)
            {
                if (due.WakeAt > now)
                {
                    wakes.Set(due.Id, due.WakeAt);
                }
            }

            last = page.Count > 0 ? page[^1] : null;
        }
        while (page.Count == PageSize);
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(options.SweepPeriod, time, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The loop sees it.
        }
    }

    [LoggerMessage(2201, LogLevel.Warning, "Due executions could not be looked for.")]
    private static partial void LogTrouble(ILogger logger, Exception exception);
}
