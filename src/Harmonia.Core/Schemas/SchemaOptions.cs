using System.Collections.Immutable;
using System.Text.Json;

namespace Harmonia.Core.Schemas;

/// <summary>How a schema is compiled.</summary>
public sealed record SchemaOptions
{
    public static SchemaOptions Default { get; } = new();

    /// <summary>
    /// Whether <c>format</c> is checked, for the formats that <see cref="JsonSchema"/> lists; otherwise it annotates.
    /// </summary>
    public bool AssertFormats { get; init; }

    /// <summary>Schemas that <c>$ref</c> may name, by absolute URI. Nothing is ever fetched.</summary>
    public IReadOnlyDictionary<string, JsonElement> Known { get; init; } =
        ImmutableDictionary<string, JsonElement>.Empty;
}
