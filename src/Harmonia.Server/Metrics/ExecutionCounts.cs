using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Server.Metrics;

/// <summary>
/// How many executions have each status: counted at most once a second, however often it is asked for.
/// </summary>
internal sealed class ExecutionCounts(IExecutionStore store, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private static readonly ExecutionStatus[] Statuses =
        [.. Enum.GetValues<ExecutionStatus>().Where(status => status != ExecutionStatus.Pending)];

    private IReadOnlyDictionary<ExecutionStatus, long>? _counts;
    private long _countedAt;

    /// <summary>One call at a time.</summary>
    /// <returns>
    /// A row for each status that an execution can be kept with, or none when the store cannot be read now.
    /// </returns>
    public async Task<IReadOnlyList<(string Status, double Count)>> CountAsync(CancellationToken cancellationToken)
    {
        if (_counts is null || time.GetElapsedTime(_countedAt) >= Fresh)
        {
            try
            {
                _counts = await store.CountAsync(cancellationToken);
                _countedAt = time.GetTimestamp();
            }
            catch (StoreUnavailableException)
            {
                return []; // The other figures are wanted most when the store is in trouble.
            }
        }

        return [.. Statuses.Select(status => (status.Word, (double)_counts.GetValueOrDefault(status)))];
    }
}
