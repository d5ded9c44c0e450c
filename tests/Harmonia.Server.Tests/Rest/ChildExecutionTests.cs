namespace Harmonia.Server.Tests.Rest;

public sealed class ChildExecutionTests
{
    [Fact]
    public async Task Parents_and_children_are_shown_with_each_other()
    {
        await using var server = await TestServer.StartAsync();
        await server.SaveAsync("""
            {"name": "inner", "tasks": {"a": {"component": "harmonia", "action": "echo", "input": {"n": "${input.n}"}}}}
            """);
        await server.SaveAsync("""
            {"name": "outer", "tasks": {
              "one": {"type": "workflow", "workflow": "inner", "input": {"n": 1}},
              "two": {"type": "workflow", "workflow": "inner", "input": {"n": 2}, "wait": false, "depends_on": "one"}}}
            """);
        var ended = (await server.PostAsync("/api/executions?wait=20", """{"workflow_id": "outer"}""")).Expect(200);
        Assert.Equal(1, ended.Json.GetProperty("output").GetProperty("two").EnumerateObject().Count(
            member => member.Name == "execution_id"));
        var parent = ended.Text("execution_id");

        var detail = (await server.GetAsync($"/api/executions/{parent}")).Expect(200).Json;
        var children = detail.GetProperty("children").EnumerateArray().ToArray();
        Assert.Equal(["two", "one"], children.Select(child => child.GetProperty("task").GetString()));
        Assert.Equal("completed", children[1].GetProperty("status").GetString());
        Assert.Equal(2, detail.GetProperty("children_total").GetInt32());
        Assert.False(detail.TryGetProperty("parent", out _));

        var child = children[1].GetProperty("execution_id").GetString();
        var shown = (await server.GetAsync($"/api/executions/{child}")).Expect(200).Json.GetProperty("parent");
        Assert.Equal(
            $$"""{"execution_id":"{{parent}}","task":"one","attempt":1}""", shown.GetRawText().Replace(" ", ""));
        var list = (await server.GetAsync($"/api/executions?parent={parent}")).Expect(200).Json;
        Assert.Equal(2, list.GetProperty("total").GetInt32());
        Assert.Equal(parent, list.GetProperty("executions")[0].GetProperty("parent_id").GetString());
        (await server.GetAsync("/api/executions?parent=nobody")).ExpectError(400, "ValidationError", "INVALID_INPUT");
    }
}
