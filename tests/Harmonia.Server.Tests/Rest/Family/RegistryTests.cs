namespace Harmonia.Server.Tests.Rest.Family;

public sealed class RegistryTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("/registry/component/", "harmonia.workflow", "execute_workflow")]
    [InlineData("/api/registry/component/", "harmonia.state", "save_state")]
    [InlineData("/registry/component/", "harmonia", "workflow_orchestration")]
    public async Task Our_own_names_are_registered_here(string path, string id, string capability)
    {
        var entry = (await _server.GetAsync(path + id)).Expect(200);

        Assert.Equal(id, entry.Text("component_id"));
        Assert.Equal(_server.Address.GetLeftPart(UriPartial.Authority), entry.Text("endpoint"));
        Assert.Contains(
            capability, entry.Json.GetProperty("capabilities").EnumerateArray().Select(item => item.GetString()));
    }

    [Theory]
    [InlineData("/registry/components?capability=save_state", "harmonia.state")]
    [InlineData("/api/registry/components?type=harmonia.workflow", "harmonia.workflow")]
    [InlineData("/registry/components", "harmonia,harmonia.workflow,harmonia.state")]
    [InlineData("/registry/components?capability=fly", "")]
    public async Task Components_are_listed(string path, string ids)
    {
        var list = (await _server.GetAsync(path)).Expect(200).Json;

        Assert.Equal(ids, string.Join(',', list.EnumerateArray().Select(item => item.GetProperty("id").GetString())));
    }

    [Fact]
    public async Task Nobody_else_is_known_when_standing_alone()
    {
        var error = (await _server.GetAsync("/registry/component/engram"))
            .ExpectError(404, "NotFoundError", "REGISTRY_ENTRY_NOT_FOUND");

        Assert.Contains("Hermes is not used", error.Error.GetProperty("message").GetString(), StringComparison.Ordinal);
        (await _server.GetAsync("/registry/components?kind=x")).ExpectError(400, "ValidationError", "INVALID_INPUT");
    }
}
