namespace Harmonia.Tekton.Doubles;

/// <summary>What a double was asked, oldest first. At the bound the oldest are forgotten, but still counted.</summary>
public sealed class RequestLog
{
    public const int Bound = 1000;

    private readonly Lock _lock = new();
    private readonly Queue<RecordedRequest> _requests = new();
    private readonly List<Waiter> _waiters = [];
    private long _total;

    public IReadOnlyList<RecordedRequest> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>How many came since the double was made, the forgotten ones included.</summary>
    public long Total
    {
        get
        {
            lock (_lock)
            {
                return _total;
            }
        }
    }

    public IReadOnlyList<RecordedRequest> Of(string method, string path) =>
        [.. All.Where(request => request.Method == method && request.Path == path)];

    /// <summary>The first request of this kind, whether it has come already or is still to come.</summary>
    public Task<RecordedRequest> FirstAsync(
        Func<RecordedRequest, bool> match, CancellationToken cancellationToken = default) =>
        ReachAsync(1, match, cancellationToken);

    /// <summary>Waits for the n-th request of this kind among those that are remembered and those to come.</summary>
    public Task<RecordedRequest> ReachAsync(
        int count, Func<RecordedRequest, bool> match, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            var matching = _requests.Where(match).Take(count).ToList();
            if (matching.Count == count)
            {
                return Task.FromResult(matching[^1]);
            }

            var waiter = new Waiter(match, count - matching.Count);
            _waiters.Add(waiter);
            return waiter.Found.Task.WaitAsync(cancellationToken);
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _requests.Clear();
        }
    }

    internal void Add(RecordedRequest request)
    {
        lock (_lock)
        {
            _total++;
            _requests.Enqueue(request);
            if (_requests.Count > Bound)
            {
                _requests.Dequeue();
            }

            _waiters.RemoveAll(waiter => waiter.IsDoneWith(request));
        }
    }

    private sealed class Waiter(Func<RecordedRequest, bool> match, int left)
    {
        private int _left = left;

        public TaskCompletionSource<RecordedRequest> Found { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsDoneWith(RecordedRequest request)
        {
            if (!match(request) || --_left > 0)
            {
                return false;
            }

            Found.TrySetResult(request);
            return true;
        }
    }
}
