using System.Collections.Concurrent;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Engine;

/// <summary>Gives an event to every execution that waits for it now.</summary>
/// <remarks>
/// Each execution takes an event of one id once, so whoever does not hear the answer publishes it again with the same
/// id. An execution that begins to wait later does not get it: to be kept, a signal is sent to one execution.
/// </remarks>
public sealed class EventPublisher(IExecutionStore store, IExecutionRouter router)
{
    /// <summary>Executions that one event is given to at most.</summary>
    public const int MaxReceivers = 10_000;

    private const int PageSize = 200;

    /// <exception cref="StoreUnavailableException">Some may have got it: publish it again with the same id.</exception>
    public async Task<Publication> PublishAsync(SendSignal signal, CancellationToken cancellationToken)
    {
        var takers = new ConcurrentQueue<ExecutionId>();
        var asked = 0;
        ExecutionId? last = null;
        while (asked < MaxReceivers)
        {
            var page = await store.ReadListenersAsync(signal.Name, last, PageSize, cancellationToken);
            await Task.WhenAll(page.Select(id => GiveAsync(id, signal, takers, cancellationToken)));
            asked += page.Count;
            if (page.Count < PageSize)
            {
                return new Publication([.. takers.Order()], IsComplete: true);
            }

            last = page[^1];
        }

        return new Publication([.. takers.Order()], IsComplete: false);
    }

    private async Task GiveAsync(
        ExecutionId id, SendSignal signal, ConcurrentQueue<ExecutionId> takers, CancellationToken cancellationToken)
    {
        var reply = await router.DeliverAsync(id, signal with { IfTaken = true }, cancellationToken);
        if (reply is CommandReply.Decided { Decision: Decision.Accepted { Events: [SignalReceived, ..] } })
        {
            takers.Enqueue(id);
        }
    }
}

/// <summary>What became of an event.</summary>
/// <param name="Takers">Executions that took it.</param>
/// <param name="IsComplete">Whether all that waited were asked; otherwise there were too many.</param>
public sealed record Publication(IReadOnlyList<ExecutionId> Takers, bool IsComplete);
