using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Storage.Memory;

/// <summary>What executions wait for; whoever touches it holds the lock of the tables.</summary>
internal sealed class MemoryWaits
{
    private readonly Dictionary<string, SortedSet<ExecutionId>> _listeners = new(StringComparer.Ordinal);
    private readonly Dictionary<(ExecutionId Id, string Task), StoredApproval> _approvals = [];
    private readonly SortedDictionary<long, StoredApproval> _byAge = [];
    private long _lastOrdinal;

    public IEnumerable<ExecutionId> Listeners(string signal) =>
        _listeners.TryGetValue(signal, out var ids) ? ids : [];

    public IEnumerable<StoredApproval> Approvals => _byAge.Values;

    public void Write(ExecutionId id, IReadOnlyList<WaitRow> rows)
    {
        foreach (var row in rows)
        {
            if (row.Kind == WaitKind.Signal)
            {
                WriteListener(id, row);
            }
            else
            {
                WriteApproval(id, row);
            }
        }
    }

    private void WriteListener(ExecutionId id, WaitRow row)
    {
        if (row.IsOpen)
        {
            if (!_listeners.TryGetValue(row.Name, out var ids))
            {
                _listeners[row.Name] = ids = [];
            }

            ids.Add(id);
        }
        else if (_listeners.TryGetValue(row.Name, out var ids) && ids.Remove(id) && ids.Count == 0)
        {
            _listeners.Remove(row.Name);
        }
    }

    private void WriteApproval(ExecutionId id, WaitRow row)
    {
        var isKnown = _approvals.Remove((id, row.Name), out var known);
        if (isKnown)
        {
            _byAge.Remove(known!.Ordinal);
        }

        if (row.IsOpen)
        {
            var ordinal = isKnown ? known!.Ordinal : ++_lastOrdinal;
            _byAge[ordinal] = _approvals[(id, row.Name)] =
                new StoredApproval(ordinal, id, row.Name, row.Detail!.Value.Clone());
        }
    }
}
