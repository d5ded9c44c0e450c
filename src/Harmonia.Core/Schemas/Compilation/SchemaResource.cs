using System.Text.Json;
using Harmonia.Core.Schemas.Evaluation;

namespace Harmonia.Core.Schemas.Compilation;

/// <summary>A JSON document that holds schemas: the compiled one, without a URI, or one that it refers to.</summary>
/// <remarks>Findings are reported at its own root, or at the reference that led to it.</remarks>
internal sealed record SchemaDocument(Uri? Uri, JsonElement Root, string ReportedAt)
{
    /// <summary>Every place that is known to hold a schema, by JSON Pointer.</summary>
    public Dictionary<string, SchemaLocation> Locations { get; } = new(StringComparer.Ordinal);
}

/// <summary>A schema with an identity of its own, which relative references and anchors belong to.</summary>
internal sealed class SchemaResource(SchemaDocument document, string pointer, Uri baseUri, Vocabularies vocabularies)
{
    public SchemaDocument Document { get; } = document;

    public string Pointer { get; } = pointer;

    public Uri BaseUri { get; } = baseUri;

    public Vocabularies Vocabularies { get; } = vocabularies;

    public Dictionary<string, SchemaLocation> Anchors { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, SchemaLocation> DynamicAnchors { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether some schema of it is compiled, so that its dynamic anchors may come into scope.</summary>
    public bool IsReached { get; set; }
}

/// <summary>A place in a document that holds a schema.</summary>
internal sealed class SchemaLocation(SchemaResource resource, string pointer, JsonElement element)
{
    public SchemaResource Resource { get; } = resource;

    public string Pointer { get; } = pointer;

    public JsonElement Element { get; } = element;

    /// <summary>The compiled schema, once something has asked for it.</summary>
    public SchemaNode? Node { get; set; }

    /// <summary>How a violation names a keyword here; "" for the schema itself.</summary>
    public string DisplayPointer => Resource.Document.Uri is null ? Pointer : $"{Resource.Document.Uri}#{Pointer}";
}
