using System.Text.Json;
using Harmonia.Core.Failures;
using Harmonia.Core.Schemas.Evaluation;
using Harmonia.Core.Schemas.Keywords;

namespace Harmonia.Core.Schemas.Compilation;

/// <summary>Turns a schema, and all that it refers to, into nodes; collects every error on the way.</summary>
internal sealed class SchemaCompiler
{
    private readonly SchemaOptions _options;
    private readonly string _reportedAt;
    private readonly SchemaProblems _problems;
    private readonly SchemaIndex _index;

    // Nodes wait here instead of being compiled by recursion: a chain of references may be long.
    private readonly Queue<SchemaLocation> _pending = [];

    public SchemaCompiler(SchemaOptions options, string reportedAt, ICollection<Finding> findings)
    {
        _options = options;
        _reportedAt = reportedAt;
        _problems = new SchemaProblems(findings);
        _index = new SchemaIndex(options, _problems);
    }

    public SchemaNode? Compile(JsonElement source)
    {
        SchemaNode? root = null;
        try
        {
            root = CompileAll(source);
        }
        catch (InvalidOperationException)
        {
            // System.Text.Json parses escapes such as "\ud800" alone, and throws only when the text is read.
            _problems.Add(
                new SchemaDocument(null, source, _reportedAt),
                "",
                "The schema has text with half of a surrogate pair, which is not Unicode.");
        }

        return _problems.Count == 0 ? root : null;
    }

    /// <summary>The node of a schema, which may not have its content yet.</summary>
    public SchemaNode NodeOf(SchemaLocation location)
    {
        if (location.Node is { } known)
        {
            return known;
        }

        location.Node = new SchemaNode(location.Resource, location.DisplayPointer);
        _pending.Enqueue(location);
        if (!location.Resource.IsReached)
        {
            location.Resource.IsReached = true;
            foreach (var anchor in location.Resource.DynamicAnchors.Values)
            {
                NodeOf(anchor);
            }
        }

        return location.Node;
    }

    /// <returns>Null after reporting that nothing is there.</returns>
    public SchemaLocation? Resolve(string reference, SchemaLocation from, string pointer)
    {
        var document = from.Resource.Document;
        var reportedAt = document.Uri is null ? document.ReportedAt + pointer : document.ReportedAt;
        var target = _index.Find(reference, from.Resource, reportedAt, out var problem);
        if (target is null)
        {
            _problems.Add(document, pointer, problem);
        }

        return target;
    }

    private SchemaNode CompileAll(JsonElement source)
    {
        var root = _index.AddRoot(source, _reportedAt);
        var node = NodeOf(root);
        foreach (var location in root.Resource.Document.Locations.Values.ToArray())
        {
            NodeOf(location); // Also those that nothing leads to, such as unused "$defs": their errors count.
        }

        while (_pending.TryDequeue(out var location))
        {
            Complete(location);
        }

        return node;
    }

    private void Complete(SchemaLocation location)
    {
        var node = location.Node!;
        switch (location.Element.ValueKind)
        {
            case JsonValueKind.Object:
                var reader = new SchemaReader(this, _problems, _options, location);
                node.Complete(KeywordFactory.ReadAll(reader), isFalse: false);
                break;
            case JsonValueKind.False:
                var refusal = new FalseKeyword(new KeywordPlace("false", location.DisplayPointer));
                node.Complete([refusal], isFalse: true);
                break;
            case JsonValueKind.True:
                break;
            case JsonValueKind.Undefined when location.Pointer.Length > 0:
                break; // The index has refused it already.
            default:
                _problems.Add(
                    location.Resource.Document,
                    location.Pointer,
                    $"A schema is an object or a boolean, not {Describe(location.Element)}.");
                break;
        }
    }

    private static string Describe(JsonElement element) =>
        element.ValueKind == JsonValueKind.Undefined ? "nothing" : ValueText.Shorten(element);
}
