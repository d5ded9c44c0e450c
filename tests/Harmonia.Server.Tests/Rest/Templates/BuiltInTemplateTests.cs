using Harmonia.Server.Rest.Templates;

namespace Harmonia.Server.Tests.Rest.Templates;

public sealed class BuiltInTemplateTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public void Every_file_of_the_samples_is_part_of_the_program() => Assert.Equal(
        Directory.EnumerateFiles(Path.Combine(RepositoryFiles.Root, "samples", "templates"), "*.yaml").Count(),
        BuiltInTemplates.All.Count);

    [Theory]
    [InlineData("feature-dev", "Feature Development", """{"feature_name": "Login", "requirements": "All"}""", 4)]
    [InlineData("feature_development", "Feature Development", """{"feature_name": "Login", "requirements": "x"}""", 4)]
    [InlineData("bug-fix", "Bug Fix", """{"bug_report": "It crashes", "reproduction_steps": "Start it"}""", 3)]
    [InlineData("refactor", "Code Refactoring", """{"code_location": "src", "refactoring_goals": "Shorter"}""", 5)]
    public async Task They_are_found_by_short_names_and_make_workflows(
        string reference, string name, string values, int tasks)
    {
        var got = (await _server.GetAsync($"/api/templates/{reference}")).Expect(200);
        var byId = (await _server.GetAsync($"/api/templates/{got.Text("id")}")).Expect(200);
        var made = (await _server.PostAsync(
            $"/api/templates/{reference}/instantiate",
            $$"""{"name": "mine", "parameter_values": {{values}}}""")).Expect(201);
        var workflow = (await _server.GetAsync("/api/workflows/mine")).Expect(200);

        Assert.Equal(name, got.Text("name"));
        Assert.Equal(got.Body, byId.Body);
        Assert.Equal(tasks, workflow.Json.GetProperty("tasks").GetPropertyCount());
        Assert.All(
            made.Json.GetProperty("warnings").EnumerateArray(),
            warning => Assert.Equal("unknown_component", warning.GetProperty("code").GetString()));
        var used = await _server.GetAsync($"/api/templates/{reference}");
        Assert.Equal(1, used.Json.GetProperty("usage_count").GetInt32());
    }

    [Fact]
    public async Task They_cannot_be_changed_but_replaced_by_one_of_the_same_name()
    {
        (await _server.DeleteAsync("/api/templates/bug-fix")).ExpectError(409, "ConflictError", "TEMPLATE_BUILT_IN");
        (await _server.PutAsync("/api/templates/bug-fix", """{"name": "x", "tasks": {}}"""))
            .ExpectError(409, "ConflictError", "TEMPLATE_BUILT_IN");
        var file = await File.ReadAllTextAsync(
            Path.Combine(RepositoryFiles.Root, "samples", "templates", "feature-development.yaml"));
        var own = await _server.SendAsync(HttpMethod.Post, "/api/templates/import", file, "application/yaml");
        var versions = await _server.GetAsync("/api/templates/bug-fix/versions");

        var found = await _server.GetAsync("/api/templates/feature-dev");
        Assert.Equal(own.Expect(201).Text("template_id"), found.Text("id"));
        Assert.Equal(3, (await _server.GetAsync("/api/templates")).Json.GetProperty("total").GetInt32());
        Assert.Equal(1, versions.Json.GetProperty("total").GetInt32());
    }

    [Theory]
    [InlineData("1.0.0", "1.0.1")]
    [InlineData("v9", "v10")]
    [InlineData("first", "first.1")]
    public void A_version_that_nobody_named_follows_the_last_one(string version, string next) =>
        Assert.Equal(next, TemplateVersions.After(version));
}
