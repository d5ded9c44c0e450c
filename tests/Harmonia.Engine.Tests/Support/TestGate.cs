using Harmonia.Engine.Ports;

namespace Harmonia.Engine.Tests.Support;

/// <summary>A gate that the test opens and shuts.</summary>
internal sealed class TestGate : IGate
{
    private int _entered;

    public string? ShutBecause { get; set; }

    /// <summary>Places that are taken now.</summary>
    public int Entered => Volatile.Read(ref _entered);

    /// <summary>How many attempts were made with places.</summary>
    public int Used { get; private set; }

    public bool TryEnter()
    {
        if (ShutBecause is not null)
        {
            return false;
        }

        Interlocked.Increment(ref _entered);
        return true;
    }

    public void Leave(bool wasUsed)
    {
        Interlocked.Decrement(ref _entered);
        Used += wasUsed ? 1 : 0;
    }
}
