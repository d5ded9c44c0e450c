using System.Text.Json;

namespace Harmonia.Client;

/// <summary>What this server is, and what there is to call.</summary>
/// <param name="Component">Always <c>harmonia</c>.</param>
/// <param name="Version">Of the release.</param>
/// <param name="Description">In a sentence.</param>
/// <param name="Endpoints">What there is to call.</param>
/// <param name="Capabilities">What it can do, as it is registered.</param>
/// <param name="Dependencies">Addresses of what it uses, by name.</param>
/// <param name="Metadata">More.</param>
public sealed record DiscoveryAnswer(
    string Component,
    string Version,
    string Description,
    IReadOnlyList<DiscoveredEndpoint> Endpoints,
    IReadOnlyList<string> Capabilities,
    IReadOnlyDictionary<string, string> Dependencies,
    JsonElement Metadata);

/// <summary>Something that can be called.</summary>
/// <param name="Path">Where.</param>
/// <param name="Method">How.</param>
/// <param name="Description">What it does.</param>
/// <param name="Tags">The groups that it stands in.</param>
public sealed record DiscoveredEndpoint(string Path, string Method, string Description, IReadOnlyList<string> Tags);

/// <summary>A component, as a registry tells of it.</summary>
/// <param name="ComponentId">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Type">Its kind.</param>
/// <param name="Endpoint">Where it is called.</param>
/// <param name="Capabilities">What it says that it can do.</param>
/// <param name="Metadata">What it says of itself beside that.</param>
public sealed record RegistryEntry(
    string ComponentId,
    string Name,
    string? Version,
    string? Type,
    string Endpoint,
    IReadOnlyList<string> Capabilities,
    JsonElement Metadata)
{
    /// <summary>The same as <see cref="ComponentId"/>.</summary>
    public string Id => ComponentId;

    /// <summary>Whether it answered when it was last asked.</summary>
    public bool Healthy { get; init; }
}

/// <summary>The server stops.</summary>
/// <param name="Status">Always <c>accepted</c>.</param>
/// <param name="Message">In a sentence.</param>
/// <param name="Timestamp">The server's time.</param>
public sealed record ShutdownAnswer(string Status, string Message, DateTimeOffset Timestamp);

/// <summary>How the server is stopped.</summary>
/// <param name="ShutdownSupported">Always <see langword="true"/>.</param>
/// <param name="Component">Always <c>harmonia</c>.</param>
/// <param name="Endpoints">Where to ask for it.</param>
/// <param name="Method">How.</param>
/// <param name="CleanupTasks">What is tidied up outside of this process.</param>
public sealed record ShutdownStatus(
    bool ShutdownSupported, string Component, IReadOnlyList<string> Endpoints, string Method, int CleanupTasks);
