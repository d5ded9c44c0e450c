using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tekton.Calling;

/// <summary>Shut while a component of the family is not known or did not answer.</summary>
internal sealed class FamilyGate(string component, IFamily family) : IGate
{
    /// <summary>What is said of a component that nobody knows, or that may not be called.</summary>
    public string Unknown => Member is { Trouble: { } trouble }
        ? $"{component} cannot be called: {trouble}"
        : $"No component '{component}' is known: it is not registered with Hermes, and "
            + $"{component.ToUpperInvariant().Replace('-', '_')}_URL does not name its address.";

    public string? ShutBecause => family.EndpointOf(component) is null ? Unknown
        : Member is { IsUp: false } member ? member.Trouble ?? $"{component} did not answer."
        : null;

    private FamilyMember? Member => family.Members.FirstOrDefault(
        member => member.Name.Equals(component, StringComparison.OrdinalIgnoreCase));

    public bool TryEnter() => ShutBecause is null;

    public void Leave(bool wasUsed)
    {
        // There is no number of places.
    }
}
