using System.Text.Json;

namespace Harmonia.Components.Tekton.Hermes;

/// <summary>A component as Hermes lists it.</summary>
/// <param name="ComponentId">Its id.</param>
/// <param name="Name">Its name; several entries may have one.</param>
internal sealed record HermesEntry(string ComponentId, string Name)
{
    public string? Version { get; init; }

    public string? Type { get; init; }

    /// <summary>As it was registered; <see langword="null"/> when it is no address.</summary>
    public Uri? Endpoint { get; init; }

    public IReadOnlyList<string> Capabilities { get; init; } = [];

    public JsonElement? Metadata { get; init; }

    public DateTimeOffset? LastHeartbeat { get; init; }

    public DateTimeOffset? RegisteredAt { get; init; }
}
