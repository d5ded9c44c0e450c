using System.Text;
using System.Text.Json;
using Harmonia.Components.Http;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tests.Tekton;

/// <summary>The mappings against what plays the components, with their defects.</summary>
public sealed class FleetTests : IAsyncLifetime
{
    /// <summary>Routes that are asked for, and that the components have not.</summary>
    private static readonly string[] Absent =
    [
        "apollo GET /mcp/mcp/tools: 404",
        "budget GET /api/v1/budgets: 404",
        "budget POST /api/v1/allocations: 404",
        "budget POST /api/v1/usage: 404",
        "engram GET /api/capabilities: 404",
        "engram GET /api/mcp/v2/tools: 404",
        "engram POST /api/actions/compress_context: 404",
        "engram POST /api/mcp/v2/process: 404",
        "ergon POST /api/v1/a2a/tasks/create: 404",
        "ergon POST /api/v1/analyze: 404",
    ];

    /// <summary>Routes that the components have, and that nobody plays.</summary>
    private static readonly string[] NotPlayed =
    [
        "synthesis POST /api/mcp/v2/execute-synthesis-workflow: 404",
        "telos POST /api/v1/projects/p1/analyze: 404",
        "telos POST /api/v1/projects/p1/plan: 404",
        "telos PUT /api/v1/projects/p1/requirements/r1: 405",
    ];

    private FleetFamily _family = null!;
    private FamilyHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _family = await FleetFamily.StartAsync();
        _host = new FamilyHost(_family, hasHermes: true);
    }

    public async ValueTask DisposeAsync()
    {
        _host.Dispose();
        await _family.DisposeAsync();
    }

    /// <summary>What is sent in the cases is what the components' routes and models take.</summary>
    [Fact]
    public async Task Every_request_of_the_cases_finds_its_route_and_is_well_formed()
    {
        _family.Fleet.Prometheus.Repaired = true;
        using var outbound = new OutboundHttp(OutboundAllowList.Parse("127.0.0.0/8"), new HttpLimits());
        HashSet<string> misfits = new(StringComparer.Ordinal);
        foreach (var (receiver, call) in ActionCase.All().SelectMany(
            one => one.Calls.Select(call => (one.ReceiverOf(call), call))))
        {
            var line = call.GetProperty("request").GetString()!.Split(' ');
            var url = new Uri(_family.EndpointOf(receiver)!, line[1]);
            using var request = new HttpRequestMessage(HttpMethod.Parse(line[0]), url);
            if (call.TryGetProperty("body", out var body))
            {
                request.Content = new StringContent(body.GetRawText(), Encoding.UTF8, "application/json");
            }

            using var response = await outbound.Client.SendAsync(request, Calls.Token);
            var answer = await response.Content.ReadAsStringAsync(Calls.Token);
            if ((int)response.StatusCode is 405 or 422 or 307
                || ((int)response.StatusCode is 404 && answer.Contains("\"Not Found\"", StringComparison.Ordinal)))
            {
                misfits.Add($"{receiver} {line[0]} {url.AbsolutePath}: {(int)response.StatusCode}");
            }
        }

        misfits.SymmetricExceptWith(Absent.Concat(NotPlayed));
        Assert.True(misfits.Count is 0, string.Join('\n', misfits.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Engram_remembers_what_was_stored()
    {
        var stored = await RunAsync("engram", "store_memory", """{"content": {"city": "Berlin"}, "namespace": "n"}""");
        var id = stored.GetProperty("memory_id").GetString();

        var recalled = await RunAsync("engram", "retrieve_memory", $$"""{"id": "{{id}}", "namespace": "n"}""");
        var found = await RunAsync("engram", "search_memories", """{"query": "Berlin", "namespace": "n"}""");
        var updated = await RunAsync(
            "engram", "update_memory", $$"""{"id": "{{id}}", "content": "Paris", "namespace": "n"}""");

        Assert.Equal("Berlin", recalled.GetProperty("value").GetProperty("city").GetString());
        Assert.Equal(1, found.GetProperty("count").GetInt32());
        Assert.NotEqual(id, updated.GetProperty("memory_id").GetString());
        Assert.Equal(2, _family.Fleet.Engram.Count);
    }

    [Fact]
    public async Task Engram_keeps_the_state_of_an_execution()
    {
        await RunAsync("engram", "save_state", """{"execution_id": "e1", "state": {"n": 1}}""");

        var loaded = await RunAsync("engram", "load_state", """{"execution_id": "e1"}""");

        Assert.Equal(1, loaded.GetProperty("state").GetProperty("n").GetInt32());
    }

    [Fact]
    public async Task Without_ESR_the_defect_of_the_older_route_is_told()
    {
        _family.Fleet.Engram.HasEsr = false;

        var failure = await _host.Of("engram").FailureAsync(Calls.Call("store_memory", """{"content": "x"}"""));

        Assert.Equal(FailureCodes.ComponentError, failure.Code);
        Assert.StartsWith(
            "Engram's POST /api/v1/memory fails upstream: Error adding memory: 'StorageService' object has no",
            failure.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Engram_pretends_to_delete()
    {
        var output = await RunAsync("engram", "delete_memory", """{"memory_id": "m1"}""");

        Assert.True(output.GetProperty("placeholder").GetBoolean());
        Assert.Equal(JsonValueKind.Null, output.GetProperty("result").ValueKind);
    }

    [Fact]
    public async Task Rhetor_answers_and_judges()
    {
        var text = await RunAsync("rhetor", "generate_text", """{"prompt": "hello"}""");
        var mood = await RunAsync("rhetor", "analyze_sentiment", """{"text": "Great"}""");
        var filled = await RunAsync("rhetor", "generate_content", """{"template": "none", "data": {"a": 1}}""");

        Assert.Equal("Answer to: hello", text.GetProperty("result").GetString());
        Assert.Equal("positive", mood.GetProperty("sentiment").GetString());
        Assert.Contains("kind \"none\"", filled.GetProperty("result").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rhetor_without_a_model_says_so()
    {
        _family.Fleet.Rhetor.IsNumaReachable = false;

        var failure = await _host.Of("rhetor").FailureAsync(Calls.Call("generate_text", """{"prompt": "hello"}"""));

        Assert.Equal(("http_500", true), (failure.Code, failure.Retryable));
        Assert.Contains("Connection refused", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prometheus_as_shipped_is_replaced_and_its_inventions_are_flagged()
    {
        var replaced = await RunAsync("prometheus", "analyze_results", """{"data": "x"}""");
        _family.Fleet.Prometheus.Repaired = true;
        var invented = await RunAsync("prometheus", "analyze_results", """{"data": "x"}""");
        _family.Fleet.Prometheus.Analyst = text => $"about {text}";
        var real = await RunAsync("prometheus", "analyze_results", """{"data": "x"}""");

        Assert.Equal("rhetor", replaced.GetProperty("generated_by").GetString());
        Assert.True(replaced.GetProperty("degraded").GetBoolean());
        Assert.True(invented.GetProperty("placeholder").GetBoolean());
        Assert.Equal("about x", real.GetProperty("result").GetProperty("main_points")[0].GetString());
    }

    [Fact]
    public async Task Prometheus_as_shipped_makes_no_plan()
    {
        const string Plan = """{"name": "p", "start_date": "2026-01-01", "end_date": "2026-02-01"}""";

        var failure = await _host.Of("prometheus").FailureAsync(Calls.Call("create_plan", Plan));
        _family.Fleet.Prometheus.Repaired = true;
        var made = await RunAsync("prometheus", "create_plan", Plan);

        Assert.Equal(FailureCodes.ComponentError, failure.Code);
        Assert.NotEqual("", made.GetProperty("result").GetProperty("plan_id").GetString());
    }

    [Fact]
    public async Task Synthesis_is_followed_to_the_end_although_it_is_not_found_at_first()
    {
        (_family.Fleet.Synthesis.PollsNotFound, _family.Fleet.Synthesis.PollsUntilDone) = (2, 2);

        var output = await RunAsync("synthesis", "execute_command", """{"command": "echo hello"}""");
        var failure = await _host.Of("synthesis").FailureAsync(
            Calls.Call("execute_command", """{"command": "echo no >&2; exit 3"}"""));

        Assert.Equal("hello", output.GetProperty("result").GetString());
        Assert.Equal(FailureCodes.CommandFailed, failure.Code);
        Assert.Equal(3, failure.Details!.Value.GetProperty("exit_code").GetInt32());
    }

    [Fact]
    public async Task Synthesis_as_captured_fails_every_plan_before_its_first_step()
    {
        _family.Fleet.Synthesis.PlansFail = true;

        var failure = await _host.Of("synthesis").FailureAsync(Calls.Call(
            "execute_plan",
            """{"steps": [{"id": "s1", "type": "command", "parameters": {"command": "echo a"}}]}"""));

        Assert.Equal((FailureCodes.ComponentError, false), (failure.Code, failure.Retryable));
        Assert.Contains("without having run a step", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_step_of_Synthesis_is_a_placeholder()
    {
        var output = await RunAsync(
            "synthesis", "execute_plan", """{"steps": [{"id": "m", "type": "llm", "parameters": {"prompt": "p"}}]}""");

        Assert.True(output.GetProperty("placeholder").GetBoolean());
    }

    [Fact]
    public async Task Ergon_keeps_solutions_and_runs_commands_in_sandboxes()
    {
        var stored = await RunAsync("ergon", "store_solution", """{"name": "sol1", "content": {"a": 1}}""");
        var id = stored.GetProperty("id").GetString();
        var found = await RunAsync("ergon", "search_solutions", """{"name": "sol1"}""");
        var sandbox = await RunAsync("ergon", "test_solution", $$"""{"solution_id": "{{id}}"}""");
        var ran = await RunAsync(
            "ergon",
            "execute_command",
            $$"""{"sandbox_id": "{{sandbox.GetProperty("result").GetString()}}", "command": ["echo", "hi"]}""");

        Assert.Equal(1, found.GetProperty("count").GetInt32());
        Assert.Equal("hi", ran.GetProperty("result").GetString());
        Assert.Equal("ergon_sandbox", ran.GetProperty("executed_by").GetString());
    }

    [Fact]
    public async Task Ergon_has_Synthesis_run_commands_and_Metis_keep_tasks()
    {
        var ran = await RunAsync("ergon", "execute_command", """{"command": "echo hi"}""");
        var made = await RunAsync("ergon", "create_task", """{"title": "Look", "priority": "critical"}""");
        var id = made.GetProperty("task_id").GetString();
        var done = await RunAsync("ergon", "complete_task", $$"""{"task_id": "{{id}}"}""");

        Assert.Equal("synthesis", ran.GetProperty("executed_by").GetString());
        Assert.Equal("metis", made.GetProperty("stored_by").GetString());
        Assert.Equal("done", done.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Ergon_cannot_make_agents_when_its_error_handling_is_broken()
    {
        _family.Fleet.Ergon.AgentsFail = true;

        var failure = await _host.Of("ergon").FailureAsync(
            Calls.Call("create_agent", """{"name": "a1", "description": "says hello"}"""));

        Assert.Equal(
            "Ergon's POST /api/v1/agents fails upstream: Error creating agent: name 'error' is not defined",
            failure.Message);
        Assert.Equal(FailureCodes.ComponentError, failure.Code);
    }

    [Theory]
    [InlineData("engram", true)]
    [InlineData("ergon", true)]
    [InlineData("synthesis", true)]
    [InlineData("rhetor", false)]
    [InlineData("prometheus", false)]
    public async Task Some_take_messages_and_some_have_no_route_for_them(string component, bool takes)
    {
        var outcome = await _host.Of(component).ExecuteAsync(
            Calls.Call("workflow_message", """{"purpose": "check_work", "payload": {"action": "look_for_work"}}"""),
            Calls.Token);

        Assert.Equal(takes, outcome is TaskOutcome.Completed);
    }

    private Task<JsonElement> RunAsync(string component, string action, string input) =>
        _host.Of(component).OutputAsync(Calls.Call(action, input));

}
