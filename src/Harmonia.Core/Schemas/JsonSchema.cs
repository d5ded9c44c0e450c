using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Core.Failures;
using Harmonia.Core.Schemas.Compilation;
using Harmonia.Core.Schemas.Evaluation;

namespace Harmonia.Core.Schemas;

/// <summary>A JSON Schema of draft 2020-12, compiled once; safe to share between threads.</summary>
/// <remarks>
/// With <see cref="SchemaOptions.AssertFormats"/> these formats are checked: <c>date-time</c>, <c>date</c>,
/// <c>time</c>, <c>duration</c>, <c>email</c>, <c>uri</c>, <c>uuid</c>, <c>ipv4</c>, <c>ipv6</c> and <c>regex</c>.
/// </remarks>
public sealed class JsonSchema
{
    /// <summary>Violations reported at most by one <see cref="Validate"/>.</summary>
    public const int MaxViolations = 100;

    /// <summary>Schemas inside schemas, at most, in the document that is compiled.</summary>
    public const int MaxSchemaDepth = 64;

    /// <summary>Schemas in all, at most, with those that references lead to.</summary>
    public const int MaxSchemas = 20_000;

    /// <summary>Schemas that may be in evaluation inside each other at one moment; references count.</summary>
    public const int MaxEvaluationDepth = 512;

    /// <summary>Evaluations of a schema, and comparisons that cost about as much, for one value.</summary>
    public const int MaxEvaluations = 5_000_000;

    /// <summary>Characters of a regular expression, at most.</summary>
    public const int MaxPatternLength = 1024;

    /// <summary>The keyword of a violation by which a limit ended the evaluation; the value counts as wrong.</summary>
    public const string LimitKeyword = "$limit";

    private readonly SchemaNode _root;

    private JsonSchema(JsonElement source, SchemaNode root)
    {
        Source = source;
        _root = root;
    }

    public JsonElement Source { get; }

    /// <returns>
    /// <see langword="null"/> when the schema is wrong; every error is added to <paramref name="findings"/>.
    /// </returns>
    public static JsonSchema? Compile(
        JsonElement source, SchemaOptions options, string pointer, ICollection<Finding> findings)
    {
        // A clone outlives the document of the caller, who may dispose it.
        var copy = source.ValueKind == JsonValueKind.Undefined ? source : source.Clone();
        var root = new SchemaCompiler(options, pointer, findings).Compile(copy);
        return root is null ? null : new JsonSchema(copy, root);
    }

    /// <returns>All violations, at most <see cref="MaxViolations"/>; empty when the value matches.</returns>
    public ImmutableArray<SchemaViolation> Validate(JsonElement value)
    {
        var evaluation = new SchemaEvaluation(collecting: true);
        evaluation.Evaluate(_root, value);
        return evaluation.Violations;
    }

    /// <summary>As <see cref="Validate"/>, stopping at the first violation.</summary>
    public bool IsValid(JsonElement value) => new SchemaEvaluation(collecting: false).Evaluate(_root, value);
}
