using Harmonia.Core.Executions;

namespace Harmonia.Storage.Sqlite;

/// <summary>Last versions of the executions that were written lately, exact because there is one writer.</summary>
/// <remarks>Two generations: what was not asked for during a whole generation is forgotten.</remarks>
internal sealed class VersionCache(int capacity)
{
    private Dictionary<ExecutionId, long> _young = [];
    private Dictionary<ExecutionId, long> _old = [];

    public bool TryGet(ExecutionId id, out long version)
    {
        if (_young.TryGetValue(id, out version))
        {
            return true;
        }

        if (!_old.TryGetValue(id, out version))
        {
            return false;
        }

        Set(id, version);
        return true;
    }

    public void Set(ExecutionId id, long version)
    {
        if (_young.Count >= capacity / 2)
        {
            (_young, _old) = (_old, _young);
            _young.Clear();
        }

        _young[id] = version;
    }

    public void Clear()
    {
        _young.Clear();
        _old.Clear();
    }
}
