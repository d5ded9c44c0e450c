using Harmonia.Core.Executions;
using Harmonia.Core.Templates;

namespace Harmonia.Engine.Ports;

/// <summary>Keeps templates with all their versions, and the categories that they stand in.</summary>
/// <remarks>
/// <para>Safe to call from many threads at once. Every change is one transaction, on stable storage when its task
/// completes.</para>
/// <para>A version is never changed.</para>
/// </remarks>
public interface ITemplateStore
{
    /// <summary>Adds a template with its first version.</summary>
    /// <returns>
    /// What is stored under its id when the same id with the same first content is there already (a repeated call);
    /// <see langword="null"/>, with nothing written, when another template has the name, or the id with other content.
    /// </returns>
    ValueTask<StoredTemplate?> AddAsync(
        StoredTemplate template, StoredTemplateVersion first, CancellationToken cancellationToken);

    /// <summary>Makes the next version current.</summary>
    /// <returns>What became of it.</returns>
    ValueTask<ReviseTemplateOutcome> ReviseAsync(
        StoredTemplate template, StoredTemplateVersion next, CancellationToken cancellationToken);

    /// <summary>Removes a template with all its versions. What was made of it stays.</summary>
    /// <returns>Whether it was there.</returns>
    ValueTask<bool> RemoveAsync(TemplateId id, CancellationToken cancellationToken);

    /// <returns>The template, or <see langword="null"/>.</returns>
    ValueTask<StoredTemplate?> FindAsync(TemplateId id, CancellationToken cancellationToken);

    /// <returns>The template with exactly this name, or <see langword="null"/>.</returns>
    ValueTask<StoredTemplate?> FindByNameAsync(string name, CancellationToken cancellationToken);

    /// <returns>The oldest template with this short name, or <see langword="null"/>.</returns>
    ValueTask<StoredTemplate?> FindBySlugAsync(string slug, CancellationToken cancellationToken);

    /// <summary>Templates that match, newest first.</summary>
    ValueTask<TemplatePage> ListAsync(TemplateQuery query, CancellationToken cancellationToken);

    /// <summary>A version by its label, or the current one.</summary>
    ValueTask<StoredTemplateVersion?> FindVersionAsync(
        TemplateId id, string? version, CancellationToken cancellationToken);

    /// <summary>The versions of a template without their content, newest first.</summary>
    ValueTask<TemplateVersionPage> ListVersionsAsync(
        TemplateId id, int limit, int offset, CancellationToken cancellationToken);

    /// <summary>Counts that a workflow was made of a template, whether or not that is stored here.</summary>
    ValueTask AddUseAsync(TemplateId id, CancellationToken cancellationToken);

    /// <returns>How many workflows were made of it.</returns>
    ValueTask<long> CountUsesAsync(TemplateId id, CancellationToken cancellationToken);

    /// <summary>Adds a category. Its parent is there.</summary>
    /// <returns>What became of it.</returns>
    ValueTask<AddCategoryOutcome> AddCategoryAsync(TemplateCategory category, CancellationToken cancellationToken);

    /// <summary>Removes a category unless a template or another category stands in it.</summary>
    ValueTask<RemoveCategoryOutcome> RemoveCategoryAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>All categories by name; there are at most <see cref="TemplateCategory.MaxCategories"/>.</summary>
    ValueTask<IReadOnlyList<TemplateCategory>> ListCategoriesAsync(CancellationToken cancellationToken);
}

/// <summary>A template at its current version.</summary>
public sealed record StoredTemplate
{
    /// <summary>Which template.</summary>
    public required TemplateId Id { get; init; }

    /// <summary>Unique among templates.</summary>
    public required string Name { get; init; }

    /// <summary>The short name by which it is found too.</summary>
    public required string Slug { get; init; }

    /// <summary>What the author says of it.</summary>
    public string? Description { get; init; }

    /// <summary>The author's label of the current version.</summary>
    public required string Version { get; init; }

    /// <summary>The current version's number: 1, 2, 3 …; given by the store.</summary>
    public int Number { get; init; } = 1;

    /// <summary>The saved workflow that the current version is made of, if it is.</summary>
    public WorkflowId? Workflow { get; init; }

    /// <summary>Whether it is meant for everybody.</summary>
    public bool IsPublic { get; init; } = true;

    /// <summary>Who made it.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>Words to find it by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The categories that it stands in.</summary>
    public IReadOnlyList<Guid> Categories { get; init; } = [];

    /// <summary>A JSON object, or <see langword="null"/>.</summary>
    public string? Metadata { get; init; }

    /// <summary>When it was first saved.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the current version was saved.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Workflows that were made of it; counted by the store.</summary>
    public long UsageCount { get; init; }

    /// <summary>Its place in the order of creation, given by the store.</summary>
    public long Ordinal { get; init; }
}

/// <summary>A version of a template.</summary>
public sealed record StoredTemplateVersion
{
    /// <summary>Of which template.</summary>
    public required TemplateId Template { get; init; }

    /// <summary>The author's label, unique in its template.</summary>
    public required string Version { get; init; }

    /// <summary>1, 2, 3 …; given by the store.</summary>
    public int Number { get; init; } = 1;

    /// <summary>What is new in it.</summary>
    public string? Changes { get; init; }

    /// <summary>When it was saved.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The hash of <see cref="Content"/>.</summary>
    public required string ContentHash { get; init; }

    /// <summary>UTF-8 JSON; empty in lists.</summary>
    public ReadOnlyMemory<byte> Content { get; init; }
}

/// <summary>A shelf for templates.</summary>
/// <param name="Id">Which.</param>
/// <param name="Name">Unique among categories.</param>
/// <param name="Description">What belongs there.</param>
/// <param name="Parent">The category that it stands in, if any.</param>
public sealed record TemplateCategory(Guid Id, string Name, string? Description, Guid? Parent)
{
    /// <summary>Categories that a store takes.</summary>
    public const int MaxCategories = 1_000;
}

/// <summary>What became of a version.</summary>
public enum ReviseTemplateOutcome
{
    /// <summary>It is current now.</summary>
    Stored,

    /// <summary>There is no template with this id.</summary>
    NotFound,

    /// <summary>Another template has the new name.</summary>
    NameTaken,

    /// <summary>The template has a version with this label.</summary>
    VersionTaken,
}

/// <summary>What became of a category.</summary>
public enum AddCategoryOutcome
{
    /// <summary>It is there now.</summary>
    Added,

    /// <summary>Another category has the name.</summary>
    NameTaken,

    /// <summary>There is no such parent.</summary>
    NoParent,

    /// <summary>There are as many as there may be.</summary>
    Full,
}

/// <summary>What became of a removal.</summary>
public enum RemoveCategoryOutcome
{
    /// <summary>It is gone.</summary>
    Removed,

    /// <summary>There is no category with this id.</summary>
    NotFound,

    /// <summary>A template or another category stands in it.</summary>
    InUse,
}

/// <summary>Which templates to list.</summary>
public sealed record TemplateQuery
{
    /// <summary>All of these must hold.</summary>
    public IReadOnlyList<FieldFilter> Filters { get; init; } = [];

    /// <summary>The template stands in one of these; <see langword="null"/> for any or none.</summary>
    public IReadOnlyList<Guid>? Categories { get; init; }

    /// <summary>The template has all of these.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Rows at most.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>Rows to pass over.</summary>
    public int Offset { get; init; }
}

/// <summary>A page of templates.</summary>
/// <param name="Items">Newest first.</param>
/// <param name="Total">How many match in all.</param>
public sealed record TemplatePage(IReadOnlyList<StoredTemplate> Items, long Total);

/// <summary>A page of versions.</summary>
/// <param name="Items">Newest first, without content.</param>
/// <param name="Total">How many there are in all.</param>
public sealed record TemplateVersionPage(IReadOnlyList<StoredTemplateVersion> Items, long Total);
