using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Dialects;

/// <summary>A definition in the canonical form, and how it relates to what its author wrote.</summary>
public sealed class NormalizedDefinition
{
    private readonly PointerMap _map;

    internal NormalizedDefinition(
        JsonElement canonical, bool isChanged, PointerMap map, ImmutableArray<Finding> findings)
    {
        (Canonical, IsChanged, Findings) = (canonical, isChanged, findings);
        _map = map;
    }

    /// <summary>What is compiled, stored under its hash and carried out.</summary>
    public JsonElement Canonical { get; }

    /// <summary>Whether that differs from what was written.</summary>
    public bool IsChanged { get; }

    /// <summary>What could not be normalised, placed in what was written.</summary>
    public ImmutableArray<Finding> Findings { get; }

    /// <returns>A finding about the canonical form, placed in what was written.</returns>
    public Finding ToOriginal(Finding finding) => _map.ToOriginal(finding);
}
