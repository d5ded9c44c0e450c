namespace Harmonia.Engine.Dispatch;

/// <summary>Those who wait for a place of one action. Guarded by the dispatcher's lock.</summary>
internal sealed class ComponentLane(string component, string action)
{
    private readonly Queue<ISlotWaiter> _queue = [];
    private readonly HashSet<ISlotWaiter> _queued = [];

    public string Component => component;

    public string Action => action;

    public bool HasWaiters => _queue.Count > 0;

    /// <summary>Queues somebody once, so that there are at most as many as warm executions.</summary>
    /// <returns>Whether the queue was empty before.</returns>
    public bool Enqueue(ISlotWaiter waiter)
    {
        if (_queued.Add(waiter))
        {
            _queue.Enqueue(waiter);
            return _queue.Count == 1;
        }

        return false;
    }

    public ISlotWaiter Dequeue()
    {
        var waiter = _queue.Dequeue();
        _queued.Remove(waiter);
        return waiter;
    }
}

/// <summary>Somebody who waits for a place.</summary>
internal interface ISlotWaiter
{
    /// <summary>
    /// Hands over a place. It must be used or given back; called without any lock held, must not block.
    /// </summary>
    void Grant(Slot slot);

    /// <summary>
    /// Says that what was waited for is not there any more, or is not what it was: whoever still needs a place asks
    /// again. Called without any lock held, must not block.
    /// </summary>
    void Reconsider();
}
