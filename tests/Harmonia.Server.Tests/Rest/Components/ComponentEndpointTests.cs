using System.Text.Json;

namespace Harmonia.Server.Tests.Rest.Components;

public sealed class ComponentEndpointTests : ComponentHost
{
    [Fact]
    public async Task A_registered_component_is_told_listed_and_removed()
    {
        var saved = await RegisterAsync();
        Assert.Equal("weather", saved.Text("name"));
        Assert.Equal("http", saved.Text("protocol"));
        Assert.Equal(["forecast", "report"], Texts(saved.Json.GetProperty("actions")));

        var detail = (await GetAsync("/api/components/weather")).Json;
        Assert.Equal("Tells the weather.", detail.GetProperty("description").GetString());
        Assert.Equal("up", detail.GetProperty("status").GetString());
        Assert.Equal("api", detail.GetProperty("origin").GetString());
        Assert.Equal("closed", detail.GetProperty("breaker").GetProperty("state").GetString());
        Assert.Equal(saved.Text("content_hash"), detail.GetProperty("content_hash").GetString());
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(Declaration()), detail.GetProperty("declaration")));
        Assert.Equal(saved.Text("updated_at"), Row("weather", await GetAsync("/api/components"))
            .GetProperty("updated_at").GetString());

        (await Server.DeleteAsync("/api/components/weather")).Expect(200);
        (await Server.GetAsync("/api/components/weather"))
            .ExpectError(404, "NotFoundError", "COMPONENT_NOT_FOUND");
        (await Server.DeleteAsync("/api/components/weather"))
            .ExpectError(404, "NotFoundError", "COMPONENT_NOT_FOUND");
    }

    [Fact]
    public async Task All_components_are_listed_by_name_a_page_at_a_time()
    {
        await RegisterAsync(Declaration("zebra"));
        await RegisterAsync(Declaration("Alpha"));

        var all = (await GetAsync("/api/components")).Json;
        var names = all.GetProperty("components").EnumerateArray().Select(Name).ToList();
        var page = (await GetAsync("/api/components?limit=2&offset=1")).Json;

        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        Assert.Equal("Alpha", names[0]);
        Assert.All(
            (string[])["http", "command", "harmonia", "state_manager", "zebra"],
            name => Assert.Contains(name, names));
        Assert.Equal((names.Count, names.Count), (all.GetProperty("count").GetInt32(), Total(all)));
        Assert.Equal(names[1..3], page.GetProperty("components").EnumerateArray().Select(Name));
        Assert.Equal((2, names.Count), (page.GetProperty("count").GetInt32(), Total(page)));
    }

    [Fact]
    public async Task What_comes_with_the_release_is_up_and_cannot_be_changed()
    {
        var row = Row("harmonia", await GetAsync("/api/components"));
        Assert.True(row.GetProperty("built_in").GetBoolean());
        Assert.Equal("up", row.GetProperty("status").GetString());
        Assert.Equal("built_in", row.GetProperty("origin").GetString());
        Assert.Equal(
            ["echo", "fail", "log", "noop", "sleep", "transform"], Texts(row.GetProperty("actions")));

        foreach (var name in (string[])["harmonia", "http", "state_manager", "HTTP", "workflow_controller"])
        {
            (await Server.PostAsync("/api/components", Declaration(name)))
                .ExpectError(409, "ConflictError", "COMPONENT_BUILT_IN");
        }

        (await Server.PutAsync("/api/components/http", Declaration("http")))
            .ExpectError(409, "ConflictError", "COMPONENT_BUILT_IN");
        (await Server.DeleteAsync("/api/components/http"))
            .ExpectError(409, "ConflictError", "COMPONENT_BUILT_IN");
    }

    [Fact]
    public async Task A_name_is_taken_once_and_case_counts()
    {
        await RegisterAsync();

        var taken = (await Server.PostAsync("/api/components", Declaration()))
            .ExpectError(409, "ConflictError", "COMPONENT_NAME_TAKEN");
        await RegisterAsync(Declaration("Weather"));

        Assert.Equal("/name", taken.Field);
        (await Server.GetAsync("/api/components/WEATHER")).Expect(404);
    }

    [Fact]
    public async Task A_repeated_registration_with_its_key_is_answered_as_before()
    {
        var first = (await Server.PostAsync("/api/components", Declaration(), "once")).Expect(201);
        var again = (await Server.PostAsync("/api/components", Declaration(), "once")).Expect(201);

        Assert.Equal(first.Body, again.Body);
        Assert.Equal("true", again.Headers["Idempotency-Replayed"]);
        (await Server.PostAsync("/api/components", Declaration(more: """, "timeout": 5"""), "once"))
            .ExpectError(409, "ConflictError", "COMPONENT_NAME_TAKEN");
    }

    [Fact]
    public async Task Put_creates_and_replaces_and_keeps_the_time_of_creation()
    {
        var created = (await Server.PutAsync("/api/components/weather", Declaration())).Expect(201);
        var replaced = (await Server.PutAsync("/api/components/weather", Declaration(more: """, "timeout": 5""")))
            .Expect(200);

        Assert.Equal(created.Text("created_at"), replaced.Text("created_at"));
        Assert.NotEqual(created.Text("content_hash"), replaced.Text("content_hash"));
        Assert.Equal(5, (await GetAsync("/api/components/weather")).Json
            .GetProperty("limits").GetProperty("timeout").GetDouble());
    }

    [Fact]
    public async Task Put_can_be_bound_to_the_declaration_that_is_replaced()
    {
        var first = await RegisterAsync();
        var next = Declaration(more: """, "timeout": 5""");

        Assert.Equal(412, (await PutIfAsync("\"another\"", next)).Status);
        Assert.Equal(400, (await PutIfAsync("*", next)).Status);
        Assert.Equal(400, (await PutIfAsync("another", next)).Status);
        Assert.Equal(200, (await PutIfAsync($"\"{first.Text("content_hash")}\"", next)).Status);
        (await PutIfAsync($"\"{first.Text("content_hash")}\"", next))
            .ExpectError(412, "ConflictError", "COMPONENT_CHANGED");
    }

    [Fact]
    public async Task Of_changes_at_once_the_one_that_is_kept_is_the_one_that_counts()
    {
        var replies = await Task.WhenAll(Enumerable.Range(1, 30).Select(
            seconds => Server.PutAsync("/api/components/weather", Declaration(more: $", \"timeout\": {seconds}"))));

        Assert.Single(replies, reply => reply.Status == 201);
        Assert.All(replies, reply => Assert.True(reply.Status is 200 or 201));
        var detail = (await GetAsync("/api/components/weather")).Json;
        Assert.Equal(
            detail.GetProperty("declaration").GetProperty("timeout").GetDouble(),
            detail.GetProperty("limits").GetProperty("timeout").GetDouble());
    }

    [Fact]
    public async Task A_declaration_may_be_yaml()
    {
        var yaml = $"name: weather\nbase_url: {Peer.Url}\nactions: [{{name: now, path: /now, method: GET}}]";

        (await Server.SendAsync(HttpMethod.Post, "/api/components", yaml, "application/yaml")).Expect(201);

        Assert.Equal("/now", (await GetAsync("/api/components/weather")).Json
            .GetProperty("declaration").GetProperty("actions")[0].GetProperty("path").GetString());
    }

    [Fact]
    public async Task A_test_asks_the_component_and_tells_what_it_found()
    {
        await RegisterAsync(Declaration(more: """, "health": {"path": "/health"}"""));

        var well = await TestAsync("weather");
        Peer.Health = 500;
        var ill = await TestAsync("weather");
        var own = await TestAsync("http");

        Assert.Equal((true, "up"), well);
        Assert.Equal((false, "down"), ill);
        Assert.Equal((true, "up"), own);
        var probe = (await GetAsync("/api/components/weather")).Json.GetProperty("last_probe");
        Assert.False(probe.GetProperty("success").GetBoolean());
        Assert.NotEqual("", probe.GetProperty("message").GetString());
        (await Server.PostAsync("/api/components/nobody/test"))
            .ExpectError(404, "NotFoundError", "COMPONENT_NOT_FOUND");
    }

    [Fact]
    public async Task An_unknown_name_gets_the_nearest()
    {
        await RegisterAsync();

        var missing = await Server.GetAsync("/api/components/wether");

        Assert.Equal(
            "weather",
            missing.ExpectError(404, "NotFoundError", "COMPONENT_NOT_FOUND").Error
                .GetProperty("details").GetProperty("suggestion").GetString());
    }

    [Fact]
    public async Task The_client_speaks_the_same_language()
    {
        var client = new Client.HarmoniaClient(Server.Http);
        var text = new Client.WorkflowText(Declaration(), IsYaml: false);

        var added = await client.AddComponentAsync(text, "once", Token);
        await client.PutComponentAsync("weather", text, added.ContentHash, Token);
        var list = await client.ListComponentsAsync(new Client.ListQuery { Limit = 1000 }, Token);
        var answer = await client.CallActionAsync(
            "weather", "forecast", JsonElement.Parse("""{"city": "Oslo"}"""), TimeSpan.FromSeconds(20), "k", Token);

        Assert.Contains(list.Components, component => component.Name == "weather");
        Assert.Equal("ok", answer.Result.GetString());
        Assert.True((await client.TestComponentAsync("weather", Token)).Success);
        Assert.Equal(2, (await client.ListComponentActionsAsync("weather", Token)).Count);
        Assert.Equal("report", (await client.GetComponentActionAsync("weather", "report", Token)).Name);
        Assert.Equal("up", (await client.GetComponentAsync("weather", Token)).Status);
        Assert.True((await client.RemoveComponentAsync("weather", Token)).Success);
    }

    private static string? Name(JsonElement component) => component.GetProperty("name").GetString();

    private static int Total(JsonElement list) => list.GetProperty("total").GetInt32();

    private static IEnumerable<string?> Texts(JsonElement list) =>
        list.EnumerateArray().Select(text => text.GetString());

    private static JsonElement Row(string name, Reply list) =>
        Assert.Single(list.Json.GetProperty("components").EnumerateArray(), component => Name(component) == name);

    private async Task<(bool Success, string? Status)> TestAsync(string name)
    {
        var test = (await Server.PostAsync($"/api/components/{name}/test")).Expect(200).Json;
        Assert.NotEqual("", test.GetProperty("message").GetString());
        Assert.True(test.GetProperty("duration_ms").GetDouble() >= 0);
        return (test.GetProperty("success").GetBoolean(), test.GetProperty("status").GetString());
    }

    private async Task<Reply> PutIfAsync(string condition, string declaration)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/components/weather");
        request.Content = new StringContent(declaration, System.Text.Encoding.UTF8, "application/json");
        request.Headers.TryAddWithoutValidation("If-Match", condition);
        using var response = await Server.Http.SendAsync(request, Token);
        return await Reply.ReadAsync(response);
    }
}
