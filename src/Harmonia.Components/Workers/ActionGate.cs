using Harmonia.Engine.Ports;

namespace Harmonia.Components.Workers;

/// <summary>The places that workers have for one action. Guarded by the broker's lock.</summary>
internal sealed class ActionGate(WorkerBroker broker, WorkerComponent component, string action) : IGate
{
    public WorkerComponent Component => component;

    public string Action => action;

    /// <summary>Attempts that have started and wait for a worker; those that waited before are first.</summary>
    public LinkedList<Assignment> Waiting { get; } = [];

    /// <summary>Whose places the engine holds, in the order in which it took them.</summary>
    public Queue<Seat> Reserved { get; } = [];

    /// <summary>Places that the engine holds of seats that are closed.</summary>
    public int Lost { get; set; }

    /// <summary>Whether another one has taken its place.</summary>
    public bool IsForgotten { get; set; }

    public bool IsIdle => Waiting.Count == 0 && Reserved.Count == 0 && Lost == 0;

    public string? ShutBecause => broker.WhyShut(this);

    public bool TryEnter() => broker.TryReserve(this);

    public void Leave(bool wasUsed)
    {
        if (!wasUsed)
        {
            broker.GiveBack(this);
        }
    }
}
