using System.Text.Json.Serialization;

namespace Harmonia.Client;

/// <summary>A template was saved.</summary>
/// <param name="TemplateId">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="Version">The label of its first version.</param>
public sealed record TemplateSaved(Guid TemplateId, string Name, DateTimeOffset CreatedAt, string Version)
{
    /// <summary>What somebody should look at, though it was accepted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<WireFinding>? Warnings { get; init; }
}

/// <summary>A template was read from a file and saved.</summary>
/// <param name="TemplateId">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="WorkflowDefinitionId">The saved workflow that it is made of, if it is.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="Version">The label of its first version.</param>
public sealed record TemplateImported(
    Guid TemplateId, string Name, Guid? WorkflowDefinitionId, DateTimeOffset CreatedAt, string Version)
{
    /// <summary>What somebody should look at, though it was accepted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<WireFinding>? Warnings { get; init; }
}

/// <summary>A template has a new version.</summary>
/// <param name="TemplateId">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="UpdatedAt">When.</param>
/// <param name="Version">The label of the version that is current now.</param>
public sealed record TemplateRevised(Guid TemplateId, string Name, DateTimeOffset UpdatedAt, string Version)
{
    /// <summary>What somebody should look at, though it was accepted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<WireFinding>? Warnings { get; init; }
}

/// <summary>A template, or a category, is gone.</summary>
/// <param name="Success">Always <see langword="true"/>.</param>
/// <param name="Message">For people.</param>
public sealed record TemplateRemoved(bool Success, string Message);
