using Harmonia.Engine.Ports;

namespace Harmonia.Components.Registered.Breaking;

/// <summary>Lets an action begin while its component, or one of those in its place, is up.</summary>
internal sealed class ComponentGate(RegisteredComponent component, string action) : IGate
{
    public string? ShutBecause =>
        component.Availability.ShutBecause is { } reason && !HasFallback ? reason : null;

    private bool HasFallback => component.FallbacksFor(action).Any(fallback => fallback.Availability.IsUp);

    public bool TryEnter() => component.Availability.TryEnter() || HasFallback;

    public void Leave(bool wasUsed) => component.Availability.Leave();
}
