using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Schemas;

/// <summary>How a schema is compiled.</summary>
public sealed record SchemaOptions
{
    public static SchemaOptions Default { get; } = new();

    /// <summary>Whether <c>format</c> is checked, for the formats that <see cref="JsonSchema"/> lists; otherwise it only annotates.</summary>
    public bool AssertFormats { get; init; }

    /// <summary>Schemas that <c>$ref</c> may name, by absolute URI. Nothing is ever fetched.</summary>
    public IReadOnlyDictionary<string, JsonElement> Known { get; init; } = ImmutableDictionary<string, JsonElement>.Empty;
}

/// <summary>Where and why a value does not match a schema.</summary>
/// <param name="Pointer">JSON Pointer into the value.</param>
/// <param name="Keyword">The keyword that failed, such as <c>required</c>.</param>
/// <param name="SchemaPointer">JSON Pointer into the schema.</param>
/// <param name="Message">What was expected and what was found, in one sentence.</param>
public sealed record SchemaViolation(string Pointer, string Keyword, string SchemaPointer, string Message);

/// <summary>A JSON Schema of draft 2020-12, compiled once; safe to share between threads.</summary>
public sealed class JsonSchema
{
    /// <summary>Violations reported at most by one <see cref="Validate"/>.</summary>
    public const int MaxViolations = 100;

    private JsonSchema(JsonElement source) => Source = source;

    public JsonElement Source { get; }

    /// <returns><see langword="null"/> when the schema is wrong; every error is added to <paramref name="findings"/>.</returns>
    public static JsonSchema? Compile(
        JsonElement source, SchemaOptions options, string pointer, ICollection<Finding> findings) =>
        throw new NotImplementedException();

    /// <returns>All violations, at most <see cref="MaxViolations"/>; empty when the value matches.</returns>
    public ImmutableArray<SchemaViolation> Validate(JsonElement value) => throw new NotImplementedException();

    /// <summary>As <see cref="Validate"/>, stopping at the first violation.</summary>
    public bool IsValid(JsonElement value) => throw new NotImplementedException();
}
