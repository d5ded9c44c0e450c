namespace Harmonia.Components.Workers;

/// <summary>A connection through which attempts are handed over as they come. Guarded by the broker's lock.</summary>
internal sealed class StandingSeat(Worker worker, IWorkerConnection connection) : Seat(worker)
{
    public override string Kind => "socket";

    /// <summary>Attempts at once.</summary>
    public int Capacity { get; set; }

    /// <summary>Attempts that it has.</summary>
    public int Held { get; set; }

    public override void Take(LeasedAttempt attempt) => connection.Take(attempt);

    public override void ReturnPlace() => Recount();

    public void TellCanceled(Lease lease) =>
        connection.Cancel(lease.Assignment.Call, lease.Epoch);

    public void TellDraining() => connection.Drain();

    public void TellReplaced() => connection.Replace();

    /// <summary>Counts what is free anew.</summary>
    public void Recount()
    {
        Free = IsOpen && !Worker.IsDraining ? Math.Max(0, Capacity - Held - Reserved) : 0;
        Show();
    }
}
