using System.Text.Json;

namespace Harmonia.Server.Tests.Rest.Templates;

public sealed class TemplateEndpointTests : IAsyncLifetime
{
    private const string Greeting =
        """
        {"name": "Polite Greeting", "description": "Greets", "tags": ["a", "b"], "metadata": {"category": "manners"},
         "parameters": {"word": {"type": "string", "required": true, "description": "Which word"},
                        "times": {"type": "integer", "required": false, "default": 2}},
         "tasks": {"say": {"component": "harmonia", "action": "echo",
                           "input": {"text": "${param.word} ${input.name}", "times": "${param.times}"}}}}
        """;

    private TestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_template_of_a_saved_workflow_is_told_as_documented()
    {
        var workflow = await _server.SaveAsync(Parametrized);
        var created = (await _server.PostAsync(
            "/api/templates",
            $$$$"""
            {"name": "Data Processing Template", "description": "For data",
             "workflow_definition_id": "{{{{workflow}}}}",
             "parameters": {"source": {"type": "string", "required": true, "description": "Where from"},
                            "options": {"type": "object", "required": false, "default": {"normalize": true}}},
             "metadata": {"author": "ada"}}
            """)).Expect(201);
        var id = created.Text("template_id");

        var got = (await _server.GetAsync($"/api/templates/{id}")).Expect(200);

        Assert.Equal("Data Processing Template", created.Text("name"));
        Assert.EndsWith("Z", created.Text("created_at"), StringComparison.Ordinal);
        Assert.Equal((id, workflow), (got.Text("id"), got.Text("workflow_definition_id")));
        Assert.Equal("For data", got.Text("description"));
        Assert.Equal(got.Text("created_at"), got.Text("updated_at"));
        Assert.Equal(
            """{"source":{"type":"string","required":true,"description":"Where from"},"""
                + "\"options\":{\"type\":\"object\",\"required\":false,\"default\":{\"normalize\":true}}}",
            got.Json.GetProperty("parameters").GetRawText());
        Assert.Equal("ada", got.Json.GetProperty("metadata").GetProperty("author").GetString());
    }

    [Fact]
    public async Task A_template_keeps_the_revision_that_it_was_made_of()
    {
        var workflow = await _server.SaveAsync(Parametrized);
        await _server.PostAsync(
            "/api/templates",
            """
            {"name": "t", "workflow_id": "parametrized", "parameters": {"source": "string", "options": "object"}}
            """);
        await _server.PutAsync($"/api/workflows/{workflow}", Definitions.Named("parametrized"));
        await _server.DeleteAsync($"/api/workflows/{workflow}");

        var got = (await _server.GetAsync("/api/templates/t")).Expect(200);

        Assert.Equal(1, got.Json.GetProperty("workflow_revision").GetInt32());
        Assert.True(got.Json.GetProperty("workflow_definition").GetProperty("tasks").TryGetProperty("load", out _));
    }

    [Fact]
    public async Task Templates_are_listed_with_those_of_the_release_last()
    {
        await SaveAsync(Greeting);

        var all = (await _server.GetAsync("/api/templates?limit=2")).Expect(200);
        var rest = (await _server.GetAsync("/api/templates?limit=2&offset=2")).Expect(200);
        var tagged = (await _server.GetAsync("/api/templates?tags=a&tags=b")).Expect(200);
        var named = (await _server.GetAsync("/api/templates?filter=name:contains:bug")).Expect(200);

        Assert.Equal(["Polite Greeting", "Bug Fix"], Names(all));
        Assert.Equal(["Code Refactoring", "Feature Development"], Names(rest));
        Assert.Equal((4, 2, 0), (Number(all, "total"), Number(all, "limit"), Number(all, "offset")));
        Assert.Equal(["Polite Greeting"], Names(tagged));
        Assert.Equal(["Bug Fix"], Names(named));
        var first = all.Json.GetProperty("templates")[0];
        Assert.Equal("manners", first.GetProperty("category").GetString());
        Assert.False(first.GetProperty("built_in").GetBoolean());
        Assert.True(all.Json.GetProperty("templates")[1].GetProperty("built_in").GetBoolean());
    }

    [Fact]
    public async Task A_put_makes_the_next_version_and_the_old_one_stays()
    {
        var id = await SaveAsync(Greeting);

        var second = (await PutAsync(id, Greeting.Replace("\"times\": \"${param.times}\"", "\"t\": 1"))).Expect(200);
        var third = (await PutAsync(
            "polite-greeting",
            Greeting.Replace("{\"name\"", "{\"version\": \"2.0\", \"changes\": \"New.\", \"name\""))).Expect(200);
        var versions = (await _server.GetAsync($"/api/templates/{id}/versions")).Expect(200);
        var first = (await _server.GetAsync($"/api/templates/{id}?version=1.0.0")).Expect(200);

        Assert.Equal(("1.0.1", "2.0"), (second.Text("version"), third.Text("version")));
        Assert.Equal(
            [("2.0", true), ("1.0.1", false), ("1.0.0", false)],
            versions.Json.GetProperty("versions").EnumerateArray().Select(version => (
                version.GetProperty("version").GetString()!, version.GetProperty("is_latest").GetBoolean())));
        Assert.Equal("New.", versions.Json.GetProperty("versions")[0].GetProperty("changes").GetString());
        Assert.Contains("param.times", first.Body, StringComparison.Ordinal);
        Assert.Equal("2.0", first.Text("current_version"));
        (await PutAsync(id, Greeting.Replace("{\"name\"", "{\"version\": \"2.0\", \"name\"")))
            .ExpectError(409, "ConflictError", "TEMPLATE_VERSION_TAKEN");
        (await _server.GetAsync($"/api/templates/{id}?version=9"))
            .ExpectError(404, "NotFoundError", "TEMPLATE_VERSION_NOT_FOUND");
    }

    [Fact]
    public async Task What_is_exported_can_be_imported_again_in_both_formats()
    {
        await SaveAsync(Greeting);
        var json = (await _server.GetAsync("/api/templates/polite-greeting/export")).Expect(200);
        var yaml = (await _server.GetAsync("/api/templates/polite-greeting/export?format=yaml")).Expect(200);
        var before = (await _server.GetAsync("/api/templates/polite-greeting")).Json;

        (string, string)[] files = [(json.Body, "application/json"), (yaml.Body, "application/yaml")];
        foreach (var (text, type) in files)
        {
            (await _server.DeleteAsync("/api/templates/polite-greeting")).Expect(200);
            var imported = (await _server.SendAsync(HttpMethod.Post, "/api/templates/import", text, type)).Expect(201);
            var after = (await _server.GetAsync($"/api/templates/{imported.Text("template_id")}")).Expect(200).Json;

            Assert.Equal(JsonValueKind.Null, imported.Json.GetProperty("workflow_definition_id").ValueKind);
            foreach (var part in (string[])["parameters", "workflow_definition", "tags", "metadata", "description"])
            {
                Assert.True(JsonElement.DeepEquals(before.GetProperty(part), after.GetProperty(part)), part);
            }
        }

        Assert.StartsWith("application/yaml", yaml.Headers["Content-Type"], StringComparison.Ordinal);
        (await _server.GetAsync("/api/templates/bug-fix/export?format=xml"))
            .ExpectError(400, "ValidationError", "INVALID_INPUT");
    }

    /// <summary>Made up in the form in which Tekton keeps its templates.</summary>
    [Fact]
    public async Task A_file_of_the_family_can_be_imported_and_its_workflow_made()
    {
        const string File =
            """
            {"name": "Clean Up", "description": "d",
             "workflow_definition": {
               "name": "Clean Up Workflow", "version": "1.0", "metadata": {"difficulty": "easy"},
               "input": {"where": {"type": "string"}, "style": {"type": "string", "default": "ours"}},
               "output": {"done": {"type": "boolean", "description": "d"}},
               "tasks": {
                 "find": {"name": "Find", "description": "d", "component": "numa", "dependencies": [],
                          "parameters": {"place": "{{ where }}", "style": "{{ style }}"}, "timeout": 60},
                 "mend": {"name": "Mend", "component": "metis", "dependencies": ["find"],
                          "parameters": {"what": "{{ find.output.mess }}", "much": "{{ much | default(80) }}"}}}},
             "parameters": {
               "where": {"name": "where", "parameter_type": "text", "description": "d", "required": true},
               "much": {"name": "much", "parameter_type": "integer", "default_value": 70, "required": false},
               "how": {"name": "how", "parameter_type": "select", "options": ["a", "b"], "default_value": "a"}},
             "tags": ["t"], "is_public": true, "metadata": {"author": "x", "version": "1.0"}, "usage_count": 0}
            """;

        var imported = (await _server.PostAsync("/api/templates/import", File)).Expect(201);
        var made = (await _server.PostAsync(
            "/api/templates/clean_up/instantiate",
            """{"name": "clean", "parameter_values": {"where": "{{ style }} ${env.HOME}"}}""")).Expect(201);
        var tasks = (await _server.GetAsync("/api/workflows/clean")).Expect(200).Json.GetProperty("tasks");

        Assert.Equal("Clean Up", imported.Text("name"));
        Assert.All(
            made.Json.GetProperty("warnings").EnumerateArray(),
            warning => Assert.Equal("unknown_component", warning.GetProperty("code").GetString()));
        Assert.Equal(
            """{"place":"{{ style }} $${env.HOME}","style":"${input.style}"}""",
            tasks.GetProperty("find").GetProperty("input").GetRawText());
        Assert.Equal(
            """{"what":"${tasks.find.output.mess}","much":70}""",
            tasks.GetProperty("mend").GetProperty("input").GetRawText());
        Assert.Equal("mend", tasks.GetProperty("mend").GetProperty("action").GetString());
        (await _server.PostAsync("/api/templates/clean-up/create", """{"parameters": {"where": "x", "how": "c"}}"""))
            .ExpectError(400, "ValidationError", "INVALID_INPUT");
    }

    [Fact]
    public async Task What_is_wrong_is_told_at_its_place()
    {
        var reply = await _server.PostAsync(
            "/api/templates", Greeting.Replace("${param.times}", "${param.tims}", StringComparison.Ordinal));

        reply.ExpectError(400, "ValidationError", "INVALID_INPUT");
        Assert.Equal("/tasks/say/input/times", reply.Field);
        Assert.Equal("times", reply.Error.GetProperty("details").GetProperty("suggestion").GetString());
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        (await _server.GetAsync("/api/templates/nothing")).ExpectError(404, "NotFoundError", "TEMPLATE_NOT_FOUND");
        (await _server.DeleteAsync("/api/templates/nothing")).ExpectError(404, "NotFoundError", "TEMPLATE_NOT_FOUND");
        (await PutAsync("nothing", Greeting)).ExpectError(404, "NotFoundError", "TEMPLATE_NOT_FOUND");
        (await _server.GetAsync("/api/templates/nothing/versions"))
            .ExpectError(404, "NotFoundError", "TEMPLATE_NOT_FOUND");
        (await _server.GetAsync("/api/templates/nothing/export"))
            .ExpectError(404, "NotFoundError", "TEMPLATE_NOT_FOUND");
        (await _server.PostAsync("/api/templates/nothing/instantiate", "{}"))
            .ExpectError(404, "NotFoundError", "TEMPLATE_NOT_FOUND");
        (await _server.PostAsync("/api/templates", """{"name": "t", "workflow_definition_id": "nothing"}"""))
            .ExpectError(404, "NotFoundError", "WORKFLOW_NOT_FOUND");
    }

    [Fact]
    public async Task A_name_is_given_once_and_an_idempotency_key_repeats()
    {
        var first = (await _server.PostAsync("/api/templates", Greeting, "k")).Expect(201);
        var again = (await _server.PostAsync("/api/templates", Greeting, "k")).Expect(201);

        Assert.Equal(first.Text("template_id"), again.Text("template_id"));
        Assert.Equal("true", again.Headers["Idempotency-Replayed"]);
        (await _server.PostAsync("/api/templates", Greeting)).ExpectError(409, "ConflictError", "TEMPLATE_NAME_TAKEN");
        (await _server.PostAsync("/api/templates", Greeting.Replace("${input.name}", "you"), "k"))
            .ExpectError(422, "ProcessingError", "IDEMPOTENCY_KEY_REUSED");
    }

    [Fact]
    public async Task A_template_extends_and_includes_others_and_a_cycle_is_refused()
    {
        var id = await SaveAsync(Greeting);
        await SaveAsync(
            """
            {"name": "top", "extends": "polite-greeting",
             "includes": [{"template": "polite-greeting", "prefix": "b_"}]}
            """);

        var top = (await _server.GetAsync("/api/templates/top")).Expect(200).Json;
        var cycle = await PutAsync(id, """{"name": "Polite Greeting", "extends": "top"}""");

        Assert.Equal(
            ["say", "b_say"],
            top.GetProperty("workflow_definition").GetProperty("tasks").EnumerateObject().Select(task => task.Name));
        Assert.Equal(id, top.GetProperty("extends").GetProperty("template_id").GetString());
        Assert.Equal("b_", top.GetProperty("includes")[0].GetProperty("prefix").GetString());
        cycle.ExpectError(400, "ValidationError", "INVALID_INPUT");
        Assert.Contains("template_cycle", cycle.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Categories_hold_templates_and_each_other()
    {
        var added = await _server.PostAsync("/api/templates/categories", """{"name": "work"}""");
        var work = added.Expect(201).Text("id");
        await _server.PostAsync("/api/templates/categories", """{"name": "manners", "parent_id": "work"}""");
        await SaveAsync(Greeting.Replace("{\"name\"", "{\"category_ids\": [\"manners\"], \"name\""));

        Assert.Equal(["Polite Greeting"], Names(await _server.GetAsync($"/api/templates?category_id={work}")));
        Assert.Empty(Names(await _server.GetAsync("/api/templates?category_id=nothing")));
        (await _server.DeleteAsync("/api/templates/categories/work"))
            .ExpectError(409, "ConflictError", "CATEGORY_IN_USE");
        (await _server.DeleteAsync("/api/templates/categories/x"))
            .ExpectError(404, "NotFoundError", "CATEGORY_NOT_FOUND");
        (await _server.PostAsync("/api/templates/categories", """{"name": "work"}"""))
            .ExpectError(409, "ConflictError", "CATEGORY_NAME_TAKEN");
        var wrong = await _server.PostAsync(
            "/api/templates",
            """
            {"name": "x", "category_ids": ["maners"], "tasks": {"a": {"component": "harmonia", "action": "noop"}}}
            """);
        Assert.Equal("/category_ids/0", wrong.ExpectError(400, "ValidationError", "INVALID_INPUT").Field);
    }

    private const string Parametrized =
        """
        {"name": "parametrized", "tasks": {"load": {"component": "harmonia", "action": "echo",
            "input": {"source": "${param.source}", "options": "${param.options}"}}}}
        """;

    private static IEnumerable<string> Names(Reply reply) =>
        from template in reply.Json.GetProperty("templates").EnumerateArray()
        select template.GetProperty("name").GetString()!;

    private static int Number(Reply reply, string name) => reply.Json.GetProperty(name).GetInt32();

    private async Task<string> SaveAsync(string template) =>
        (await _server.PostAsync("/api/templates", template)).Expect(201).Text("template_id");

    private Task<Reply> PutAsync(string template, string body) => _server.PutAsync($"/api/templates/{template}", body);
}
