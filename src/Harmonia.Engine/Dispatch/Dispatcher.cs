using System.Runtime.InteropServices;
using Harmonia.Engine.Ports;

namespace Harmonia.Engine.Dispatch;

/// <summary>Hands out places for calls, within a limit for the node, one for each component, and its gates.</summary>
/// <remarks>
/// A place is reserved before the start of an attempt is decided (docs/adr/0006), so that a task that is recorded as
/// started really runs. A place that comes free goes to whoever waits longest, never past them.
/// </remarks>
internal sealed class Dispatcher : IDisposable
{
    private readonly Lock _lock = new();
    private readonly IComponentDirectory _directory;
    private readonly EngineOptions _options;
    private readonly Dictionary<string, int> _takenOf = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Component, string Action), ComponentLane> _lanes = [];

    /// <summary>Lanes in which somebody waits, the longest first.</summary>
    private readonly LinkedList<ComponentLane> _waiting = [];
    private int _taken;
    private int _remote;
    private bool _isClosed;

    public Dispatcher(IComponentDirectory directory, EngineOptions options)
    {
        (_directory, _options) = (directory, options);
        _directory.Changed += OnChanged;
    }

    /// <summary>Calls that run, or are about to.</summary>
    public int Running
    {
        get
        {
            lock (_lock)
            {
                return _taken + _remote;
            }
        }
    }

    /// <returns>The component's executor, or <see langword="null"/> when there is no such component now.</returns>
    public ITaskExecutor? Find(string component) => _directory.Find(component);

    /// <summary>Reserves a place, or queues <paramref name="waiter"/> for one if there is none.</summary>
    /// <param name="executor">Who is to make the attempt, as found in the directory.</param>
    /// <param name="action">What the place is for.</param>
    /// <param name="waiter">Who asks.</param>
    /// <param name="slot">The place, when there is one.</param>
    /// <param name="shutBecause">Why its gate is shut, when it is.</param>
    public Reservation Reserve(
        ITaskExecutor executor, string action, ISlotWaiter waiter, out Slot slot, out string? shutBecause)
    {
        (slot, shutBecause) = (default, null);
        lock (_lock)
        {
            if (_isClosed)
            {
                return Reservation.Queued;
            }

            // Nobody passes those who wait.
            var isFirst = _waiting.Count == 0 || !_lanes.ContainsKey((executor.Component, action));
            if (isFirst && TryTake(executor, action, out slot))
            {
                return Reservation.Taken;
            }

            var lane = LaneOf(executor.Component, action);
            if (lane.Enqueue(waiter))
            {
                _waiting.AddLast(lane);
            }

            shutBecause = executor.GateOf(action)?.ShutBecause;
            return shutBecause is null ? Reservation.Queued : Reservation.Shut;
        }
    }

    /// <summary>Counts a call that goes on from before the process began, whatever the limits are now.</summary>
    public Slot Occupy(ITaskExecutor executor, string action)
    {
        lock (_lock)
        {
            ref var taken = ref CollectionsMarshal.GetValueRefOrAddDefault(_takenOf, executor.Component, out _);
            return Take(executor, action, gate: null, ref taken);
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
    /// <param name="slot">The place.</param>
    /// <param name="wasUsed">Whether an attempt was made with it.</param>
    public void Release(Slot slot, bool wasUsed = false)
    {
        lock (_lock)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_takenOf, slot.Executor.Component, out _)--;
            _taken -= slot.Executor.IsRemote ? 0 : 1;
            _remote -= slot.Executor.IsRemote ? 1 : 0;
            slot.Gate?.Leave(wasUsed);
            if (_waiting.Count == 0)
            {
                return;
            }
        }

        GrantAll(component: null);
    }

    public void Dispose() => _directory.Changed -= OnChanged;

    /// <summary>Whoever waits for a component that is gone, or is another one now, must look again.</summary>
    private void OnChanged(string component)
    {
        if (_directory.Find(component) is null)
        {
            foreach (var waiter in TakeWaiters(component))
            {
                waiter.Reconsider();
            }
        }

        GrantAll(component);
    }

    private List<ISlotWaiter> TakeWaiters(string component)
    {
        var waiters = new List<ISlotWaiter>();
        lock (_lock)
        {
            for (var node = _waiting.First; node is not null;)
            {
                var (lane, next) = (node.Value, node.Next);
                if (lane.Component == component)
                {
                    while (lane.HasWaiters)
                    {
                        waiters.Add(lane.Dequeue());
                    }

                    Forget(node);
                }

                node = next;
            }
        }

        return waiters;
    }

    private ComponentLane LaneOf(string component, string action)
    {
        if (!_lanes.TryGetValue((component, action), out var lane))
        {
            _lanes[(component, action)] = lane = new ComponentLane(component, action);
        }

        return lane;
    }

    /// <summary>Lanes without waiters are forgotten, so that their number is bounded by that of warm executions.
    /// </summary>
    private void Forget(LinkedListNode<ComponentLane> node)
    {
        _waiting.Remove(node);
        _lanes.Remove((node.Value.Component, node.Value.Action));
    }

    private bool TryTake(ITaskExecutor executor, string action, out Slot slot)
    {
        slot = default;
        ref var taken = ref CollectionsMarshal.GetValueRefOrAddDefault(_takenOf, executor.Component, out _);
        if ((executor.IsRemote ? _remote >= _options.MaxRemoteCalls : _taken >= _options.MaxConcurrentCalls)
            || taken >= (executor.MaxConcurrent ?? _options.MaxConcurrentCallsPerComponent))
        {
            return false;
        }

        var gate = executor.GateOf(action);
        if (gate?.TryEnter() == false)
        {
            return false;
        }

        slot = Take(executor, action, gate, ref taken);
        return true;
    }

    private Slot Take(ITaskExecutor executor, string action, IGate? gate, ref int taken)
    {
        taken++;
        _taken += executor.IsRemote ? 0 : 1;
        _remote += executor.IsRemote ? 1 : 0;
        return new Slot(executor, action, gate);
    }

    /// <summary>Grants what can be granted: in the lanes of one component, or in all of them.</summary>
    private void GrantAll(string? component)
    {
        while (true)
        {
            ISlotWaiter? waiter;
            Slot slot;
            lock (_lock)
            {
                (waiter, slot) = TakeNext(component);
            }

            if (waiter is null)
            {
                return;
            }

            waiter.Grant(slot);
        }
    }

    private (ISlotWaiter? Waiter, Slot Slot) TakeNext(string? component)
    {
        for (var node = _isClosed ? null : _waiting.First; node is not null; node = node.Next)
        {
            var lane = node.Value;
            if ((component is not null && lane.Component != component)
                || _directory.Find(lane.Component) is not { } executor
                || !TryTake(executor, lane.Action, out var slot))
            {
                continue;
            }

            var waiter = lane.Dequeue();
            if (lane.HasWaiters)
            {
                _waiting.Remove(node);
                _waiting.AddLast(lane); // Lanes take turns when the node's limit is what they wait for.
            }
            else
            {
                Forget(node);
            }

            return (waiter, slot);
        }

        return default;
    }
}
