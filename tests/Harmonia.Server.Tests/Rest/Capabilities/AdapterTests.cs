using System.Text.Json;
using Harmonia.Server.Tests.Rest.Components;

namespace Harmonia.Server.Tests.Rest.Capabilities;

/// <summary>Harmonia as a component of another engine, by the adapter protocol.</summary>
public sealed class AdapterTests : ComponentHost
{
    private const string Hello =
        """
        {"name": "hello", "tasks": {"say": {"component": "harmonia", "action": "echo", "input": "${input.name}"}}}
        """;

    [Fact]
    public async Task Its_actions_are_told_with_what_they_take()
    {
        var all = (await GetAsync("/api/capabilities")).Json;
        var schema = (await GetAsync("/api/actions/execute_workflow/schema")).Json;

        Assert.Equal("harmonia", all.GetProperty("component").GetString());
        string?[] names = [.. all.GetProperty("actions").EnumerateArray().Select(name => name.GetString())];
        Assert.All(
            (string[])["create_workflow", "execute_workflow", "get_workflow_status", "cancel_workflow"],
            name => Assert.Contains(name, names));
        Assert.Equal(names.Length, all.GetProperty("details").GetArrayLength());
        Assert.Equal("object", schema.GetProperty("type").GetString());
        Assert.Contains(
            "workflow_id", schema.GetProperty("required").EnumerateArray().Select(name => name.GetString()));
    }

    [Fact]
    public async Task An_action_is_carried_out_with_its_params()
    {
        await Server.SaveAsync(Hello);

        var started = (await Server.PostAsync(
            "/api/actions/execute_workflow",
            """
            {"action": "execute_workflow", "params": {"workflow_id": "hello", "input": {"name": "Ada"}, "x": null},
             "context": {"execution_id": "of the caller"}}
            """)).Expect(200).Json;

        Assert.Equal("success", started.GetProperty("status").GetString());
        Assert.True(started.GetProperty("result").TryGetProperty("execution_id", out _));
    }

    [Fact]
    public async Task What_is_wrong_is_refused_as_everywhere()
    {
        var unknown = (await Server.PostAsync("/api/actions/execute_workflo", "{}"))
            .ExpectError(404, "NotFoundError", "ACTION_NOT_FOUND");
        (await Server.GetAsync("/api/actions/sing/schema")).ExpectError(404, "NotFoundError", "ACTION_NOT_FOUND");
        (await Server.PostAsync("/api/actions/execute_workflow", """{"params": {"workflow_id": "none"}}"""))
            .ExpectError(404, "NotFoundError", "WORKFLOW_NOT_FOUND");
        var wrong = (await Server.PostAsync(
            "/api/actions/execute_workflow", """{"action": "cancel_workflow", "params": 1, "parms": {}}"""))
            .ExpectError(400, "ValidationError", "INVALID_INPUT");

        Assert.Equal(
            "execute_workflow", unknown.Error.GetProperty("details").GetProperty("suggestion").GetString());
        Assert.Equal(
            ["/action", "/params", "/parms"],
            wrong.Error.GetProperty("details").GetProperty("findings").EnumerateArray()
                .Select(finding => finding.GetProperty("pointer").GetString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task One_server_is_a_component_of_another()
    {
        await using var other = await StartServerAsync();
        await other.SaveAsync(Hello);
        (await Server.PostAsync(
            "/api/components",
            $$"""
            {"name": "other", "protocol": "adapter",
             "base_url": "{{other.Address.GetLeftPart(UriPartial.Authority)}}"}
            """))
            .Expect(201);

        var answer = (await Server.PostAsync(
            "/api/components/other/actions/execute_workflow",
            """{"workflow_id": "hello", "input": {"name": "Ada"}}""")).Expect(200).Json;

        Assert.True(
            answer.GetProperty("result").TryGetProperty("execution_id", out _), answer.GetRawText());
        Assert.Equal(JsonValueKind.Object, answer.GetProperty("output").ValueKind);
    }
}
