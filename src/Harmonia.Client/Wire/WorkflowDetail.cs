using System.Text.Json;
using System.Text.Json.Serialization;

namespace Harmonia.Client;

/// <summary>A saved workflow, with its definition as it was sent.</summary>
public sealed record WorkflowDetail
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its name, unique among workflows.</summary>
    public required string Name { get; init; }

    /// <summary>What the author says of it.</summary>
    public string? Description { get; init; }

    /// <summary>The author's label.</summary>
    public required string Version { get; init; }

    /// <summary>1, 2, 3 …</summary>
    public required int Revision { get; init; }

    /// <summary>SHA-256 of the stored text.</summary>
    public required string DefinitionHash { get; init; }

    /// <summary>When it was first saved.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When this revision was saved.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>As they were sent; absent when the definition has another form of graph.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Tasks { get; init; }

    /// <summary>As it was sent.</summary>
    public JsonElement? Input { get; init; }

    /// <summary>As it was sent.</summary>
    public JsonElement? Output { get; init; }

    /// <summary>As it was sent.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>The other fields of the definition, as they were sent.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; set; }
}
