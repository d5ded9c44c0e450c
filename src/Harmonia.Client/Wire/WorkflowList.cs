namespace Harmonia.Client;

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
