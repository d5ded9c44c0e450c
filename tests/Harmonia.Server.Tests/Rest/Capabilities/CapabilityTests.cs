using System.Text.Json;

namespace Harmonia.Server.Tests.Rest.Capabilities;

public sealed class CapabilityTests : IAsyncLifetime
{
    private const string Unknown = """{"execution_id": "8d0f2c1e-5f43-8c6a-9a51-0a6b6d2b7c11"}""";

    private TestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("/capabilities/")]
    [InlineData("/api/capabilities/")]
    public async Task A_workflow_is_created_and_carried_out(string path)
    {
        var workflow = (await _server.PostAsync(
            path + "create_workflow",
            """
            {"name": "hello", "description": null, "tasks": [
              {"id": "say", "name": "Say", "component": "harmonia", "action": "echo",
               "input": {"text": "${input.word}"}}],
             "input": {"type": "object"}, "output": {}}
            """)).Expect(200).Text("workflow_id");
        var execution = await StartAsync(workflow, """, "input": {"word": "hi"}""");
        await _server.EndAsync(execution);

        var status = (await _server.PostAsync(path + "get_workflow_status", About(execution))).Expect(200);

        Assert.Equal("completed", status.Text("status"));
        Assert.Equal(
            "completed", status.Json.GetProperty("task_statuses").GetProperty("say").GetProperty("status").GetString());
        var summary = (await InvokeAsync("get_workflow_summary", About(execution))).Expect(200);
        Assert.Equal(("hello", "completed"), (summary.Text("workflow_name"), summary.Text("status")));
        Assert.Equal(
            (1, 1),
            (summary.Json.GetProperty("task_count").GetInt32(),
                summary.Json.GetProperty("completed_tasks").GetInt32()));
        var metrics = (await InvokeAsync("get_workflow_metrics", About(execution))).Expect(200).Json;
        Assert.True(metrics.GetProperty("total_duration").GetDouble() >= 0);
        Assert.True(metrics.GetProperty("average_task_duration").GetDouble() >= 0);
        Assert.Equal(0, metrics.GetProperty("total_retries").GetInt32());
    }

    [Fact]
    public async Task State_is_saved_loaded_and_named_by_a_checkpoint()
    {
        var execution = await SleepAsync();

        var saved = await InvokeAsync("save_state", $$"""{"execution_id": "{{execution}}", "state": {"a": 1} }""");
        var loaded = await InvokeAsync("load_state", About(execution));
        var checkpoint = (await InvokeAsync("create_checkpoint", About(execution))).Expect(200).Text("checkpoint_id");
        var restored = await InvokeAsync("restore_from_checkpoint", $$"""{"checkpoint_id": "{{checkpoint}}"}""");

        Assert.True(saved.Expect(200).Json.GetProperty("success").GetBoolean());
        Assert.Equal("""{"a":1}""", loaded.Expect(200).Json.GetProperty("state").GetRawText());
        Assert.NotEqual(execution, restored.Expect(200).Text("execution_id"));
    }

    [Fact]
    public async Task An_execution_is_canceled_once()
    {
        var execution = await SleepAsync();

        var canceled = await InvokeAsync(
            "cancel_workflow", $$"""{"execution_id": "{{execution}}", "reason": "enough"}""");
        var again = await InvokeAsync("cancel_workflow", About(execution));

        Assert.True(canceled.Expect(200).Json.GetProperty("success").GetBoolean());
        ExpectRefusal(again, 409, "EXECUTION_ALREADY_ENDED");
    }

    [Fact]
    public async Task Templates_are_made_and_used()
    {
        var workflow = await CreateAsync();

        var template = (await InvokeAsync(
            "create_template",
            $$"""{"name": "t", "workflow_definition_id": "{{workflow}}", "parameters": {} }""")).Expect(200);
        var made = (await InvokeAsync(
            "instantiate_template",
            $$"""{"template_id": "{{template.Text("template_id")}}", "parameter_values": {} }""")).Expect(200);

        Assert.NotEqual(workflow, made.Text("workflow_id"));
    }

    [Theory]
    [InlineData("get_workflow_status", Unknown, "EXECUTION_NOT_FOUND")]
    [InlineData("get_workflow_summary", Unknown, "EXECUTION_NOT_FOUND")]
    [InlineData("get_workflow_metrics", """{"execution_id": "no id"}""", "EXECUTION_NOT_FOUND")]
    [InlineData("cancel_workflow", Unknown, "EXECUTION_NOT_FOUND")]
    [InlineData("load_state", Unknown, "EXECUTION_NOT_FOUND")]
    [InlineData("create_checkpoint", Unknown, "EXECUTION_NOT_FOUND")]
    [InlineData("execute_workflow", """{"workflow_id": "nowhere"}""", "WORKFLOW_NOT_FOUND")]
    [InlineData("instantiate_template", """{"template_id": "nowhere"}""", "TEMPLATE_NOT_FOUND")]
    [InlineData("restore_from_checkpoint", """{"checkpoint_id": "nowhere"}""", "CHECKPOINT_NOT_FOUND")]
    public async Task What_is_missing_is_not_a_missing_capability(string name, string parameters, string code) =>
        ExpectRefusal(await InvokeAsync(name, parameters), 422, code);

    [Theory]
    [InlineData("get_workflow_status", "{}", "/execution_id")]
    [InlineData("get_workflow_status", """{"execution_id": 1}""", "/execution_id")]
    [InlineData("get_workflow_status", """{"execution_id": "x", "verbose": true}""", "/verbose")]
    [InlineData("save_state", """{"execution_id": "8d0f2c1e-5f43-8c6a-9a51-0a6b6d2b7c11"}""", "/state")]
    [InlineData("execute_workflow", "{}", "/workflow_id")]
    [InlineData("create_workflow", """{"name": "x", "tasks": 7}""", "/tasks")]
    [InlineData("restore_from_checkpoint", """{"checkpoint_id": null}""", "/checkpoint_id")]
    public async Task Wrong_parameters_are_named(string name, string parameters, string field)
    {
        var refused = await InvokeAsync(name, parameters);

        ExpectRefusal(refused, 400, "INVALID_INPUT");
        Assert.EndsWith(field, refused.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_capability_that_is_not_there_is_404_with_a_hint()
    {
        var refused = await InvokeAsync("execute_workflo", "{}");

        ExpectRefusal(refused, 404, "CAPABILITY_NOT_FOUND");
        Assert.Contains("execute_workflow", refused.Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parameters_that_are_no_object_are_refused()
    {
        ExpectRefusal(await InvokeAsync("load_state", "[]"), 400, "INVALID_INPUT");
        ExpectRefusal(await InvokeAsync("load_state", "{"), 400, "INVALID_JSON");
    }

    private static void ExpectRefusal(Reply reply, int status, string code)
    {
        reply.Expect(status);
        Assert.Equal(
            ["message", "detail", "error"], reply.Json.EnumerateObject().Select(member => member.Name));
        Assert.StartsWith(code, reply.Text("detail"), StringComparison.Ordinal);
        Assert.Equal(code, reply.Error.GetProperty("code").GetString());
        Assert.Equal(JsonValueKind.Object, reply.Error.GetProperty("details").ValueKind);
    }

    private static string About(string execution) => $$"""{"execution_id": "{{execution}}"}""";

    private Task<Reply> InvokeAsync(string name, string parameters) =>
        _server.PostAsync("/capabilities/" + name, parameters);

    private async Task<string> CreateAsync() => (await InvokeAsync(
        "create_workflow",
        """
        {"name": "long", "tasks": {
          "nap": {"component": "harmonia", "action": "sleep", "input": {"seconds": 3600}}}}
        """))
        .Expect(200).Text("workflow_id");

    private async Task<string> StartAsync(string workflow, string more = "") =>
        (await InvokeAsync("execute_workflow", $$"""{"workflow_id": "{{workflow}}"{{more}}}"""))
        .Expect(200).Text("execution_id");

    private async Task<string> SleepAsync() => await StartAsync(await CreateAsync());
}
