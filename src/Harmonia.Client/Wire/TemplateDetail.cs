using System.Text.Json;
using System.Text.Json.Serialization;

namespace Harmonia.Client;

/// <summary>A template at one of its versions.</summary>
public sealed record TemplateDetail
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its name, unique among templates.</summary>
    public required string Name { get; init; }

    /// <summary>What the author says of it.</summary>
    public string? Description { get; init; }

    /// <summary>The saved workflow that this version was made of, if it was.</summary>
    public Guid? WorkflowDefinitionId { get; init; }

    /// <summary>When the template was first saved.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its current version was saved.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Declarations by name: keywords of JSON Schema, and <c>required</c> as a flag.</summary>
    public required JsonElement Parameters { get; init; }

    /// <summary>As it was sent.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>The label of the version that is shown.</summary>
    public required string Version { get; init; }

    /// <summary>The label of the version that is current.</summary>
    public required string CurrentVersion { get; init; }

    /// <summary>The revision of the saved workflow that this version was made of.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? WorkflowRevision { get; init; }

    /// <summary>The definition with its references to parameters; whatever it builds on is part of it.</summary>
    public required JsonElement WorkflowDefinition { get; init; }

    /// <summary>The template that this version extends.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TemplateSource? Extends { get; init; }

    /// <summary>The templates that this version includes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TemplateSource>? Includes { get; init; }

    /// <summary>Words to find it by.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>The categories that it stands in.</summary>
    public required IReadOnlyList<Guid> CategoryIds { get; init; }

    /// <summary>Whether it is meant for everybody.</summary>
    public required bool IsPublic { get; init; }

    /// <summary>Whether it comes with this release.</summary>
    public required bool BuiltIn { get; init; }

    /// <summary>Workflows that were made of it.</summary>
    public required long UsageCount { get; init; }

    /// <summary>Who made it.</summary>
    public string? CreatedBy { get; init; }
}

/// <summary>A template that another was built on.</summary>
/// <param name="TemplateId">Which.</param>
/// <param name="Version">And which of its versions.</param>
/// <param name="Prefix">What the ids of included tasks begin with.</param>
public sealed record TemplateSource(
    Guid TemplateId,
    string Version,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Prefix);
