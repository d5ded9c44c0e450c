using System.Collections.Concurrent;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace Harmonia.Torture;

/// <summary>One reader of the global feed, through the whole torture.</summary>
internal sealed class FeedReader(Api api, ServerGate gate, Violations violations, int seed)
{
    private readonly ConcurrentDictionary<string, List<string>> _seen = new(StringComparer.Ordinal);
    private readonly ResumingReader _reader = new(api, "/events", violations);
    private long _count;

    /// <summary>The events of each execution as types with task ids, in the order of the feed.</summary>
    public IReadOnlyDictionary<string, List<string>> Seen => _seen;

    /// <summary>Events that were received.</summary>
    public long Count => Interlocked.Read(ref _count);

    public int Connections => _reader.Connections;

    public static string Mark(string type, string? task) => $"{type} {task}";

    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        var random = new Random(seed);
        try
        {
            await _reader.ReadAsync(
                (_, item) =>
                {
                    Note(item);
                    return true;
                },
                () => random.Next(50, 2_000),
                gate,
                cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Everything that was there has been read.
        }
    }

    private void Note(SseItem<string> item)
    {
        using var data = JsonDocument.Parse(item.Data);
        var root = data.RootElement;
        var task = root.TryGetProperty("task_id", out var id) ? id.GetString() : null;
        var events = _seen.GetOrAdd(root.GetProperty("execution_id").GetString()!, _ => []);
        events.Add(Mark(root.GetProperty("event_type").GetString()!, task));
        Interlocked.Increment(ref _count);
    }
}
