using System.Collections.Concurrent;

namespace Harmonia.Torture;

/// <summary>Readers of single executions: each must see 1, 2, 3 … up to the end, once.</summary>
internal sealed class ExecutionReaders(Api api, ServerGate gate, Violations violations)
{
    /// <summary>Readers beyond this are not begun: the server's load is executions, not watchers.</summary>
    private const int MaxAtOnce = 32;

    private readonly ConcurrentDictionary<string, List<string>> _seen = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<Task> _reading = new();
    private int _active;
    private int _connections;

    /// <summary>The types of events that each reader saw, in order.</summary>
    public IReadOnlyDictionary<string, List<string>> Seen => _seen;

    public int Connections => _connections;

    public void Follow(string execution, int seed, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _active) > MaxAtOnce)
        {
            Interlocked.Decrement(ref _active);
            return;
        }

        _reading.Enqueue(ReadAsync(execution, new Random(seed), cancellationToken));
    }

    /// <summary>Waits until every reader has seen its execution end.</summary>
    public async Task FinishAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(_reading).WaitAsync(limit, cancellationToken);
        }
        catch (TimeoutException)
        {
            violations.Add($"{_active} readers of executions have not seen the end of theirs.");
        }
    }

    private async Task ReadAsync(string execution, Random random, CancellationToken cancellationToken)
    {
        var types = new List<string>();
        _seen[execution] = types;
        var reader = new ResumingReader(api, $"/events/executions/{execution}", violations);
        await reader.ReadAsync(
            (id, item) =>
            {
                types.Add(item.EventType);
                violations.Check(id == types.Count, $"A reader saw version {id} as number {types.Count}.", execution);
                return !HistoryItem.IsEndOfExecution(item.EventType);
            },
            () => random.Next(3, 12),
            gate,
            cancellationToken);
        Interlocked.Add(ref _connections, reader.Connections);
        Interlocked.Decrement(ref _active);
    }
}
