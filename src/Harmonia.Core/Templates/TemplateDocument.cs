using System.Collections.Immutable;
using System.Text.Json;

namespace Harmonia.Core.Templates;

/// <summary>Another template that a template builds on.</summary>
/// <param name="Reference">Its id, name or short name.</param>
/// <param name="Version">Which version; <see langword="null"/> for the one that is current when it is saved.</param>
/// <param name="Prefix">What the ids of included tasks begin with; "" for nothing.</param>
/// <param name="Pointer">Where it is said.</param>
public sealed record TemplateLink(string Reference, string? Version, string Prefix, string Pointer);

/// <summary>A template as somebody wrote it, taken apart and put into one spelling.</summary>
public sealed record TemplateDocument
{
    public required string Name { get; init; }

    public string? Description { get; init; }

    /// <summary>The author's label of this version; <see langword="null"/> for the next one.</summary>
    public string? Version { get; init; }

    /// <summary>What is new in this version.</summary>
    public string? Changes { get; init; }

    public string? CreatedBy { get; init; }

    public bool IsPublic { get; init; } = true;

    /// <summary>Id or name of the saved workflow that it is made of, if it is.</summary>
    public string? WorkflowReference { get; init; }

    /// <summary>Its own definition; parts of one when it builds on others, and none when it is made of a saved
    /// workflow.</summary>
    public JsonElement? Definition { get; init; }

    /// <summary>Where <see cref="Definition"/> stands in the document.</summary>
    public string DefinitionPointer { get; init; } = "";

    /// <summary>A map of names to declarations.</summary>
    public required JsonElement Parameters { get; init; }

    public TemplateLink? Extends { get; init; }

    public ImmutableArray<TemplateLink> Includes { get; init; } = [];

    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>Ids or names of categories.</summary>
    public ImmutableArray<string> Categories { get; init; } = [];

    public JsonElement? Metadata { get; init; }

    /// <summary>All the templates that it builds on.</summary>
    public IEnumerable<TemplateLink> Links => Extends is { } first ? [first, .. Includes] : Includes;
}
