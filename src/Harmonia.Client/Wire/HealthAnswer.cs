using System.Text.Json;
using System.Text.Json.Serialization;

namespace Harmonia.Client;

/// <summary>The server lives.</summary>
/// <remarks>
/// The members are those of several forms that are in use, so one thing may stand under more than one name.
/// </remarks>
/// <param name="Status"><c>healthy</c>, or <c>degraded</c> when Hermes is to be used and does not know us.</param>
/// <param name="Component">Always <c>harmonia</c>.</param>
/// <param name="Version">Of the release.</param>
/// <param name="UptimeSeconds">Since it started.</param>
/// <param name="Ready">Whether everything that was open at the start has been taken up.</param>
public sealed record HealthAnswer(string Status, string Component, string Version, double UptimeSeconds, bool Ready)
{
    /// <summary>The server's time.</summary>
    public DateTimeOffset Timestamp { get; init; }

    /// <summary>The same as <see cref="UptimeSeconds"/>.</summary>
    public double Uptime { get; init; }

    /// <summary>The port that it was called at.</summary>
    public int Port { get; init; }

    /// <summary>Whether Hermes knows this server.</summary>
    public bool Registered { get; init; }

    /// <summary>The same.</summary>
    [JsonPropertyName("registeredWithHermes")]
    public bool RegisteredWithHermesToo { get; init; }

    /// <summary>The same.</summary>
    public bool RegisteredWithHermes { get; init; }

    /// <summary>How it is, in a sentence.</summary>
    public string Message { get; init; } = "";

    /// <summary>What it uses beside itself: Hermes, when it is told to.</summary>
    public IReadOnlyList<DependencyHealth> Dependencies { get; init; } = [];

    /// <summary>Figures by name.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();

    /// <summary>More, by name.</summary>
    public IReadOnlyDictionary<string, JsonElement> Details { get; init; } = new Dictionary<string, JsonElement>();
}

/// <summary>How something else is, as far as this server knows.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Status"><c>healthy</c>, <c>degraded</c>, <c>unhealthy</c> or <c>unknown</c>.</param>
/// <param name="Message">In a sentence, if there is anything to say.</param>
/// <param name="Endpoint">Where it is.</param>
/// <param name="LastCheck">When this was found out.</param>
public sealed record DependencyHealth(
    string Name,
    string Status,
    string? Message,
    string? Endpoint,
    [property: JsonPropertyName("lastCheck")] DateTimeOffset? LastCheck);

/// <summary>Whether the server is ready for work.</summary>
/// <param name="Ready">Whether it is.</param>
/// <param name="Reasons">Why not, in sentences.</param>
public sealed record ReadyAnswer(bool Ready, IReadOnlyList<string> Reasons)
{
    /// <summary>Always <c>harmonia</c>.</summary>
    public string Component { get; init; } = "harmonia";

    /// <summary>Of the release.</summary>
    public string Version { get; init; } = "";

    /// <summary>Seconds since it started.</summary>
    [JsonPropertyName("initializationTime")]
    public double InitializationTime { get; init; }

    /// <summary>The server's time.</summary>
    public DateTimeOffset Timestamp { get; init; }

    /// <summary>Says so when it is not ready.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Detail { get; init; }
}
