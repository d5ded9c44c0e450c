using System.Text.Json;
using Harmonia.Core.Definitions;
using Harmonia.Core.Definitions.Dialects;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Tests.Definitions.Dialects;

/// <summary>What holds for every document, whatever its dialect.</summary>
public sealed class FormTests
{
    private static readonly string[] Documents =
    [
        """
        {"name": "n", "inputs": {"x": "string"}, "tasks": [
            {"id": "a", "type": "setup", "config": {"x": 1.50, "y": "{{ z }}"}, "next": ["b", "c"]},
            {"id": "b", "type": "odd", "retry": {"max_attempts": 2}, "next": "c"},
            {"id": "c", "component": "x", "action": "act", "parameters": {"p": "${tasks.a.output}"}, "timeout_ms": 5}]}
        """,
        """
        {"name": "n", "tasks": {
            "a": {"name": "One", "component": "x", "dependencies": [], "parameters": {"p": "{{ q }}"}},
            "b": {"component": "x", "dependencies": ["One"], "hours": 1,
                "parameters": {"p": "{{ a.output | default('') }}"}}}}
        """,
        """
        {"name": "n", "steps": [{"id": "a", "type": "http_request", "config": {"url": "http://x", "method": "get"},
            "transitions": [{"to": "b"}]}, {"id": "b", "type": "mail", "parameters": {"p": "state.a.result"}}]}
        """,
        """{"name": "n", "tasks": {"a": {"component": "harmonia", "action": "noop", "input": {}}}}""",
        """{"tasks": [null, 1, {"id": 7}, {"id": "a", "next": 1}], "inputs": null, "error_handlers": {}}""",
        """{"tasks": "none", "steps": 3}""",
        "[]",
    ];

    public static TheoryData<string> All => [.. Documents];

    [Theory]
    [MemberData(nameof(All))]
    public void What_is_canonical_stays_as_it_is(string json)
    {
        var once = DialectNormalizer.Normalize(JsonElement.Parse(json)).Canonical;

        var again = DialectNormalizer.Normalize(once);

        Assert.False(again.IsChanged);
        Assert.Equal(DefinitionText.Of(once).Hash, DefinitionText.Of(again.Canonical).Hash);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Nothing_throws_and_every_finding_has_a_place_whatever_is_cut_out(string json)
    {
        var random = new Random(20_261_122);
        for (var mutant = 0; mutant < 400; mutant++)
        {
            var start = random.Next(json.Length);
            var text = json.Remove(start, Math.Min(random.Next(1, 30), json.Length - start));
            var document = SourceDocument.Read(
                System.Text.Encoding.UTF8.GetBytes(text), DocumentFormat.Yaml, DocumentLimits.Default, []);
            if (document is null)
            {
                continue;
            }

            var found = WorkflowIntake.Take(document.Root, Checking.Compile.Catalog, DefinitionLimits.Default);

            Assert.Equal(found.Definition is null, found.Findings.Any(finding => finding.IsError));
            Assert.All(found.Findings, finding => Assert.NotNull(document.Place(finding).Position));
        }
    }

    [Fact]
    public void Findings_stand_in_the_order_of_what_the_author_wrote()
    {
        var found = Normal.Take(
            """
            {"name": "n", "tasks": [
                {"id": "a", "next": "zz", "component": "x", "action": "act", "parameters": {"p": "${q}"}},
                {"id": "b", "component": "x", "action": "act", "next": "yy", "colour": 1}]}
            """);

        Assert.Equal(
            ["/tasks/0/next", "/tasks/0/parameters/p", "/tasks/1/next", "/tasks/1/colour"],
            found.Findings.Select(finding => finding.Pointer));
    }

    [Fact]
    public void A_document_that_the_canonical_form_would_nest_too_deep_is_refused()
    {
        var deep = new string('[', 60) + new string(']', 60);

        var found = Normal.Take(
            $$"""{"name": "n", "tasks": {"a": {"type": "setup", "config": {"x": {{deep}} } } } }""");

        Assert.Null(found.Definition);
        Assert.Contains(found.Findings, finding => finding is { Code: FindingCodes.TooDeep, Pointer: "" });
    }

    [Fact]
    public void Many_tasks_are_normalised_in_time_that_grows_with_their_number()
    {
        var tasks = string.Join(
            ",",
            Enumerable.Range(0, 9_999)
                .Select(i => $$"""{"id": "t{{i}}", "type": "setup", "next": "t{{i + 1}}"}"""));

        var found = Normal.Take($$"""{"name": "n", "tasks": [{{tasks}}, {"id": "t9999", "type": "setup"}]}""");

        Assert.Equal(10_000, found.Definition!.Tasks.Length);
    }
}
