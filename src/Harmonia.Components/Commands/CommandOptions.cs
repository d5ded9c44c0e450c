namespace Harmonia.Components.Commands;

/// <summary>What commands need to know of this host.</summary>
public sealed record CommandOptions
{
    /// <summary>
    /// Identifies the data directory; children carry it, so that a later start finds those of a crashed engine.
    /// </summary>
    public required string Marker { get; init; }

    /// <summary>Gives each command a session of its own (util-linux).</summary>
    public string SetsidPath { get; init; } = "/usr/bin/setsid";

    /// <summary>Sets the limits of a command (util-linux).</summary>
    public string PrlimitPath { get; init; } = "/usr/bin/prlimit";
}
