using System.Collections.Concurrent;

namespace Harmonia.Components.Tekton.Calling;

/// <summary>The gates of all components of the family. Whether anybody is there, the family itself finds out.</summary>
internal sealed class FamilyGates(IFamily family)
{
    private readonly ConcurrentDictionary<string, FamilyGate> _gates = new(StringComparer.OrdinalIgnoreCase);

    public FamilyGate Of(string component) => _gates.GetOrAdd(component, name => new FamilyGate(name, family));

    /// <summary>Says that nobody was reached, so that the family looks again until somebody is.</summary>
    public void Shut(string component, string reason) => family.LookAgain(component, reason);
}
