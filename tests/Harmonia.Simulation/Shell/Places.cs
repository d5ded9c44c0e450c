namespace Harmonia.Simulation.Shell;

/// <summary>
/// Hands out places for calls, as the dispatcher does: a limit for the node, one per component, in order of coming.
/// </summary>
internal sealed class Places(int capacity, int perComponent)
{
    private readonly Dictionary<string, int> _taken = [];
    private readonly List<(string Component, Runner Waiter)> _queue = [];

    public int Taken { get; private set; }

    public bool TryReserve(string component, Runner waiter)
    {
        if (HasRoom(component) && !_queue.Exists(entry => entry.Component == component))
        {
            Take(component);
            return true;
        }

        if (!_queue.Contains((component, waiter)))
        {
            _queue.Add((component, waiter));
        }

        return false;
    }

    public void Release(string component)
    {
        _taken[component]--;
        Taken--;
        for (var index = 0; index < _queue.Count; index++)
        {
            var (wanted, waiter) = _queue[index];
            if (HasRoom(wanted))
            {
                _queue.RemoveAt(index);
                Take(wanted);
                waiter.Grant(wanted);
                return;
            }
        }
    }

    public override string ToString() =>
        $"{Taken} of {capacity} places taken ({string.Join(", ", _taken)} of {perComponent} each), "
        + $"{_queue.Count} waiting";

    private bool HasRoom(string component) =>
        Taken < capacity && _taken.GetValueOrDefault(component) < perComponent;

    private void Take(string component)
    {
        _taken[component] = _taken.GetValueOrDefault(component) + 1;
        Taken++;
    }
}
