using Harmonia.Tekton.Doubles;
using Harmonia.Tekton.Doubles.Engram;
using Harmonia.Tekton.Doubles.Ergon;
using Harmonia.Tekton.Doubles.Prometheus;
using Harmonia.Tekton.Doubles.Rhetor;
using Harmonia.Tekton.Doubles.Siblings;

namespace Harmonia.Components.Tests.Tekton.Doubles;

/// <summary>What was not captured, but stands in the family's own source: what works, and what does not.</summary>
public sealed class SiblingDoubleTests
{
    [Fact]
    public async Task Engram_finds_what_it_stored_unless_a_type_is_asked_for()
    {
        await using var engram = await UpAsync(new EngramDouble());
        await engram.PostAsync("/api/esr/store", """{"content": "Blue sky", "ci_id": "h", "context": {"k": 1}}""");

        var found = await SearchAsync(engram, """{"query": "sky", "ci_id": "h"}""");

        Assert.Equal("1", found.Json.Text("count"));
        Assert.Equal("1", found.Json.GetProperty("results")[0].Text("context", "k"));
        var others = await SearchAsync(engram, """{"query": "sky", "ci_id": "other"}""");
        var typed = await SearchAsync(engram, """{"query": "sky", "ci_id": "h", "thought_type": "IDEA"}""");
        Assert.Equal(("0", "0"), (others.Json.Text("count"), typed.Json.Text("count")));
        Assert.Equal(422, (await SearchAsync(engram, """{"query": "sky", "limit": 101}""")).Status);
    }

    [Fact]
    public async Task Engram_associates_and_says_what_it_did_not_do()
    {
        await using var engram = await UpAsync(new EngramDouble());
        var id = (await engram.PostAsync("/api/esr/store", """{"content": "a"}""")).Json.Text("memory_id");

        await engram.PostAsync("/api/esr/associate", $$"""{"from_memory": "{{id}}", "to_memory": "b"}""");
        var updated = await engram.AskAsync("PUT", $"/api/v1/memory/{id}", """{"content": "other"}""");

        var recalled = (await engram.GetAsync($"/api/esr/recall/{id}")).Json.GetProperty("memory");
        Assert.Equal((200, "a"), (updated.Status, recalled.Text("content")));
        Assert.Equal("""["b"]""", recalled.GetProperty("associations").GetRawText());
        Assert.Equal(404, (await engram.GetAsync("/api/esr/recall/none")).Status);
        Assert.Equal(404, (await engram.GetAsync($"/api/v1/memory/{id}")).Status);
        Assert.Equal(200, (await engram.GetAsync("/api/v1/memory/1")).Status);
    }

    [Fact]
    public async Task Rhetor_says_what_its_script_says()
    {
        await using var rhetor = await UpAsync(new RhetorDouble());
        rhetor.Script.Say("first").When("weather", "rain");

        async Task<string> AskAsync(string prompt) =>
            (await rhetor.PostAsync("/api/v1/generate", $$"""{"prompt": "{{prompt}}"}""")).Json.Text("response");

        Assert.Equal("first", await AskAsync("weather?"));
        Assert.Equal("rain", await AskAsync("weather?"));
        Assert.Equal("Answer to: hello", await AskAsync("hello"));
    }

    [Fact]
    public async Task Rhetor_looks_at_the_last_messages_only_and_cannot_stream()
    {
        await using var rhetor = await UpAsync(new RhetorDouble());
        const string Messages =
            """{"messages": [{"role": "user", "content": "one"}, {"role": "user", "content": "two"}]}""";

        var chat = await rhetor.PostAsync("/api/v1/chat", Messages);
        var stream = await rhetor.PostAsync("/api/v1/chat/stream", Messages);

        Assert.Equal("Answer to: two", chat.Json.Text("content"));
        Assert.Equal("1", chat.Json.Text("usage", "prompt_tokens"));
        Assert.Equal(
            "data: {\"error\": \"'ModelRouter' object has no attribute 'route_request_stream'\"}\n\n", stream.Text);
    }

    [Fact]
    public async Task Rhetor_renders_templates_and_runs_its_tools()
    {
        await using var rhetor = await UpAsync(new RhetorDouble());
        await rhetor.PostAsync("/api/v1/templates", """{"name": "t", "content": "Dear {name},"}""");

        var rendered = await rhetor.PostAsync(
            "/api/v1/prompts/render", """{"template_name": "t", "variables": {"name": "Ada"}}""");
        var unknown = await rhetor.PostAsync("/api/v1/prompts/render", """{"template_name": "none"}""");
        var tool = await rhetor.PostAsync(
            "/api/mcp/v2/process", """{"toolName": "GetAvailableModels", "arguments": {}}""");
        var noTool = await rhetor.PostAsync("/api/mcp/v2/process", """{"tool_name": "None", "arguments": {}}""");

        Assert.Equal("Dear Ada,", rendered.Json.Text("prompt"));
        Assert.Equal(400, unknown.Status);
        Assert.Equal("success", tool.Json.Text("status"));
        Assert.Equal((200, "error"), (noTool.Status, noTool.Json.Text("status")));
    }

    [Fact]
    public async Task A_repaired_prometheus_plans_and_makes_analyses_up()
    {
        await using var prometheus = await UpAsync(new PrometheusDouble { Repaired = true });

        var made = await prometheus.PostAsync("/api/v1/plans/", """
            {"name": "p", "description": "d", "start_date": "2026-01-01", "end_date": "2026-02-01",
             "methodology": "agile"}
            """);
        var plan = made.Json.Text("data", "plan_id");
        await prometheus.PostAsync(
            $"/api/v1/tracking/{plan}/update", $$"""{"plan_id": "{{plan}}", "task_updates": {"a": 1, "b": 0.5} }""");
        var metrics = await prometheus.GetAsync($"/api/v1/tracking/{plan}/metrics?metrics=completion_rate");
        var analysis = await prometheus.PostAsync(
            "/api/v1/llm/analyze", """{"content": "c", "analysis_type": "results"}""");
        var unknown = await prometheus.GetAsync("/api/v1/plans/none");

        Assert.Equal("success", made.Json.Text("status"));
        Assert.Equal("0.5", metrics.Json.Text("data", "completion_rate"));
        Assert.Equal("Fallback Generator", analysis.Json.Text("data", "generated_by"));
        Assert.Equal((404, "HTTP_404"), (unknown.Status, unknown.Json.Text("error_code")));
        Assert.Equal(307, (await prometheus.GetAsync("/api/v1/plans")).Status);
    }

    [Fact]
    public async Task Ergon_runs_agents_and_plays_sandboxes()
    {
        await using var ergon = await UpAsync(new ErgonDouble());
        var agent = (await ergon.PostAsync("/api/v1/agents", """{"name": "a"}""")).Json.Text("id");
        var ran = await ergon.PostAsync($"/api/v1/agents/{agent}/run", """{"content": "hello"}""");
        var stored = await ergon.PostAsync(
            "/api/ergon/registry/store", """{"name": "s", "type": "t", "version": "1", "content": {}}""");
        var sandbox = (await ergon.PostAsync(
            "/api/ergon/sandbox/test", $$"""{"solution_id": "{{stored.Json.Text("id")}}"}""")).Json.Text("sandbox_id");

        var lines = await ergon.PostAsync(
            "/api/ergon/sandbox/execute", $$"""{"sandbox_id": "{{sandbox}}", "command": ["echo", "hi"]}""");

        Assert.Equal("Done: hello", ran.Json.Text("content"));
        Assert.Equal("data: {\"line\": \"hi\"}\n\ndata: {\"done\": true}\n\n", lines.Text);
        Assert.Equal("0", (await ergon.GetAsync($"/api/ergon/sandbox/results/{sandbox}")).Json.Text("exit_code"));
        Assert.Equal(200, (await ergon.DeleteAsync($"/api/ergon/sandbox/{sandbox}")).Status);
        Assert.Equal(404, (await ergon.GetAsync($"/api/ergon/sandbox/results/{sandbox}")).Status);
        Assert.Equal(404, (await ergon.GetAsync("/api/v1/agents/99")).Status);
        Assert.Equal(422, (await ergon.GetAsync("/api/v1/agents/x")).Status);
        Assert.Equal(503, (await ergon.GetAsync("/ready")).Status);
    }

    [Fact]
    public async Task Athena_asks_for_slashes_and_metis_and_telos_answer_with_a_201()
    {
        await using var athena = await UpAsync(new AthenaDouble());
        await using var metis = await UpAsync(new MetisDouble());
        await using var telos = await UpAsync(new TelosDouble());
        const string Entity = """{"name": "Ada", "entity_type": "person"}""";

        Assert.Equal(307, (await athena.PostAsync("/api/v1/entities", Entity)).Status);
        var made = await athena.PostAsync("/api/v1/entities/", Entity);
        var asked = await athena.PostAsync("/api/v1/query/", """{"question": "Who is Ada?"}""");
        var task = await metis.PostAsync("/api/v1/tasks", """{"title": "t", "description": "d"}""");
        var project = await telos.PostAsync("/api/v1/projects", """{"name": "p"}""");

        Assert.Equal("person", made.Json.Text("entityType"));
        Assert.Equal("1", asked.Json.Text("resultsCount"));
        Assert.Equal((201, "pending"), (task.Status, task.Json.Text("status")));
        Assert.Equal("t", (await metis.GetAsync($"/api/v1/tasks/{task.Json.Text("id")}")).Json.Text("task", "title"));
        metis.AddSprint("one", """{"name": "One", "status": "Planning", "tasks": []}""");
        await metis.PostAsync("/api/v1/sprints/one/export", "{}");
        var ready = await metis.GetAsync("/api/v1/sprints?status=Ready-2:Harmonia");
        Assert.Equal("one", ready.Json.GetProperty("sprints")[0].Text("sprint_id"));
        Assert.Equal(201, project.Status);
        Assert.Equal(
            201,
            (await telos.PostAsync(
                $"/api/v1/projects/{project.Json.Text("project_id")}/requirements",
                """{"title": "r", "description": "d"}""")).Status);
    }

    [Fact]
    public async Task The_others_do_the_little_that_they_do()
    {
        await using var sophia = await UpAsync(new SophiaDouble());
        await using var apollo = await UpAsync(new ApolloDouble());
        await using var terma = await UpAsync(new TermaDouble());
        await using var budget = await UpAsync(new BudgetDouble());
        await using var numa = await UpAsync(new NumaDouble { HasModel = false });

        await sophia.PostAsync("/api/v1/metrics/", """{"metric_id": "m", "value": 3}""");
        var sum = await sophia.PostAsync("/api/v1/metrics/aggregate", """{"metric_id": "m", "aggregation": "sum"}""");
        var allocated = await apollo.PostAsync("/api/budget/allocate", """{"context_id": "c", "task_type": "t"}""");
        var queued = await terma.PostAsync(
            "/api/mcp/v2/terminals/command", """{"terma_id": "t", "command": "ls"}""");
        var status = await terma.GetAsync(
            $"/api/mcp/v2/terminals/command/{queued.Json.Text("command_id")}/status");
        var chat = await numa.PostAsync("/api/companion-chat", """{"message": "hi"}""");

        Assert.Equal("3", sum.Json.Text("value").Split('.')[0]);
        Assert.Equal("success", allocated.Json.Text("status"));
        Assert.Equal("False", status.Json.Text("completed"));
        Assert.Equal(404, (await budget.GetAsync("/api/v1/budgets")).Status);
        Assert.Equal("fallback", chat.Json.Text("metadata", "mode"));
    }

    private static Task<Reply> SearchAsync(EngramDouble engram, string body) =>
        engram.PostAsync("/api/esr/search", body);

    private static async Task<T> UpAsync<T>(T one)
        where T : ComponentDouble
    {
        await one.StartAsync();
        return one;
    }
}
