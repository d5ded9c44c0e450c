namespace Harmonia.Server.Tests.Documents;

/// <summary>The documents' first example, as it is written, on a server that stands alone.</summary>
public sealed class FirstExampleTests
{
    [Theory]
    [InlineData("readme_list")]
    [InlineData("readme_map")]
    public async Task With_a_shell_it_runs_and_says_that_Prometheus_was_not_there(string name)
    {
        await using var server = await TestServer.StartAsync(one => one with { AllowShell = true });
        var example = Example.Load(name);
        await server.SaveAsync(example.Definition(server.Address));

        var ended = (await server.PostAsync("/api/executions?wait=30", example.Start)).Expect(200);

        Assert.True(ended.Text("status") == "completed", ended.Body);
        var detail = (await server.GetAsync($"/api/executions/{ended.Text("execution_id")}")).Expect(200);
        var said = detail.Json.GetProperty("task_statuses").GetProperty("task1").GetProperty("output");
        Assert.Equal("Good morning", said.GetProperty("result").GetString());
        Assert.Equal("Good morning\n", said.GetProperty("stdout").GetString());
        Assert.Equal(0, said.GetProperty("exit_code").GetInt32());
        var analysis = ended.Json.GetProperty("output").GetProperty("task2");
        Assert.True(analysis.GetProperty("degraded").GetBoolean());
        Assert.Equal("harmonia", analysis.GetProperty("generated_by").GetString());
        Assert.Equal(2, analysis.GetProperty("result").GetProperty("words").GetInt32());
    }

    [Fact]
    public async Task Without_permission_there_is_no_such_component()
    {
        await using var server = await TestServer.StartAsync();
        var example = Example.Load("readme_map");
        await server.SaveAsync(example.Definition(server.Address));

        var ended = (await server.PostAsync("/api/executions?wait=30", example.Start)).Expect(200);

        Assert.Equal("failed", ended.Text("status"));
        Assert.Contains("component_not_found", ended.Body, StringComparison.Ordinal);
    }
}
