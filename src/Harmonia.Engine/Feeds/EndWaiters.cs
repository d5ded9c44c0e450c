using Harmonia.Core.Executions;

namespace Harmonia.Engine.Feeds;

/// <summary>How an execution ended.</summary>
/// <param name="Version">The version of <paramref name="Event"/>.</param>
/// <param name="Event">The last word: completed, failed or canceled.</param>
public sealed record ExecutionEnd(long Version, ExecutionEvent Event);

/// <summary>Those who wait for an execution to end on this node: as many as there are calls that wait.</summary>
internal sealed class EndWaiters
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ExecutionId, Waiting> _waiting = [];

    public bool IsEmpty
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count == 0;
            }
        }
    }

    /// <summary>Waits from now on, until <see cref="Forget"/> is called once for each call of this.</summary>
    public Task<ExecutionEnd> Watch(ExecutionId id)
    {
        lock (_lock)
        {
            if (!_waiting.TryGetValue(id, out var waiting))
            {
                _waiting[id] = waiting = new Waiting();
            }

            waiting.Watchers++;
            return waiting.Source.Task;
        }
    }

    public void Complete(ExecutionId id, ExecutionEnd end)
    {
        Waiting? waiting;
        lock (_lock)
        {
            _waiting.Remove(id, out waiting);
        }

        waiting?.Source.TrySetResult(end);
    }

    /// <summary>Ends one watch, given the task that it returned.</summary>
    public void Forget(ExecutionId id, Task<ExecutionEnd> watch)
    {
        lock (_lock)
        {
            if (_waiting.TryGetValue(id, out var waiting)
                && waiting.Source.Task == watch
                && --waiting.Watchers == 0)
            {
                _waiting.Remove(id);
            }
        }
    }

    private sealed class Waiting
    {
        public TaskCompletionSource<ExecutionEnd> Source { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Watchers { get; set; }
    }
}
