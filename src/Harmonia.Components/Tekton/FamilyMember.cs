using System.Text.Json;

namespace Harmonia.Components.Tekton;

/// <summary>One component of the family.</summary>
/// <param name="Name">Its name in lower case, as tasks write it.</param>
/// <param name="Endpoint">Where it is called.</param>
public sealed record FamilyMember(string Name, Uri Endpoint)
{
    /// <summary>Its id at Hermes; <see langword="null"/> when the operator named its address.</summary>
    public string? ComponentId { get; init; }

    /// <summary>What it calls its kind.</summary>
    public string? Type { get; init; }

    public string? Version { get; init; }

    /// <summary>What it says that it can do.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>What it says about itself beside that; an object.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>When it registered with Hermes.</summary>
    public DateTimeOffset? RegisteredAt { get; init; }

    /// <summary>When Hermes last accepted a heartbeat of it; most of the family never manage to send one.</summary>
    public DateTimeOffset? LastHeartbeat { get; init; }

    /// <summary>Whether it answered when it was last asked for its health.</summary>
    public bool IsUp { get; init; }

    /// <summary>Why it may not be called or did not answer, for people; <see langword="null"/> when it is up.</summary>
    public string? Trouble { get; init; }
}
