using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tekton.Calling;

/// <summary>
/// For actions that somebody else can do as well: open, except while all who were tried could not be reached.
/// </summary>
internal sealed class StandInGate(FamilyGates gates) : IGate
{
    private volatile string? _waitsFor;

    public bool IsWaiting => _waitsFor is not null;

    public string? ShutBecause
    {
        get
        {
            if (_waitsFor is { } component && gates.Of(component).ShutBecause is { } reason)
            {
                return reason;
            }

            return null;
        }
    }

    public bool TryEnter() => ShutBecause is null;

    public void Leave(bool wasUsed)
    {
        // There is no number of places.
    }

    /// <param name="component">Who has to come back; <see langword="null"/> for nobody.</param>
    public void WaitFor(string? component) => _waitsFor = component;
}
