namespace Harmonia.Client;

/// <summary>A template in a list.</summary>
public sealed record TemplateSummary
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What the author says of it.</summary>
    public string? Description { get; init; }

    /// <summary>When it was first saved.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its current version was saved.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The label of its current version.</summary>
    public required string Version { get; init; }

    /// <summary>The name of the first category that it stands in, or what its metadata say.</summary>
    public string? Category { get; init; }

    /// <summary>The categories that it stands in.</summary>
    public required IReadOnlyList<Guid> CategoryIds { get; init; }

    /// <summary>Words to find it by.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>Whether it is meant for everybody.</summary>
    public required bool IsPublic { get; init; }

    /// <summary>Whether it comes with this release.</summary>
    public required bool BuiltIn { get; init; }

    /// <summary>Workflows that were made of it.</summary>
    public required long UsageCount { get; init; }
}

/// <summary>A page of templates, newest first; those that come with the release are last.</summary>
/// <param name="Templates">The page.</param>
/// <param name="Total">How many match in all.</param>
/// <param name="Limit">Rows at most.</param>
/// <param name="Offset">Rows passed over.</param>
public sealed record TemplateList(IReadOnlyList<TemplateSummary> Templates, long Total, int Limit, int Offset);

/// <summary>A version of a template in a list.</summary>
/// <param name="Version">The author's label.</param>
/// <param name="CreatedAt">When it was saved.</param>
/// <param name="IsLatest">Whether it is current.</param>
/// <param name="Changes">What is new in it.</param>
public sealed record TemplateVersionSummary(string Version, DateTimeOffset CreatedAt, bool IsLatest, string? Changes);

/// <summary>A page of versions, newest first.</summary>
/// <param name="Versions">The page.</param>
/// <param name="Total">How many there are.</param>
/// <param name="Limit">Rows at most.</param>
/// <param name="Offset">Rows passed over.</param>
public sealed record TemplateVersionList(
    IReadOnlyList<TemplateVersionSummary> Versions, long Total, int Limit, int Offset);
