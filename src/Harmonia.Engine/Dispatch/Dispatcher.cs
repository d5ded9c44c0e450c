using System.Collections.Frozen;
using Harmonia.Engine.Ports;

namespace Harmonia.Engine.Dispatch;

/// <summary>Hands out places for calls, within a limit for the node and one for each component.</summary>
/// <remarks>
/// A place is reserved before the start of an attempt is decided (docs/adr/0006), so that a task that is recorded as
/// started really runs. A place that comes free goes to whoever waits longest, never past them.
/// </remarks>
internal sealed class Dispatcher
{
    private readonly Lock _lock = new();
    private readonly FrozenDictionary<string, ComponentLane> _lanes;
    private readonly LinkedList<ComponentLane> _waitingLanes = [];
    private readonly int _capacity;
    private int _taken;
    private bool _isClosed;

    public Dispatcher(IEnumerable<ITaskExecutor> executors, EngineOptions options)
    {
        _capacity = options.MaxConcurrentCalls;
        _lanes = executors.ToFrozenDictionary(
            executor => executor.Component,
            executor => new ComponentLane(executor, executor.MaxConcurrent ?? options.MaxConcurrentCallsPerComponent),
            StringComparer.Ordinal);
    }

    /// <summary>Calls that run, or are about to.</summary>
    public int Running
    {
        get
        {
            lock (_lock)
            {
                return _taken;
            }
        }
    }

    /// <returns>The component's executor, or <see langword="null"/> when there is no such component.</returns>
    public ITaskExecutor? Find(string component) => _lanes.GetValueOrDefault(component)?.Executor;

    /// <summary>Reserves a place, or queues <paramref name="waiter"/> for one if there is none.</summary>
    public bool TryReserve(string component, ISlotWaiter waiter, out Slot slot)
    {
        var lane = _lanes[component];
        lock (_lock)
        {
            slot = default;
            if (_isClosed)
            {
                return false;
            }

            if (_taken < _capacity && lane.HasRoom && !lane.HasWaiters)
            {
                Take(lane);
                slot = new Slot(lane);
                return true;
            }

            if (lane.Enqueue(waiter))
            {
                _waitingLanes.AddLast(lane);
            }

            return false;
        }
    }

    /// <summary>Hands out no place any more: the node stops, and what is ready starts on the next one.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
        }
    }

    /// <summary>Gives a place back, and on to the next who waits.</summary>
    public void Release(Slot slot)
    {
        ISlotWaiter? next;
        ComponentLane? lane;
        lock (_lock)
        {
            slot.Lane.Taken--;
            _taken--;
            (next, lane) = TakeNext();
        }

        next?.Grant(new Slot(lane!));
    }

    private void Take(ComponentLane lane)
    {
        lane.Taken++;
        _taken++;
    }

    private (ISlotWaiter? Waiter, ComponentLane? Lane) TakeNext()
    {
        for (var node = _isClosed ? null : _waitingLanes.First; node is not null; node = node.Next)
        {
            var lane = node.Value;
            if (_taken >= _capacity || !lane.HasRoom)
            {
                continue;
            }

            var waiter = lane.Dequeue();
            _waitingLanes.Remove(node);
            if (lane.HasWaiters)
            {
                _waitingLanes.AddLast(lane); // Lanes take turns when the node's limit is what they wait for.
            }

            Take(lane);
            return (waiter, lane);
        }

        return default;
    }
}
