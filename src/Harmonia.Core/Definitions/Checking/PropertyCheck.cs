using System.Text.Json;
using Harmonia.Core.Failures;
using Harmonia.Core.Schemas;

namespace Harmonia.Core.Definitions.Checking;

/// <summary>Whether a reference names a property that a declared shape lists.</summary>
internal sealed class PropertyCheck
{
    /// <summary>Keywords through which a shape may have properties that it does not list itself.</summary>
    private static readonly string[] OpenKeywords =
    [
        "$ref", "$dynamicRef", "allOf", "anyOf", "oneOf", "if", "dependentSchemas", "patternProperties",
    ];

    private readonly HashSet<string> _listed = new(StringComparer.Ordinal);
    private readonly bool _isKnown;
    private readonly bool _isClosed;

    private PropertyCheck(JsonElement shape)
    {
        if (shape.ValueKind != JsonValueKind.Object
            || OpenKeywords.Any(keyword => shape.TryGetProperty(keyword, out _)))
        {
            return;
        }

        _isClosed = shape.TryGetProperty("additionalProperties", out var rest) && rest.ValueKind == JsonValueKind.False;
        var isOpen = rest.ValueKind == JsonValueKind.Object;
        if (shape.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object)
        {
            _listed.UnionWith(properties.EnumerateObject().Select(property => property.Name));
        }

        _isKnown = _isClosed || (_listed.Count > 0 && !isOpen);
    }

    public static PropertyCheck? Of(JsonSchema? shape) => shape is null ? null : new PropertyCheck(shape.Source);

    /// <summary>
    /// An unlisted name is an error when the shape is closed, and a warning when it only lists others.
    /// </summary>
    public void Check(string name, string path, string pointer, FindingList findings)
    {
        // Every value has a length, whatever its shape says.
        if (!_isKnown || name == "length" || _listed.Contains(name))
        {
            return;
        }

        var message = $"'{path}.{Shown.Text(name)}' is not among the declared properties of {path}."
            + " Correct the name or declare it.";
        if (_isClosed)
        {
            findings.Error(FindingCodes.UnknownReference, pointer, message, () => NearestName.Find(name, _listed));
        }
        else
        {
            findings.Warn(FindingCodes.UnknownReference, pointer, message, () => NearestName.Find(name, _listed));
        }
    }
}
