using System.Text.Json;
using System.Text.RegularExpressions;
using Harmonia.Core.Schemas;

namespace Harmonia.Core.Tests.Schemas;

public sealed partial class SchemaDocumentationTests
{
    [Fact]
    public void The_examples_of_the_page_do_what_it_says()
    {
        var page = File.ReadAllText(Path.Combine(RepositoryFolder.Find(), "docs", "schemas.md"));
        var examples = Example().Matches(page).Select(match => SchemaTesting.Json(match.Groups["json"].Value)).ToList();

        Assert.Equal(6, examples.Count);
        Assert.All(examples, Check);
    }

    [Fact]
    public void The_limits_of_the_page_are_those_of_the_code()
    {
        var page = File.ReadAllText(Path.Combine(RepositoryFolder.Find(), "docs", "schemas.md"));
        int[] limits =
        [
            JsonSchema.MaxSchemaDepth, JsonSchema.MaxSchemas, JsonSchema.MaxPatternLength, JsonSchema.MaxViolations,
            JsonSchema.MaxEvaluationDepth, JsonSchema.MaxEvaluations,
        ];

        var section = page[page.IndexOf("## Limits", StringComparison.Ordinal)..];
        var rows = section.Replace(" ", "", StringComparison.Ordinal);

        Assert.All(limits, limit => Assert.Contains($"|{limit}", rows, StringComparison.Ordinal));
    }

    private static void Check(JsonElement example)
    {
        var expanded = SchemaShorthand.Expand(example.GetProperty("schema"));
        if (example.TryGetProperty("expanded", out var expected))
        {
            Assert.True(JsonElement.DeepEquals(expected, expanded), expanded.GetRawText());
        }

        var formats = example.TryGetProperty("formats", out var asserted) && asserted.GetBoolean();
        var schema = SchemaTesting.Compile(expanded, new SchemaOptions { AssertFormats = formats });
        Assert.All(example.GetProperty("matching").EnumerateArray(), value => Assert.Empty(schema.Validate(value)));
        Assert.All(example.GetProperty("failing").EnumerateArray(), value => Assert.NotEmpty(schema.Validate(value)));
    }

    [GeneratedRegex("```json\n(?<json>.*?)\n```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Example();
}
