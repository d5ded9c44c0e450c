using System.Text.Json;
using System.Text.Json.Serialization;

namespace Harmonia.Client;

/// <summary>Asks for a workflow made of a template.</summary>
public sealed record InstantiateBody
{
    /// <summary>Values of parameters by name.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? ParameterValues { get; init; }

    /// <summary>What the workflow is to be called; it gets a name when this says none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }

    /// <summary>Said of the workflow instead of what the template says of it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Description { get; init; }

    /// <summary>Laid over the metadata that the template has for its workflows.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Metadata { get; init; }

    /// <summary>Which version of the template; the current one unless told.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TemplateVersion { get; init; }
}

/// <summary>A workflow was made of a template and saved.</summary>
/// <param name="WorkflowId">Its id.</param>
/// <param name="TemplateId">The template.</param>
/// <param name="Name">The workflow's name.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="TemplateVersion">Which version of the template.</param>
/// <param name="Revision">The workflow's revision: 1.</param>
/// <param name="DefinitionHash">SHA-256 of the stored text.</param>
public sealed record TemplateInstantiated(
    Guid WorkflowId,
    Guid TemplateId,
    string Name,
    DateTimeOffset CreatedAt,
    string TemplateVersion,
    int Revision,
    string DefinitionHash)
{
    /// <summary>What the workflow says of itself.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Description { get; init; }

    /// <summary>What somebody should look at, though it was accepted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<WireFinding>? Warnings { get; init; }
}
