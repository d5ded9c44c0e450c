using System.Text.Json;
using System.Text.Json.Serialization;

namespace Harmonia.Client;

/// <summary>A workflow was saved.</summary>
/// <param name="WorkflowId">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="Revision">1 for a new workflow.</param>
/// <param name="DefinitionHash">SHA-256 of the stored text.</param>
public sealed record WorkflowSaved(
    Guid WorkflowId, string Name, DateTimeOffset CreatedAt, int Revision, string DefinitionHash)
{
    /// <summary>What somebody should look at, though it was accepted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<WireFinding>? Warnings { get; init; }
}

/// <summary>A workflow has a new revision.</summary>
/// <param name="WorkflowId">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="UpdatedAt">When.</param>
/// <param name="Revision">The revision that is current now.</param>
/// <param name="DefinitionHash">SHA-256 of the stored text.</param>
public sealed record WorkflowRevised(
    Guid WorkflowId, string Name, DateTimeOffset UpdatedAt, int Revision, string DefinitionHash)
{
    /// <summary>What somebody should look at, though it was accepted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<WireFinding>? Warnings { get; init; }
}

/// <summary>A workflow is gone.</summary>
/// <param name="Success">Always <see langword="true"/>.</param>
/// <param name="Message">For people.</param>
public sealed record WorkflowRemoved(bool Success, string Message);

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

    /// <summary>As they were sent.</summary>
    public required JsonElement Tasks { get; init; }

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

/// <summary>A workflow in a list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Description">What the author says of it.</param>
/// <param name="CreatedAt">When it was first saved.</param>
/// <param name="UpdatedAt">When its current revision was saved.</param>
/// <param name="Version">The author's label.</param>
/// <param name="Revision">The current revision.</param>
public sealed record WorkflowSummary(
    Guid Id,
    string Name,
    string? Description,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    string Version,
    int Revision);

/// <summary>A page of workflows, newest first.</summary>
/// <param name="Workflows">The page.</param>
/// <param name="Total">How many match in all.</param>
/// <param name="Limit">Rows at most.</param>
/// <param name="Offset">Rows passed over.</param>
public sealed record WorkflowList(IReadOnlyList<WorkflowSummary> Workflows, long Total, int Limit, int Offset);

/// <summary>What was found in a definition that was not saved.</summary>
/// <param name="Valid">Whether it would be accepted.</param>
/// <param name="Findings">Everything, errors first.</param>
public sealed record ValidationAnswer(bool Valid, IReadOnlyList<WireFinding> Findings)
{
    /// <summary>Its name, when it is valid.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }

    /// <summary>How many tasks it has, when it is valid.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Tasks { get; init; }
}
