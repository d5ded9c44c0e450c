using Harmonia.Core.Executions;

namespace Harmonia.Simulation.Shell;

/// <summary>Somebody who follows all events: live while connected, out of the store after a gap.</summary>
internal sealed class Subscriber(World world)
{
    private readonly Dictionary<ExecutionId, long> _versions = [];
    private bool _isConnected = true;

    /// <summary>The position of the last event seen.</summary>
    public long Position { get; private set; }

    public void Disconnect() => _isConnected = false;

    /// <summary>Comes back: what was missed is read from the store, then it is live again, without a hole.</summary>
    public void Reconnect()
    {
        if (!_isConnected && Position < world.Store.Feed.Count && world.Mutant != Mutant.CatchUpSkipped)
        {
            world.Reach.Hit(Situation.SubscriberCaughtUp);
            while (Position < world.Store.Feed.Count)
            {
                var (id, version) = world.Store.Feed[(int)Position];
                Take(id, version, Position + 1);
            }
        }

        _isConnected = true;
    }

    /// <summary>Is told of a commit.</summary>
    public void Publish(ExecutionId id, long version, long position)
    {
        if (_isConnected)
        {
            Take(id, version, position);
        }
    }

    private void Take(ExecutionId id, long version, long position)
    {
        if (position != Position + 1 || version != _versions.GetValueOrDefault(id) + 1)
        {
            throw new ViolationException(
                "I12 streams have no gap", id, $"Event {version} at {position} came after {Position}.");
        }

        Position = position;
        _versions[id] = version;
    }
}
