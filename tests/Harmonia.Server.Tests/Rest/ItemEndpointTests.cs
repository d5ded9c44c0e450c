namespace Harmonia.Server.Tests.Rest;

public sealed class ItemEndpointTests : IAsyncLifetime
{
    private const string Open = """
        {"name": "open", "tasks": {"each": {"type": "map", "open": true, "items": ["a"],
         "task": {"component": "harmonia", "action": "echo", "input": "${item}"}}}}
        """;

    private TestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Items_are_added_until_the_map_is_closed_and_its_progress_is_told()
    {
        var id = await _server.StartInlineAsync(Open);
        var path = $"/api/executions/{id}/tasks/each/items";

        (await _server.PostAsync(path, """{"items": ["b", "c"]}""", "once")).Expect(200);
        (await _server.PostAsync(path, """{"items": ["b", "c"]}""", "once")).Expect(200);
        var told = (await _server.GetAsync($"/api/executions/{id}")).Expect(200).Json
            .GetProperty("task_executions").GetProperty("each").GetProperty("items");
        Assert.Equal((3, true), (told.GetProperty("total").GetInt32(), told.GetProperty("open").GetBoolean()));
        (await _server.PostAsync(path, """{"close": true}""")).Expect(200);

        var ended = (await _server.GetAsync($"/api/executions/{id}")).Expect(200).Json;
        Assert.Equal("completed", ended.GetProperty("status").GetString());
        Assert.Equal("""{"each":["a","b","c"]}""", ended.GetProperty("output").GetRawText());
        (await _server.PostAsync(path, """{"items": []}"""))
            .ExpectError(409, "ConflictError", "EXECUTION_ALREADY_ENDED");
    }

    [Fact]
    public async Task What_cannot_be_added_is_refused()
    {
        var id = await _server.StartInlineAsync(Open);
        (await _server.PostAsync($"/api/executions/{id}/tasks/nobody/items", """{"items": []}"""))
            .ExpectError(404, "NotFoundError", "TASK_NOT_FOUND");
        var path = $"/api/executions/{id}/tasks/each/items";
        Assert.Equal(400, (await _server.PostAsync(path, "{}")).Status);
        Assert.Equal(400, (await _server.PostAsync(path, """{"items": 5}""")).Status);
    }

    [Fact]
    public async Task A_retry_of_an_execution_with_warnings_runs_the_failed_items_again()
    {
        const string Definition = """
            {"name": "some", "tasks": {"each": {"type": "map", "items": [1, 2], "tolerated_failures": 1,
             "task": {"type": "expression", "result": "${item > 1 ? state.value : item}"}}}}
            """;
        var ended = (await _server.PostAsync(
            "/api/executions?wait=10", $$"""{"workflow": {{Definition}}}""")).Expect(200);
        var id = ended.Text("execution_id");
        Assert.Equal(("completed", "each"), (ended.Text("status"), ended.Json.GetProperty("warnings")[0].GetString()));
        (await _server.PutAsync($"/api/state/{id}", """{"state": {"value": 7}}""")).Expect(200);

        (await _server.PostAsync($"/api/executions/{id}/retry")).Expect(200);

        var told = (await _server.GetAsync($"/api/executions/{id}")).Expect(200).Json;
        Assert.Equal("""{"each":[1,7]}""", told.GetProperty("output").GetRawText());
        Assert.Equal(0, told.GetProperty("warnings").GetArrayLength());
        (await _server.PostAsync($"/api/executions/{id}/retry"))
            .ExpectError(409, "ConflictError", "EXECUTION_NOT_FAILED");
    }
}
