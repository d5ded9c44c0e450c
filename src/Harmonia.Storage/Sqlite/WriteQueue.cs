using Harmonia.Engine.Ports;

namespace Harmonia.Storage.Sqlite;

/// <summary>What waits for the writer. Whoever finds it full is refused and keeps what he has.</summary>
/// <remarks>A list behind a lock: the writer takes everything at once, which no channel offers.</remarks>
internal sealed class WriteQueue(int capacity)
{
    private readonly object _lock = new();
    private List<WriteRequest> _waiting = [];
    private StoreUnavailableException? _closed;
    private bool _writerSleeps;

    public void Add(WriteRequest request)
    {
        lock (_lock)
        {
            if (_closed is not null)
            {
                throw new StoreUnavailableException(_closed.Reason, _closed.Message, _closed.InnerException);
            }

            if (_waiting.Count >= capacity)
            {
                throw new StoreUnavailableException(
                    StoreTrouble.Busy, $"{capacity} changes wait to be written already. Try again later.");
            }

            _waiting.Add(request);
            if (_writerSleeps)
            {
                _writerSleeps = false;
                Monitor.Pulse(_lock);
            }
        }
    }

    /// <summary>Waits until there is something, then exchanges it for the empty <paramref name="taken"/>.</summary>
    /// <returns><see langword="false"/> when the queue is closed and empty.</returns>
    public bool TakeAll(ref List<WriteRequest> taken)
    {
        lock (_lock)
        {
            while (_waiting.Count == 0)
            {
                if (_closed is not null)
                {
                    return false;
                }

                _writerSleeps = true;
                Monitor.Wait(_lock);
            }

            (_waiting, taken) = (taken, _waiting);
            return true;
        }
    }

    /// <summary>Refuses whatever comes from now on; what waits is still taken.</summary>
    public void Close(StoreUnavailableException reason)
    {
        lock (_lock)
        {
            _closed ??= reason;
            Monitor.PulseAll(_lock);
        }
    }
}
