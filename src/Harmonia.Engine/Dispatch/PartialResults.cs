using System.Text.Json;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Engine.Dispatch;

/// <summary>Numbers the partial results of one attempt and brings them to its execution.</summary>
internal sealed class PartialResults(
    string task, int attempt, Func<ReportChunk, CancellationToken, Task<Decision>> deliver, TimeProvider time)
    : IPartialResults, IDisposable
{
    private static readonly TimeSpan MaxBackoff = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _turn = new(1);
    private long _sequence;

    public bool AreWanted => true;

    public async ValueTask ReportAsync(JsonElement data, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var chunk = new ReportChunk(task, attempt, ++_sequence, data);
            if (await DeliverAsync(chunk, cancellationToken) is Decision.Rejected rejected)
            {
                throw new InvalidOperationException(rejected.Reason);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    /// <summary>Until the store can take it, or the attempt is stopped: delivered twice, it counts once.</summary>
    private async Task<Decision> DeliverAsync(ReportChunk chunk, CancellationToken cancellationToken)
    {
        for (var failures = 0; ; failures++)
        {
            try
            {
                return await deliver(chunk, cancellationToken);
            }
            catch (StoreUnavailableException)
            {
                var delay = TimeSpan.FromMilliseconds(
                    Math.Min(50 * Math.Pow(2, failures), MaxBackoff.TotalMilliseconds));
                await Task.Delay(delay, time, cancellationToken);
            }
        }
    }
}
