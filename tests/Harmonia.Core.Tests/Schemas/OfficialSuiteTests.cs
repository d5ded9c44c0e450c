using System.Text.Json;
using Harmonia.Core.Failures;
using Harmonia.Core.Schemas;

namespace Harmonia.Core.Tests.Schemas;

public sealed class OfficialSuiteTests
{
    private const string Draft = "draft2020-12";
    private const int RequiredFiles = 46;

    private static readonly string[] Formats =
        ["date-time", "date", "time", "duration", "email", "uri", "uuid", "ipv4", "ipv6", "regex"];

    public static TheoryData<string> FormatNames => [.. Formats];

    [Fact]
    public void Every_required_case_of_the_suite_passes()
    {
        var files = SuiteFiles.Find(Draft);
        Assert.SkipWhen(files.Count == 0, SuiteFiles.Absent);

        Assert.True(files.Count >= RequiredFiles);
        var options = new SchemaOptions { Known = SuiteFiles.Remotes.Value };
        var (passed, failures) = Check(files, options);

        Assert.Empty(failures);
        Assert.True(passed > 1200, $"Only {passed} cases were found.");
    }

    [Theory]
    [MemberData(nameof(FormatNames))]
    public void Every_case_of_a_checked_format_passes(string format)
    {
        var files = SuiteFiles.Find($"{Draft}/optional/format");
        Assert.SkipWhen(files.Count == 0, SuiteFiles.Absent);

        var file = files.Single(path => Path.GetFileNameWithoutExtension(path) == format);
        var (passed, failures) = Check([file], new SchemaOptions { AssertFormats = true });

        Assert.Empty(failures);
        Assert.True(passed > 0);
    }

    [Fact]
    public void The_suite_s_schemas_match_the_metaschema_where_it_asks_for_nothing_more()
    {
        var files = SuiteFiles.Find(Draft);
        Assert.SkipWhen(files.Count == 0, SuiteFiles.Absent);

        var metaschema = SchemaTesting.Compile("""{"$ref": "https://json-schema.org/draft/2020-12/schema"}""");
        var refused = files.SelectMany(file => SuiteFiles.Read(file).EnumerateArray())
            .Where(group => !metaschema.IsValid(group.GetProperty("schema")))
            .Select(group => group.GetProperty("description").GetString());

        Assert.Empty(refused);
    }

    private static (int Passed, List<string> Failures) Check(IEnumerable<string> files, SchemaOptions options)
    {
        var passed = 0;
        var failures = new List<string>();
        foreach (var file in files)
        {
            foreach (var group in SuiteFiles.Read(file).EnumerateArray())
            {
                var name = $"{Path.GetFileName(file)}: {group.GetProperty("description").GetString()}";
                var findings = new List<Finding>();
                var schema = JsonSchema.Compile(group.GetProperty("schema"), options, "", findings);
                if (schema is null)
                {
                    failures.Add($"{name}: {string.Join("; ", findings)}");
                    continue;
                }

                var wrong = group.GetProperty("tests").EnumerateArray().Where(test => !Passes(schema, test)).ToList();
                passed += group.GetProperty("tests").GetArrayLength() - wrong.Count;
                failures.AddRange(wrong.Select(test => $"{name}: {test.GetProperty("description").GetString()}"));
            }
        }

        return (passed, failures);
    }

    private static bool Passes(JsonSchema schema, JsonElement test)
    {
        var data = test.GetProperty("data");
        var expected = test.GetProperty("valid").GetBoolean();
        return schema.IsValid(data) == expected && schema.Validate(data).IsEmpty == expected;
    }
}
