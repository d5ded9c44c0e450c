namespace Harmonia.Server.Realtime;

/// <summary>Places for streams: as many as there may be at once.</summary>
internal sealed class SubscriberSlots(int capacity)
{
    private int _taken;

    public int Capacity => capacity;

    public int Taken => Volatile.Read(ref _taken);

    /// <returns>A place, to be disposed of once, or <see langword="null"/> when all are taken.</returns>
    public IDisposable? TryTake()
    {
        if (Interlocked.Increment(ref _taken) <= capacity)
        {
            return new Place(this);
        }

        Interlocked.Decrement(ref _taken);
        return null;
    }

    private sealed class Place(SubscriberSlots slots) : IDisposable
    {
        private SubscriberSlots? _slots = slots;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _slots, null) is { } taken)
            {
                Interlocked.Decrement(ref taken._taken);
            }
        }
    }
}
