using System.Text.Json;
using Harmonia.Components.Tekton;
using Harmonia.Tekton.Doubles.Hermes;

namespace Harmonia.Server.Tests.Rest.Family;

public sealed class HermesServerTests : IAsyncLifetime
{
    private static readonly string[] Ids = ["harmonia", "harmonia.workflow", "harmonia.state"];

    private readonly HermesDouble _hermes = new();

    public async ValueTask InitializeAsync() => await _hermes.StartAsync();

    public ValueTask DisposeAsync() => _hermes.DisposeAsync();

    [Fact]
    public async Task A_server_registers_when_it_listens_and_leaves_before_it_closes()
    {
        var server = await StartAsync();
        await RegisteredAsync(server);

        Assert.Equal(Ids, _hermes.Registered);
        var health = (await server.GetAsync("/health")).Expect(200).Json;
        Assert.Equal("healthy", health.GetProperty("status").GetString());
        Assert.True(health.GetProperty("registeredWithHermes").GetBoolean());
        var hermes = health.GetProperty("dependencies")[0];
        Assert.Equal(("hermes", "healthy"), (Text(hermes, "name"), Text(hermes, "status")));
        Assert.Equal(3, (await server.GetAsync("/shutdown/status")).Json.GetProperty("cleanup_tasks").GetInt32());
        Assert.Equal(
            _hermes.Url.AbsoluteUri.TrimEnd('/'),
            Text((await server.GetAsync("/discovery")).Json.GetProperty("dependencies"), "hermes"));

        await server.DisposeAsync();

        Assert.Empty(_hermes.Registered);
    }

    [Fact]
    public async Task What_is_registered_is_true()
    {
        await using var server = await StartAsync();
        await RegisteredAsync(server);

        foreach (var request in _hermes.Requests.Of("POST", "/api/register"))
        {
            Assert.Equal(
                server.Address.GetLeftPart(UriPartial.Authority), Text(request.Json, "endpoint"));
            Assert.Equal("workflow", Text(request.Json.GetProperty("metadata"), "category"));
        }

        var capabilities = _hermes.Requests.Of("POST", "/api/register").Skip(1)
            .SelectMany(request => request.Json.GetProperty("capabilities").EnumerateArray())
            .Select(item => item.GetString()!)
            .ToList();
        Assert.Equal(12, capabilities.Count);
        foreach (var capability in capabilities)
        {
            (await server.PostAsync("/capabilities/" + capability, "{}")).Expect(400); // It is there.
        }
    }

    [Fact]
    public async Task A_server_serves_while_Hermes_is_away()
    {
        await _hermes.DownAsync();
        await using var server = await StartAsync();

        var ended = (await server.PostAsync(
            "/api/executions?wait=10", $$"""{"workflow": {{Definitions.Named("alone")}}}""")).Expect(200);
        var health = (await server.GetAsync("/health")).Expect(200);

        Assert.Equal("completed", ended.Text("status"));
        Assert.Equal("degraded", health.Text("status"));
        Assert.False(health.Json.GetProperty("registered").GetBoolean());

        await _hermes.UpAsync();
        await RegisteredAsync(server);
        Assert.Equal("healthy", (await server.GetAsync("/health")).Text("status"));
    }

    [Fact]
    public async Task Whoever_Hermes_knows_is_found_in_our_registry()
    {
        await using var server = await StartAsync();
        await RegisteredAsync(server);
        using var registration = new StringContent(
            """
            {"component_id": "ergon-1", "name": "ergon", "version": "0.2.0", "type": "ergon",
             "endpoint": "http://127.0.0.1:9", "capabilities": ["build"]}
            """,
            System.Text.Encoding.UTF8,
            "application/json");
        using var registered = await server.Http.PostAsync(new Uri(_hermes.Url, "/api/register"), registration);
        registered.EnsureSuccessStatusCode();

        var entry = await server.GetAsync("/registry/component/ergon-1");
        while (entry.Status == 404) // A list that is a second old is not asked for again.
        {
            entry = await server.GetAsync("/registry/component/ergon-1");
        }

        Assert.Equal(("ergon", "http://127.0.0.1:9"), (entry.Text("name"), entry.Text("endpoint")));
        Assert.False(entry.Json.GetProperty("healthy").GetBoolean());
        Assert.Equal("ergon-1", (await server.GetAsync("/api/registry/component/ergon")).Expect(200).Text("id"));
        var list = (await server.GetAsync("/registry/components?capability=build")).Expect(200).Json;
        Assert.Equal("ergon", Text(Assert.Single(list.EnumerateArray()), "name"));
    }

    [Fact]
    public async Task Starts_and_ends_are_told_to_the_family()
    {
        _hermes.IsA2AOpen = true;
        await using var server = await StartAsync(options => options with { PublishEvents = true });
        await RegisteredAsync(server);

        var completed = (await server.PostAsync(
            "/api/executions?wait=10", $$"""{"workflow": {{Definitions.Named("told")}}}""")).Text("execution_id");
        var failed = await server.StartInlineAsync(Definitions.Failing, "?wait=10");
        await _hermes.Requests.ReachAsync(4, one => one.Path == "/api/a2a/v1/");

        var told = _hermes.Requests.Of("POST", "/api/a2a/v1/")
            .Select(request => request.Json.GetProperty("params").GetProperty("message"))
            .Select(message => $"{Text(message, "event_type")} {Text(message, "execution_id")}")
            .ToList();
        Assert.Equal(
            [
                $"workflow_started {completed}",
                $"workflow_completed {completed}",
                $"workflow_started {failed}",
                $"workflow_failed {failed}",
            ],
            told);
    }

    [Fact]
    public async Task Nothing_is_told_unless_the_operator_wants_it()
    {
        var server = await StartAsync();
        await RegisteredAsync(server);

        await server.StartInlineAsync(Definitions.Named("quiet"), "?wait=10");
        await server.DisposeAsync();

        Assert.Empty(_hermes.Requests.Of("POST", "/api/a2a/v1/"));
    }

    [Fact]
    public async Task Authors_of_workflows_cannot_go_where_the_family_is()
    {
        await using var server = await StartAsync();
        await RegisteredAsync(server);
        var asked = _hermes.Requests.Of("GET", "/api/llm/providers").Count;

        var ended = (await server.PostAsync(
            "/api/executions?wait=10",
            $$$"""
            {"workflow": {"name": "nosy", "tasks": {"look": {"component": "http", "action": "request",
              "input": {"url": "{{{_hermes.Url}}}api/llm/providers"} } } } }
            """)).Expect(200);

        Assert.Equal("address_not_allowed", Text(ended.Json.GetProperty("error"), "code"));
        Assert.Equal(asked, _hermes.Requests.Of("GET", "/api/llm/providers").Count);
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private Task<TestServer> StartAsync(Func<FamilyOptions, FamilyOptions>? change = null) =>
        TestServer.StartAsync(configuration =>
        {
            var family = new FamilyOptions { HermesUrl = FamilyOptions.ParseHermesUrl(_hermes.Url.AbsoluteUri) };
            return configuration with { Family = change is null ? family : change(family) };
        });

    /// <summary>Waits until the server knows that it is registered, which its own clock decides.</summary>
    private async Task RegisteredAsync(TestServer server)
    {
        await _hermes.Requests.ReachAsync(
            3, one => one.Path == "/api/register", TestContext.Current.CancellationToken);
        while (!(await server.GetAsync("/health")).Json.GetProperty("registered").GetBoolean())
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
    }
}
