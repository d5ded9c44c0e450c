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
