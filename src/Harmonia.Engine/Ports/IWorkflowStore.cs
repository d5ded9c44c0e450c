using Harmonia.Core.Executions;

namespace Harmonia.Engine.Ports;

/// <summary>Keeps saved workflows with all their revisions, and definitions by hash.</summary>
/// <remarks>
/// <para>Safe to call from many threads at once. Every change is one transaction, on stable storage when its task
/// completes.</para>
/// <para>A revision is never changed; a definition is kept as long as a workflow or an execution may name it.</para>
/// </remarks>
public interface IWorkflowStore
{
    /// <summary>Adds a workflow at revision 1.</summary>
    /// <returns>
    /// What is stored under its id when the same id with the same definition hash is there already (a repeated call);
    /// <see langword="null"/>, with nothing written, when another workflow has the name, or the id with another
    /// definition.
    /// </returns>
    ValueTask<StoredWorkflow?> AddAsync(
        StoredWorkflow workflow, StoredDefinition definition, CancellationToken cancellationToken);

    /// <summary>Makes the next revision current.</summary>
    /// <returns>What became of it.</returns>
    ValueTask<ReviseOutcome> ReviseAsync(
        StoredWorkflow workflow, StoredDefinition definition, CancellationToken cancellationToken);

    /// <summary>
    /// Removes a workflow unless it has executions that have not ended. Ended executions keep their definition.
    /// </summary>
    ValueTask<RemoveOutcome> RemoveAsync(WorkflowId id, CancellationToken cancellationToken);

    /// <returns>The current revision, or <see langword="null"/>.</returns>
    ValueTask<StoredWorkflow?> FindAsync(WorkflowId id, CancellationToken cancellationToken);

    /// <returns>The current revision of the workflow with exactly this name, or <see langword="null"/>.</returns>
    ValueTask<StoredWorkflow?> FindByNameAsync(string name, CancellationToken cancellationToken);

    /// <summary>
    /// The newest revision of a workflow with this number or this label; the current one when neither is given.
    /// </summary>
    ValueTask<StoredWorkflow?> FindRevisionAsync(
        WorkflowId id, int? revision, string? version, CancellationToken cancellationToken);

    /// <summary>Workflows that match, newest first.</summary>
    ValueTask<WorkflowPage> ListAsync(WorkflowQuery query, CancellationToken cancellationToken);

    /// <summary>A definition, or what the author of one wrote, by its hash.</summary>
    /// <returns>UTF-8 JSON, or <see langword="null"/> when no definition or original has this hash.</returns>
    ValueTask<ReadOnlyMemory<byte>?> FindDefinitionAsync(string hash, CancellationToken cancellationToken);
}

/// <summary>A saved workflow at its current revision.</summary>
public sealed record StoredWorkflow
{
    /// <summary>Which workflow.</summary>
    public required WorkflowId Id { get; init; }

    /// <summary>Unique among saved workflows.</summary>
    public required string Name { get; init; }

    /// <summary>What the author says of it.</summary>
    public string? Description { get; init; }

    /// <summary>The author's label.</summary>
    public required string Version { get; init; }

    /// <summary>1, 2, 3 …; given by the store.</summary>
    public int Revision { get; init; } = 1;

    /// <summary>Hash of its definition.</summary>
    public required string DefinitionHash { get; init; }

    /// <summary>Hash of what its author wrote, when that is another text than the definition.</summary>
    public string? OriginalHash { get; init; }

    /// <summary>When it was first saved.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the current revision was saved.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Its place in the order of creation, given by the store.</summary>
    public long Ordinal { get; init; }
}

/// <summary>What became of a revision.</summary>
public enum ReviseOutcome
{
    /// <summary>It is current now.</summary>
    Stored,

    /// <summary>There is no workflow with this id.</summary>
    NotFound,

    /// <summary>Another workflow has the new name.</summary>
    NameTaken,
}

/// <summary>What became of a removal.</summary>
public enum RemoveOutcome
{
    /// <summary>It is gone.</summary>
    Removed,

    /// <summary>There is no workflow with this id.</summary>
    NotFound,

    /// <summary>Executions of it have not ended.</summary>
    HasActiveExecutions,
}

/// <summary>Which workflows to list.</summary>
public sealed record WorkflowQuery
{
    /// <summary>All of these must hold.</summary>
    public IReadOnlyList<FieldFilter> Filters { get; init; } = [];

    /// <summary>Rows at most.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>Rows to pass over.</summary>
    public int Offset { get; init; }
}

/// <summary>A page of workflows.</summary>
/// <param name="Items">Newest first.</param>
/// <param name="Total">How many match in all.</param>
public sealed record WorkflowPage(IReadOnlyList<StoredWorkflow> Items, long Total);
