using System.Text.Json;
using Harmonia.Core.Failures;
using Harmonia.Core.Schemas;

namespace Harmonia.Core.Tests.Schemas;

/// <summary>Short ways from JSON text to schemas, findings and violations.</summary>
internal static class SchemaTesting
{
    public const string Prefix = "/input";

    public static JsonElement Json(string text, int maxDepth = 64)
    {
        using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = maxDepth });
        return document.RootElement.Clone();
    }

    public static JsonSchema Compile(string schema, SchemaOptions? options = null) => Compile(Json(schema), options);

    public static JsonSchema Compile(JsonElement schema, SchemaOptions? options = null)
    {
        var findings = new List<Finding>();
        var compiled = JsonSchema.Compile(schema, options ?? SchemaOptions.Default, Prefix, findings);
        Assert.Empty(findings);
        return compiled!;
    }

    public static IReadOnlyList<Finding> Refuse(JsonElement schema, SchemaOptions? options = null)
    {
        var findings = new List<Finding>();
        Assert.Null(JsonSchema.Compile(schema, options ?? SchemaOptions.Default, Prefix, findings));
        Assert.NotEmpty(findings);
        Assert.All(findings, finding => Assert.Equal(FindingCodes.InvalidSchema, finding.Code));
        return findings;
    }

    public static IReadOnlyList<Finding> Refuse(string schema, SchemaOptions? options = null) =>
        Refuse(Json(schema), options);

    public static SchemaViolation OnlyViolation(string schema, string value, SchemaOptions? options = null)
    {
        var compiled = Compile(schema, options);
        Assert.False(compiled.IsValid(Json(value)));
        return Assert.Single(compiled.Validate(Json(value)));
    }
}
