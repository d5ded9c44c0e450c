namespace Harmonia.Components.Workers;

/// <summary>An attempt is one worker's for a while. Guarded by the broker's lock.</summary>
internal sealed class Lease(Assignment assignment, Worker worker, long epoch, StandingSeat? seat) : Due
{
    public Assignment Assignment => assignment;

    public Worker Worker => worker;

    public long Epoch => epoch;

    /// <summary>The connection that it takes a place of; <see langword="null"/> when it was polled for.</summary>
    public StandingSeat? Seat => seat;
}
