using System.Text.Json;
using Harmonia.Core.Definitions.Dialects;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Core.Tests.Executions;

namespace Harmonia.Core.Tests.Definitions.Dialects;

public sealed class WorkflowMemoryTests
{
    private const string Does = "\"component\": \"x\", \"action\": \"act\"";

    private const string Workflow =
        $$$"""
        {"name": "greet", "memory": "engram", "tasks": {
            "plain": { {{{Does}}} },
            "reads": { {{{Does}}}, "input": {"last": "${memory.results[0]?.content ?? 'nothing'}"} },
            "checks": { {{{Does}}}, "depends_on": "plain", "condition": "memory.count > 1" } } }
        """;

    [Fact]
    public void Memory_is_a_task_that_recalls_and_a_last_one_that_stores()
    {
        var form = Normal.Form(Workflow);

        Assert.False(form.TryGetProperty("memory", out _));
        Normal.Same("""["memory_store"]""", form.GetProperty("finally"));
        var tasks = form.GetProperty("tasks");
        Normal.Same(
            """
            {"component": "engram", "action": "search_memories",
             "input": {"query": "${workflow.name}", "limit": 5, "min_confidence": 0},
             "timeout": 10, "queue_timeout": 5, "retry": 0, "on_error": "continue"}
            """,
            tasks.GetProperty("memory"));
        Assert.Equal("store_memory", tasks.GetProperty("memory_store").GetProperty("action").GetString());
    }

    [Fact]
    public void Only_what_reads_the_memory_waits_for_it()
    {
        var tasks = Normal.Form(Workflow).GetProperty("tasks");

        Assert.False(tasks.GetProperty("plain").TryGetProperty("depends_on", out _));
        Normal.Same("""["memory"]""", tasks.GetProperty("reads").GetProperty("depends_on"));
        Normal.Same("""["plain", "memory"]""", tasks.GetProperty("checks").GetProperty("depends_on"));
    }

    [Fact]
    public void It_may_say_what_to_look_for()
    {
        var form = Normal.Form(
            $$$"""
            {"name": "n", "finally": ["z"],
             "memory": {"component": "engram", "query": "${input.topic}", "limit": 3, "namespace": "team"},
             "tasks": [{"id": "z", {{{Does}}}, "input": {"m": "${memory.count}"}}]}
            """);

        Normal.Same("""["z", "memory_store"]""", form.GetProperty("finally"));
        var tasks = form.GetProperty("tasks").EnumerateArray()
            .ToDictionary(task => task.GetProperty("id").GetString()!);
        Normal.Same(
            """{"query": "${input.topic}", "limit": 3, "namespace": "team", "min_confidence": 0}""",
            tasks["memory"].GetProperty("input"));
        Assert.Equal("team", tasks["memory_store"].GetProperty("input").GetProperty("namespace").GetString());
        Assert.False(tasks["z"].TryGetProperty("depends_on", out _));
    }

    [Theory]
    [InlineData("\"memory\": 7", FindingCodes.WrongType, "/memory")]
    [InlineData("\"memory\": {\"limit\": 3}", FindingCodes.MissingField, "/memory")]
    [InlineData("\"memory\": {\"component\": \"engram\", \"limit\": 0}", FindingCodes.InvalidValue, "/memory/limit")]
    [InlineData(
        "\"memory\": {\"component\": \"engram\", \"querry\": \"x\"}", FindingCodes.UnknownField, "/memory/querry")]
    public void A_wrong_memory_is_found_where_it_was_written(string memory, string code, string pointer)
    {
        var findings = Normal.Take($$"""{"name": "n", {{memory}}, "tasks": {"a": { {{Does}} } } }""").Findings;

        Assert.Contains(findings, finding => (finding.Code, finding.Pointer) == (code, pointer));
    }

    [Fact]
    public void Its_tasks_need_their_names()
    {
        var found = Assert.Single(DialectNormalizer.Normalize(JsonElement.Parse(
            $$$"""{"name": "n", "memory": "engram", "tasks": {"memory": { {{{Does}}} } } }""")).Findings);

        Assert.Equal((FindingCodes.DuplicateTask, "/memory"), (found.Code, found.Pointer));
    }

    [Fact]
    public void Without_one_there_is_nothing_called_memory()
    {
        var finding = Normal.Refuse($$$"""{"a": { {{{Does}}}, "input": {"m": "${memory.count}"} } }""");

        Assert.Equal(FindingCodes.UnknownReference, finding.Code);
    }

    [Fact]
    public void What_was_recalled_is_read()
    {
        var scenario = Scenario.Of(Scenario.Compile(Normal.Form(Workflow).GetRawText())).Start()
            .Begin("plain", "memory").Complete("plain")
            .Complete("memory", """{"results": [{"content": "hello"}, {"content": "hi"}], "count": 2}""")
            .Begin("reads", "checks");

        Assert.Equal("hello", scenario.State.Find("reads")!.Input!.Value.GetProperty("last").GetString());
    }

    [Fact]
    public void A_memory_that_is_not_there_is_empty_and_fails_nothing()
    {
        var scenario = Scenario.Of(Scenario.Compile(Normal.Form(Workflow).GetRawText())).Start()
            .Begin("plain", "memory").Complete("plain").Fail("memory", FailureCodes.ComponentNotFound)
            .Begin("reads").Complete("reads", """{"said": "hello"}""");

        Assert.Equal("nothing", scenario.State.Find("reads")!.Input!.Value.GetProperty("last").GetString());
        Assert.Equal(Core.Executions.TaskStatus.Skipped, scenario.StatusOf("checks"));

        scenario.After(3).Begin("memory_store");
        var stored = scenario.State.Find("memory_store")!.Input!.Value;
        var content = stored.GetProperty("content").GetString()!;
        Assert.StartsWith(
            $"The workflow greet completed (execution {Scenario.Id}).", content, StringComparison.Ordinal);
        Assert.Contains("\"said\":\"hello\"", content, StringComparison.Ordinal);
        Assert.Equal("completed", stored.GetProperty("metadata").GetProperty("status").GetString());
        Assert.Equal(JsonValueKind.Number, stored.GetProperty("metadata").GetProperty("duration_seconds").ValueKind);

        scenario.Fail("memory_store", FailureCodes.QueueTimeout);
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
        scenario.RequireFold();
    }

    [Fact]
    public void A_failure_is_remembered_and_long_outputs_are_cut()
    {
        var scenario = Scenario.Of(Scenario.Compile(Normal.Form(Workflow).GetRawText())).Start()
            .Begin("plain", "memory").Complete("memory").Fail("plain", FailureCodes.Timeout)
            .Begin("memory_store");

        var stored = scenario.State.Find("memory_store")!.Input!.Value;
        var failure = stored.GetProperty("metadata").GetProperty("failure");
        Assert.Equal("failed", stored.GetProperty("metadata").GetProperty("status").GetString());
        Assert.Equal(JsonValueKind.Object, failure.ValueKind);

        var second = Scenario.Of(Scenario.Compile(Normal.Form(Workflow).GetRawText())).Start()
            .Begin("plain", "memory").Complete("plain").Complete("memory", """{"results": [], "count": 0}""")
            .Begin("reads").Complete("reads", $$"""{"text": "{{new string('x', 10_000)}}"}""")
            .Begin("memory_store");
        var content = second.State.Find("memory_store")!.Input!.Value.GetProperty("content").GetString()!;
        Assert.InRange(content.Length, 2048, 2300);
    }
}
