using System.Text.Json;

namespace Harmonia.Components.Tekton.Hermes;

/// <summary>Something that registers with Hermes.</summary>
/// <param name="ComponentId">Fixed: registering again replaces the entry instead of adding one.</param>
/// <param name="Name">By which others look for it.</param>
/// <param name="Type">Its kind.</param>
/// <param name="Capabilities">Names only: Hermes refuses anything else.</param>
/// <param name="WriteMetadata">Writes what it says about itself, at the time of asking.</param>
public sealed record HermesIdentity(
    string ComponentId,
    string Name,
    string Type,
    IReadOnlyList<string> Capabilities,
    Action<Utf8JsonWriter> WriteMetadata);
