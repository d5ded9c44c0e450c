using System.Text.Json;
using System.Text.Json.Serialization;

namespace Harmonia.Client;

/// <summary>A template as a file that can be imported elsewhere: complete, whatever it builds on.</summary>
public sealed record TemplateFile
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What the author says of it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Description { get; init; }

    /// <summary>The label of the version.</summary>
    public required string Version { get; init; }

    /// <summary>What is new in it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Changes { get; init; }

    /// <summary>Declarations by name.</summary>
    public required JsonElement Parameters { get; init; }

    /// <summary>The definition with its references to parameters.</summary>
    public required JsonElement WorkflowDefinition { get; init; }

    /// <summary>Words to find it by.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>Whether it is meant for everybody.</summary>
    public required bool IsPublic { get; init; }

    /// <summary>As it was sent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Metadata { get; init; }

    /// <summary>Who made it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CreatedBy { get; init; }

    /// <summary>When it was first saved where it was exported; read over by an import.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Workflows that were made of it there; read over by an import.</summary>
    public required long UsageCount { get; init; }
}
