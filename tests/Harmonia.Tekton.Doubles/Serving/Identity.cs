namespace Harmonia.Tekton.Doubles.Serving;

/// <summary>What a component says about itself.</summary>
/// <param name="Name">In lower case.</param>
/// <param name="ConventionalPort">The port that Tekton gives it.</param>
/// <param name="Description">For its discovery document.</param>
internal sealed record Identity(string Name, int ConventionalPort, string Description)
{
    public string Version { get; init; } = "0.1.0";

    /// <summary>What it tells Hermes; one component tells another version than it reports.</summary>
    public string RegisteredVersion { get; init; } = "0.1.0";

    /// <summary>How /ready and the discovery document spell the name.</summary>
    public string Spelling { get; init; } = Name;

    public string DiscoveryPath { get; init; } = "/api/v1/discovery";

    public IReadOnlyList<string> Capabilities { get; init; } = [];

    public IReadOnlyList<(string Path, string Method, string Description)> Endpoints { get; init; } = [];

    public IReadOnlyList<(string Name, string Url)> Dependencies { get; init; } = [("hermes", "http://localhost:8001")];

    /// <summary>Whether its health is written by hand, in snake_case.</summary>
    public bool WritesSnakeHealth { get; init; }

    /// <summary>Where it takes the message that asks for work; most take none.</summary>
    public string? WorkflowPath { get; init; }

    /// <summary>Whether it is ready only when Hermes knows it.</summary>
    public bool NeedsHermesToBeReady { get; init; }
}
