using System.Text.Json;
using Harmonia.Client;

namespace Harmonia.Server.Tests.Rest;

public sealed class DialectTests : IAsyncLifetime
{
    private const string Chain =
        """
        {"name": "chain", "inputs": {"n": "integer"}, "tasks": [
            {"id": "first", "type": "setup", "config": {"n": "${input.n}"}, "next": "second"},
            {"id": "second", "type": "data_output"}]}
        """;

    private TestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_workflow_is_told_in_the_form_that_is_asked_for()
    {
        var id = await _server.SaveAsync(Chain);

        var unasked = (await _server.GetAsync($"/api/workflows/{id}")).Expect(200);
        var original = (await _server.GetAsync($"/api/workflows/{id}?form=original")).Expect(200);
        var canonical = (await _server.GetAsync($"/api/workflows/{id}?form=canonical")).Expect(200);

        Assert.Equal(unasked.Body, original.Body);
        Assert.True(JsonElement.DeepEquals(
            JsonElement.Parse(Chain).GetProperty("tasks"), original.Json.GetProperty("tasks")));
        Assert.Equal("""{"n":"integer"}""", original.Json.GetProperty("inputs").GetRawText());
        var second = canonical.Json.GetProperty("tasks")[1];
        Assert.Equal("builtin", second.GetProperty("component").GetString());
        Assert.Equal("""["first"]""", second.GetProperty("depends_on").GetRawText());
        Assert.Equal("""{"n":"integer"}""", canonical.Json.GetProperty("input").GetRawText());
        Assert.Equal(original.Text("definition_hash"), canonical.Text("definition_hash"));
    }

    [Fact]
    public async Task An_answer_in_either_form_can_be_sent_back_as_it_came()
    {
        var id = await _server.SaveAsync(Chain);
        foreach (var form in (string[])["original", "canonical", "original"])
        {
            var told = (await _server.GetAsync($"/api/workflows/{id}?form={form}")).Expect(200);

            var revised = (await _server.PutAsync($"/api/workflows/{id}", told.Body)).Expect(200);

            var again = (await _server.GetAsync($"/api/workflows/{id}?form={form}")).Expect(200);
            Assert.Equal(
                revised.Json.GetProperty("revision").GetInt32(), again.Json.GetProperty("revision").GetInt32());
            Assert.Equal(told.Json.GetProperty("tasks").GetRawText(), again.Json.GetProperty("tasks").GetRawText());
        }
    }

    [Fact]
    public async Task Another_form_is_refused()
    {
        var id = await _server.SaveAsync(Chain);

        var refused = await _server.GetAsync($"/api/workflows/{id}?form=short");

        refused.ExpectError(400, "ValidationError", "INVALID_INPUT");
    }

    [Fact]
    public async Task A_schema_is_told_under_the_name_that_the_author_gave_it_too()
    {
        var id = await _server.SaveAsync(
            """
            {"name": "named", "input_schema": {"a": "string"},
             "tasks": {"a": {"component": "harmonia", "action": "noop"}}}
            """);

        var told = (await _server.GetAsync($"/api/workflows/{id}")).Expect(200);

        Assert.Equal("""{"a":"string"}""", told.Json.GetProperty("input").GetRawText());
        Assert.Equal("""{"a":"string"}""", told.Json.GetProperty("input_schema").GetRawText());
        (await _server.PutAsync($"/api/workflows/{id}", told.Body)).Expect(200);
    }

    [Theory]
    [InlineData("/api/workflows", "{0}", "/tasks/0/config/p")]
    [InlineData("/api/executions", """{"workflow": {0}}""", "/workflow/tasks/0/config/p")]
    public async Task A_finding_points_into_what_was_sent(string path, string body, string pointer)
    {
        const string Wrong =
            """{"name": "w", "tasks": [{"id": "a", "type": "setup", "config": {"p": "${nothing}"}}]}""";

        var sent = body.Replace("{0}", Wrong, StringComparison.Ordinal);

        var refused = (await _server.PostAsync(path, sent))
            .ExpectError(400, "ValidationError", "INVALID_INPUT");

        var finding = Assert.Single(
            refused.Error.GetProperty("details").GetProperty("findings").EnumerateArray().ToList());
        Assert.Equal(pointer, finding.GetProperty("pointer").GetString());
        Assert.Equal(sent.IndexOf("\"p\"", StringComparison.Ordinal) + 1, finding.GetProperty("column").GetInt32());
    }

    [Fact]
    public async Task Validation_understands_every_dialect()
    {
        var valid = (await _server.PostAsync("/api/workflows/validate", Chain)).Expect(200);
        var wrong = (await _server.PostAsync(
            "/api/workflows/validate",
            """{"name": "w", "tasks": [{"id": "a", "type": "setup", "next": "b"}]}""")).Expect(200);

        Assert.True(valid.Json.GetProperty("valid").GetBoolean(), valid.Body);
        Assert.Empty(valid.Json.GetProperty("findings").EnumerateArray());
        Assert.Equal(
            "/tasks/0/next",
            Assert.Single(wrong.Json.GetProperty("findings").EnumerateArray().ToList())
                .GetProperty("pointer").GetString());
    }

    [Fact]
    public async Task A_definition_of_another_dialect_is_executed_without_being_saved()
    {
        var ended = (await _server.PostAsync(
            "/api/executions?wait=10", $$"""{"workflow": {{Chain}}, "input": {"n": 4} }""")).Expect(200);

        Assert.Equal(
            """{"second":{"executor":"builtin","n":4}}""", ended.Json.GetProperty("output").GetRawText());
    }

    [Fact]
    public async Task The_same_text_under_the_same_key_is_saved_once()
    {
        var first = (await _server.PostAsync("/api/workflows", Chain, "key")).Expect(201);
        var again = (await _server.PostAsync("/api/workflows", Chain, "key")).Expect(201);

        Assert.Equal(first.Text("workflow_id"), again.Text("workflow_id"));
        Assert.Equal("true", again.Headers["Idempotency-Replayed"]);
    }

    [Fact]
    public async Task The_client_asks_for_either_form()
    {
        var id = await _server.SaveAsync(Chain);
        var client = new HarmoniaClient(_server.Http);

        var original = await client.GetWorkflowAsync(id, TestContext.Current.CancellationToken);
        var canonical = await client.GetWorkflowAsync(
            id, DefinitionForm.Canonical, TestContext.Current.CancellationToken);

        Assert.True(original.Tasks!.Value[0].TryGetProperty("next", out _));
        Assert.False(canonical.Tasks!.Value[0].TryGetProperty("next", out _));
    }
}
