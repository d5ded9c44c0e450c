using System.Collections.Concurrent;
using System.Text.Json;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tests.Tekton;

/// <summary>Who is there, who is waited for, and what every call carries.</summary>
public sealed class FamilyComponentsTests
{
    private static readonly JsonElement Empty = JsonElement.Parse("{}");

    [Fact]
    public async Task Without_a_family_there_is_nobody()
    {
        await using var nobody = await ScriptedFamily.StartAsync();
        using var host = new FamilyHost(nobody);

        Assert.Empty(host.Directory.Components);
        Assert.Null(host.Directory.Find("ergon"));
        Assert.Null(host.Directory.Find("engram"));
    }

    [Fact]
    public async Task Whoever_has_an_address_is_there_and_with_Hermes_everybody_may_come()
    {
        await using var one = await ScriptedFamily.StartAsync("engram", "stranger", "harmonia", "harmonia.state");
        using var named = new FamilyHost(one);
        using var listed = new FamilyHost(one, hasHermes: true);

        Assert.Equal(["engram", "stranger"], named.Directory.Components.Order());
        Assert.Contains("rhetor", listed.Directory.Components);
        Assert.DoesNotContain("harmonia", listed.Directory.Components);
        Assert.Contains("http_request", named.Of("stranger").Actions);
    }

    [Fact]
    public async Task Whoever_is_not_known_yet_is_waited_for()
    {
        await using var family = await ScriptedFamily.StartAsync("engram");
        using var host = new FamilyHost(family, hasHermes: true);

        var gate = host.Of("rhetor").GateOf("generate_text")!;

        Assert.False(gate.TryEnter());
        Assert.Contains("not registered with Hermes, and RHETOR_URL", gate.ShutBecause, StringComparison.Ordinal);
        Assert.True(host.Of("engram").GateOf("store_memory")!.TryEnter());
    }

    [Fact]
    public async Task Nobody_reached_costs_no_attempt_and_shuts_the_gate_until_somebody_answers()
    {
        await using var family = await ScriptedFamily.StartAsync("engram");
        family.Deaf = "engram";
        using var host = new FamilyHost(family);
        ConcurrentQueue<string> changed = new();
        host.Directory.Changed += changed.Enqueue;
        var engram = host.Of("engram");

        var outcome = await engram.ExecuteAsync(Calls.Call("get_status", Empty), Calls.Token);

        Assert.Contains("engram could not be reached", Assert.IsType<TaskOutcome.Unavailable>(outcome).Reason);
        Assert.NotNull(engram.GateOf("get_status")!.ShutBecause);
        Assert.Equal(["engram"], changed);

        family.ComeBack("engram");
        family.Answer(200, "{}");
        Assert.Null(engram.GateOf("get_status")!.ShutBecause);
        Assert.IsType<TaskOutcome.Completed>(
            await engram.ExecuteAsync(Calls.Call("get_status", Empty), Calls.Token));
    }

    [Fact]
    public async Task An_attempt_that_has_done_something_is_not_handed_back()
    {
        await using var family = await ScriptedFamily.StartAsync("engram");
        family.DeafAfter = 1;
        family.Answer(200, """{"status": "success", "memory_id": "m2"}""");
        using var host = new FamilyHost(family);

        var failure = await host.Of("engram").FailureAsync(
            Calls.Call("update_memory", """{"memory_id": "m1", "content": "new"}"""));

        Assert.Equal((FailureCodes.ConnectionError, true), (failure.Code, failure.Retryable));
        Assert.Contains("could not be reached", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_waits_for_Synthesis_and_what_needs_nobody_does_not()
    {
        await using var family = await ScriptedFamily.StartAsync("ergon", "synthesis");
        family.Deaf = "synthesis";
        using var host = new FamilyHost(family, allowShell: true);
        ConcurrentQueue<string> changed = new();
        var ergon = host.Of("ergon");
        Assert.Null(ergon.GateOf("execute_command")!.ShutBecause);

        var outcome = await ergon.ExecuteAsync(Calls.Call("execute_command", """{"command": "true"}"""), Calls.Token);

        Assert.IsType<TaskOutcome.Unavailable>(outcome);
        Assert.Contains("synthesis", ergon.GateOf("execute_command")!.ShutBecause, StringComparison.Ordinal);
        Assert.Null(ergon.GateOf("log_outcome"));
        host.Directory.Changed += changed.Enqueue;
        family.ComeBack("synthesis");
        Assert.Equal(["synthesis", "ergon"], changed);
        Assert.Null(ergon.GateOf("execute_command")!.ShutBecause);
    }

    [Fact]
    public async Task Where_commands_can_be_run_Ergon_is_there_for_those_alone()
    {
        await using var nobody = await ScriptedFamily.StartAsync();
        using var host = new FamilyHost(nobody, allowShell: true);

        Assert.Equal(["ergon", "prometheus"], host.Directory.Components.Order());
        var failure = await host.Of("ergon").FailureAsync(Calls.Call("run_agent", """{"agent_id": 1}"""));
        Assert.Equal(FailureCodes.ComponentNotFound, failure.Code);
        Assert.Null(host.Of("ergon").GateOf("run_agent"));
    }

    [Fact]
    public async Task Every_call_says_whose_it_is()
    {
        await using var family = await ScriptedFamily.StartAsync("engram");
        family.Answer(200, "{}");
        using var host = new FamilyHost(family);
        var call = Calls.Call("get_status", Empty);

        await host.Of("engram").OutputAsync(call);

        var headers = Assert.Single(family.Requests).Headers;
        Assert.Equal(call.IdempotencyKey, headers["Idempotency-Key"]);
        Assert.Equal($"{call.ExecutionId}", headers["Harmonia-Execution"]);
        Assert.Equal("1", headers["Harmonia-Attempt"]);
        Assert.Equal(call.TraceParent, headers["traceparent"]);
        Assert.True(headers.ContainsKey("Harmonia-Deadline"));
    }

    [Fact]
    public async Task A_registration_may_announce_a_task_handler()
    {
        await using var family = await ScriptedFamily.StartAsync(
            JsonElement.Parse("""{"task_handler": true}"""), "own");
        family.Answer(200, """{"status": "success", "result": {"n": 1}}""");
        using var host = new FamilyHost(family);

        var output = await host.Of("own").OutputAsync(Calls.Call("grind", """{"x": 1}"""));

        var sent = Assert.Single(family.Requests);
        Assert.Equal("POST /api/tasks/ship", sent.Line);
        Assert.Equal("grind", sent.Body!.Value.GetProperty("action").GetString());
        Assert.Equal(1, output.GetProperty("result").GetProperty("n").GetInt32());
    }

    [Fact]
    public async Task A_broken_call_may_have_had_its_effect()
    {
        await using var peer = Http.RawPeer.Answering("HTTP/1.1 200 OK\nContent-Length: 10\n\nhalf");
        await using var family = await ScriptedFamily.StartAsync("engram");
        family.Elsewhere = new Uri(peer.Url);
        using var host = new FamilyHost(family);

        var failure = await host.Of("engram").FailureAsync(Calls.Call("get_status", Empty));

        Assert.Equal((FailureCodes.ConnectionError, true), (failure.Code, failure.Retryable));
        Assert.Null(host.Of("engram").GateOf("get_status")!.ShutBecause);
    }

    [Fact]
    public async Task Tasks_for_people_are_kept_here_when_nobody_else_keeps_them()
    {
        await using var nobody = await ScriptedFamily.StartAsync();
        using var host = new FamilyHost(nobody, allowShell: true);
        var ergon = host.Of("ergon");
        var creation = Calls.Call("create_task", """{"title": "Look", "priority": "high"}""");

        var made = await ergon.OutputAsync(creation);
        var again = await ergon.OutputAsync(creation);
        var id = made.GetProperty("task_id").GetString();

        Assert.Equal(id, again.GetProperty("task_id").GetString());
        Assert.True(made.GetProperty("degraded").GetBoolean());
        var assigned = await ergon.OutputAsync(Calls.Call(
            "assign_task", $$"""{"task_id": "{{id}}", "assignee": "Ada"}"""));
        Assert.Equal("Ada", assigned.GetProperty("assignee").GetString());
        await ergon.OutputAsync(Calls.Call("update_task", $$"""{"task_id": "{{id}}", "status": "approved"}"""));
        var read = await ergon.OutputAsync(Calls.Call("get_task", $$"""{"task_id": "{{id}}"}"""));
        Assert.Equal("approved", read.GetProperty("status").GetString());
        Assert.Equal("Look", read.GetProperty("task").GetProperty("title").GetString());
        var done = await ergon.OutputAsync(Calls.Call("complete_task", $$"""{"task_id": "{{id}}"}"""));
        Assert.Equal("completed", done.GetProperty("status").GetString());
    }
}
