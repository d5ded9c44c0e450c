using System.Collections.Concurrent;
using System.Globalization;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace Harmonia.Torture;

/// <summary>Reads a stream of server-sent events through any number of crashes, going on after its last id.</summary>
internal sealed class ResumingReader(Api api, string path, Violations violations)
{
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(20);

    private long _lastId;

    public int Connections { get; private set; }

    /// <param name="handle">Gets each event with its id; says whether to go on.</param>
    /// <param name="breakAfter">How many events one connection may bring before this side cuts it.</param>
    /// <param name="gate">Opens when the server is up.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task ReadAsync(
        Func<long, SseItem<string>, bool> handle, Func<int> breakAfter, ServerGate gate, CancellationToken cancellationToken)
    {
        for (var goesOn = true; goesOn; await Task.Delay(goesOn ? Rest : TimeSpan.Zero, cancellationToken))
        {
            await gate.WhenUpAsync(cancellationToken);
            try
            {
                goesOn = await ReadOnceAsync(handle, breakAfter(), cancellationToken);
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException)
            {
                // The server was killed. It is asked again when it is up, from the last id on.
            }
        }
    }

    private async Task<bool> ReadOnceAsync(
        Func<long, SseItem<string>, bool> handle, int limit, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Add("Last-Event-ID", _lastId.ToString(CultureInfo.InvariantCulture));
        using var response = await api.Http.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if ((int)response.StatusCode is not (200 or 503))
        {
            violations.Add($"{path} was answered with {(int)response.StatusCode} after id {_lastId}.");
            return false;
        }

        response.EnsureSuccessStatusCode();
        Connections++;
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var read = 0;
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(cancellationToken))
        {
            if (!long.TryParse(item.EventId, CultureInfo.InvariantCulture, out var id))
            {
                violations.Check(item.EventType != "reset", $"{path} was reset after id {_lastId}.");
                continue; // Heartbeats have no id.
            }

            violations.Check(id > _lastId, $"{path} sent id {id} after {_lastId}.");
            _lastId = id;
            if (!handle(id, item))
            {
                return false;
            }

            if (++read >= limit)
            {
                return true;
            }
        }

        return true;
    }
}

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
        var task = root.TryGetProperty("task_id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null;
        var events = _seen.GetOrAdd(root.GetProperty("execution_id").GetString()!, _ => []);
        events.Add(Mark(root.GetProperty("event_type").GetString()!, task));
        Interlocked.Increment(ref _count);
    }
}
