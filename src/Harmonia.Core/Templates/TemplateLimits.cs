namespace Harmonia.Core.Templates;

/// <summary>What a template may contain, and what may come out of it.</summary>
public sealed record TemplateLimits
{
    public static TemplateLimits Default { get; } = new();

    /// <summary>Parameters, those of the templates that it builds on included.</summary>
    public int MaxParameters { get; init; } = 200;

    /// <summary>Templates that one template includes.</summary>
    public int MaxIncludes { get; init; } = 32;

    /// <summary>Templates on the longest way down by <c>extends</c> and <c>includes</c>, itself included.</summary>
    public int MaxDepth { get; init; } = 8;

    /// <summary>Tags, and categories.</summary>
    public int MaxTags { get; init; } = 50;

    /// <summary>Bytes of the JSON of a definition that comes out of a template.</summary>
    public int MaxBytes { get; init; } = 1024 * 1024;

    /// <summary>Findings reported at most.</summary>
    public int MaxFindings { get; init; } = 100;
}
