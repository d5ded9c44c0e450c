using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Schemas.Compilation;

/// <summary>Finds every schema of a document, with the identities and anchors that references may name.</summary>
internal sealed class SchemaIndex(SchemaOptions options, SchemaProblems problems)
{
    /// <summary>The base of relative references in a schema without <c>$id</c>; a name that is never used.</summary>
    private static readonly Uri DefaultBase = new("https://schema.invalid/");

    private readonly Dictionary<string, SchemaResource> _resources = new(StringComparer.Ordinal);

    private int _count;

    public SchemaLocation AddRoot(JsonElement root, string reportedAt) =>
        AddDocument(new SchemaDocument(null, root, reportedAt), DefaultBase);

    /// <returns>Null, with a reason, when nothing is there.</returns>
    public SchemaLocation? Find(string reference, SchemaResource from, string reportedAt, out string problem)
    {
        problem = $"\"{reference}\" leads to no schema; nothing is fetched, so it must be in this document or known.";
        var mark = reference.IndexOf('#', StringComparison.Ordinal);
        var path = mark < 0 ? reference : reference[..mark];
        var fragment = mark < 0 ? "" : Uri.UnescapeDataString(reference[(mark + 1)..]);
        var resource = path.Length == 0 ? from : FindResource(from.BaseUri, path, reportedAt);
        if (resource is null)
        {
            return null;
        }

        if (fragment.Length > 0 && fragment[0] != '/')
        {
            return resource.Anchors.GetValueOrDefault(fragment) ?? resource.DynamicAnchors.GetValueOrDefault(fragment);
        }

        var document = resource.Document;
        var pointer = resource.Pointer + fragment;
        if (!document.Locations.ContainsKey(pointer) && TryWalkTo(document, pointer) is { } element)
        {
            // The place is under a keyword that nobody knows; a reference makes it a schema all the same.
            Walk(element, pointer, resource, depth: 0);
        }

        return document.Locations.GetValueOrDefault(pointer);
    }

    private SchemaResource? FindResource(Uri from, string path, string reportedAt)
    {
        if (!Uri.TryCreate(from, path, out var uri))
        {
            return null;
        }

        var key = KeyOf(uri);
        if (!_resources.TryGetValue(key, out var resource) && TryGetKnown(key) is { } known)
        {
            AddDocument(new SchemaDocument(uri, known, reportedAt), uri);
            resource = _resources[key];
        }

        return resource;
    }

    private SchemaLocation AddDocument(SchemaDocument document, Uri uri)
    {
        var vocabularies = ReadDialect(document, "", document.Root, Vocabularies.Standard);
        var resource = new SchemaResource(document, "", uri, vocabularies);
        _resources[KeyOf(uri)] = resource;
        Walk(document.Root, "", resource, depth: 0);
        var root = document.Locations[""];
        _resources[KeyOf(uri)] = root.Resource; // The schema may call itself by another name than we found it under.
        return root;
    }

    private void Walk(JsonElement element, string pointer, SchemaResource resource, int depth)
    {
        var document = resource.Document;
        if (depth > JsonSchema.MaxSchemaDepth || ++_count > JsonSchema.MaxSchemas)
        {
            problems.Add(document, pointer, depth > JsonSchema.MaxSchemaDepth
                ? $"Schemas are nested more than {JsonSchema.MaxSchemaDepth} levels deep; name some in \"$defs\"."
                : $"There are more than {JsonSchema.MaxSchemas} schemas.");
            document.Locations.TryAdd(pointer, new SchemaLocation(resource, pointer, default));
            return;
        }

        if (element.ValueKind == JsonValueKind.Object)
        {
            resource = ReadIdentity(element, pointer, resource);
        }

        var location = new SchemaLocation(resource, pointer, element);
        if (!document.Locations.TryAdd(pointer, location) || element.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        AddAnchor(location, "$anchor", resource.Anchors);
        AddAnchor(location, "$dynamicAnchor", resource.DynamicAnchors);
        foreach (var member in element.EnumerateObject())
        {
            if (SchemaKeywords.Shapes.TryGetValue(member.Name, out var shape))
            {
                WalkInto(member.Value, shape, JsonPointer.Append(pointer, member.Name), resource, depth + 1);
            }
        }
    }

    private void WalkInto(
        JsonElement value, KeywordShape shape, string pointer, SchemaResource resource, int depth)
    {
        switch (shape)
        {
            case KeywordShape.Schema when SchemaKeywords.FindProblem(shape, value) is null:
                Walk(value, pointer, resource, depth);
                break;
            case KeywordShape.SchemaList when value.ValueKind == JsonValueKind.Array:
                foreach (var (index, item) in value.EnumerateArray().Index())
                {
                    Walk(item, JsonPointer.Append(pointer, index), resource, depth);
                }

                break;
            case KeywordShape.SchemaMap when value.ValueKind == JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    Walk(member.Value, JsonPointer.Append(pointer, member.Name), resource, depth);
                }

                break;
        }
    }

    private SchemaResource ReadIdentity(JsonElement element, string pointer, SchemaResource outer)
    {
        if (!TryGetText(element, "$id", out var id))
        {
            return outer;
        }

        var document = outer.Document;
        var mark = id.IndexOf('#', StringComparison.Ordinal);
        if (!Uri.TryCreate(outer.BaseUri, id, out var uri) || (mark >= 0 && mark != id.Length - 1))
        {
            problems.Add(document, pointer + "/$id", $"\"{id}\" is not a URI reference without a fragment.");
            return outer;
        }

        var vocabularies = pointer.Length == 0
            ? outer.Vocabularies
            : ReadDialect(document, pointer, element, outer.Vocabularies);
        var resource = new SchemaResource(document, pointer, uri, vocabularies);
        if (!_resources.TryAdd(KeyOf(uri), resource))
        {
            var known = _resources[KeyOf(uri)];
            if (known.Document == document && known.Pointer != pointer)
            {
                problems.Add(document, pointer + "/$id", $"Two schemas have the identity \"{id}\".");
            }

            _resources[KeyOf(uri)] = resource;
        }

        return resource;
    }

    private void AddAnchor(SchemaLocation location, string keyword, Dictionary<string, SchemaLocation> anchors)
    {
        if (TryGetText(location.Element, keyword, out var name) && !anchors.TryAdd(name, location))
        {
            problems.Add(
                location.Resource.Document,
                $"{location.Pointer}/{keyword}",
                $"Two schemas have the anchor \"{name}\".");
        }
    }

    private Vocabularies ReadDialect(
        SchemaDocument document, string pointer, JsonElement element, Vocabularies inherited)
    {
        if (element.ValueKind != JsonValueKind.Object || !TryGetText(element, "$schema", out var dialect))
        {
            return inherited;
        }

        var metaschema = Uri.TryCreate(dialect, UriKind.Absolute, out var uri) ? TryGetKnown(KeyOf(uri)) : null;
        var vocabularies = Dialects.Find(dialect, metaschema, out var problem);
        if (problem is not null)
        {
            problems.Add(document, pointer + "/$schema", problem);
        }

        return vocabularies;
    }

    private JsonElement? TryGetKnown(string uri) =>
        options.Known.TryGetValue(uri, out var schema) || Metaschemas.TryGet(uri, out schema) ? schema : null;

    private static JsonElement? TryWalkTo(SchemaDocument document, string pointer)
    {
        var element = document.Root;
        foreach (var part in pointer.Split('/').Skip(1))
        {
            var name = part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member))
            {
                element = member;
            }
            else if (element.ValueKind == JsonValueKind.Array
                && int.TryParse(name, out var index) && index >= 0 && index < element.GetArrayLength())
            {
                element = element[index];
            }
            else
            {
                return null;
            }
        }

        return element;
    }

    private static bool TryGetText(JsonElement element, string name, out string text)
    {
        text = element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";
        return text.Length > 0;
    }

    private static string KeyOf(Uri uri) =>
        uri.GetComponents(UriComponents.AbsoluteUri & ~UriComponents.Fragment, UriFormat.UriEscaped);
}
