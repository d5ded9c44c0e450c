using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tekton.Calling;

/// <summary>Shut while a component of the family is not known or could not be reached.</summary>
internal sealed class FamilyGate(string component, IFamily family) : IGate
{
    private volatile string? _down;
    private volatile Uri? _downAt;

    public string Component => component;

    /// <summary>Why the last call reached nobody; <see langword="null"/> once it answers.</summary>
    public string? Down
    {
        get => _down;
        set
        {
            _downAt = value is null ? null : family.EndpointOf(component);
            _down = value;
        }
    }

    /// <summary>What is said of a component that nobody knows.</summary>
    public string Unknown =>
        family.Members.FirstOrDefault(member => member.Name.Equals(component, StringComparison.OrdinalIgnoreCase))
            is { Trouble: { } trouble }
            ? $"{component} cannot be called: {trouble}"
            : $"No component '{component}' is known: it is not registered with Hermes, and "
                + $"{component.ToUpperInvariant().Replace('-', '_')}_URL does not name its address.";

    public string? ShutBecause => family.EndpointOf(component) is null ? Unknown : _down;

    public bool TryEnter() => ShutBecause is null;

    public void Leave(bool wasUsed)
    {
        // There is no number of places.
    }

    public bool HasMoved() => family.EndpointOf(component) != _downAt;
}
