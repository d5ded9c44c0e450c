using System.Collections.Concurrent;

namespace Harmonia.Server.Realtime;

/// <summary>Facts that never change, shared by all streams; beyond the capacity the oldest is forgotten.</summary>
internal sealed class RecentFacts<TKey, TValue>(int capacity)
    where TKey : struct
{
    private readonly ConcurrentDictionary<TKey, TValue> _facts = new();
    private readonly ConcurrentQueue<TKey> _order = new();
    private int _count;

    public TValue? Find(TKey key) => _facts.GetValueOrDefault(key);

    public void Add(TKey key, TValue value)
    {
        // Every stream tells the same facts, so most are known: looking does not take the dictionary's lock.
        if (_facts.ContainsKey(key) || !_facts.TryAdd(key, value))
        {
            return;
        }

        _order.Enqueue(key);
        if (Interlocked.Increment(ref _count) > capacity && _order.TryDequeue(out var oldest))
        {
            Interlocked.Decrement(ref _count);
            _facts.TryRemove(oldest, out _);
        }
    }
}
