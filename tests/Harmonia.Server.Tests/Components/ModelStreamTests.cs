using System.Text.Json;
using Harmonia.Components.Llm.Configuration;
using Harmonia.Core.Failures;
using Harmonia.Server.Tests.Realtime;
using Harmonia.TestPeers.Models;

namespace Harmonia.Server.Tests.Components;

/// <summary>Models as a workflow, its budget and those who watch it meet them.</summary>
public sealed class ModelStreamTests : IAsyncLifetime
{
    private ModelServer _models = null!;
    private TestServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _models = await ModelServer.StartAsync();
        List<Finding> findings = [];
        var settings = LlmSettingsReader.Read(
            JsonElement.Parse(
                $$$"""
                {"providers": {"p": {"kind": "openai", "base_url": "{{{_models.Address}}}"}},
                 "models": {"m": {"provider": "p"}}, "default_model": "m"}
                """),
            "/llm",
            findings);
        Assert.Empty(findings);
        _server = await TestServer.StartAsync(configuration => configuration with { Llm = settings! });
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _models.DisposeAsync();
    }

    [Fact]
    public async Task A_text_that_broke_off_and_was_begun_anew_is_told_as_it_is_stored()
    {
        string[] tokens = [.. Enumerable.Range(0, 1_000).Select(number => $"{number} ")];
        _models.Then(new ModelTurn.Breaks(tokens[..400]), new ModelTurn.Says(tokens));

        // The first task lets the reader be there before the model begins.
        var id = await _server.StartInlineAsync(
            """
            {"name": "write", "tasks": {
              "go": {"type": "event", "signal": "go"},
              "text": {"component": "llm", "action": "generate", "input": {"prompt": "Count."}, "depends_on": ["go"],
                       "retry_policy": {"max_retries": 1, "initial_delay": 0}}},
             "result": "${tasks.text.output.text}"}
            """);
        using var stream = await EventStreamReader.OpenAsync(_server.Http, $"/events/executions/{id}");
        await stream.NextAsync();
        (await _server.PostAsync($"/api/executions/{id}/signals", """{"name": "go"}""")).Expect(200);
        var frames = await stream.RestAsync();

        Assert.Equal("workflow_completed", frames[^1].Event);
        var told = frames.Where(frame => frame.Event == "task_delta")
            .Select(frame => frame.Json.GetProperty("details"))
            .ToLookup(
                details => details.GetProperty("attempt").GetInt32(),
                details => details.GetProperty("text").GetString());
        var output = (await _server.GetAsync($"/api/executions/{id}")).Expect(200);
        Assert.Equal(tokens, told[2]);
        Assert.Equal(string.Concat(tokens), output.Text("output"));
        Assert.True(told[1].Count() <= 400);
        Assert.Equal(2, output.Json.GetProperty("usage").GetProperty("calls").GetInt32());
    }

    [Fact]
    public async Task Every_try_of_a_model_is_counted_and_the_budget_ends_the_execution()
    {
        _models.Then(
            new ModelTurn.Says("no json") { InputTokens = 30, OutputTokens = 10 },
            new ModelTurn.Says("""{"sum": "many"}""") { InputTokens = 40, OutputTokens = 10 },
            new ModelTurn.Says("""{"sum": 3}""") { InputTokens = 50, OutputTokens = 10 });
        const string Extract =
            """
            "a": {"component": "llm", "action": "extract", "input": {"text": "one and two",
              "schema": {"type": "object", "required": ["sum"], "properties": {"sum": {"type": "integer"}}}}}
            """;

        var free = await EndAsync(
            $$"""{"name": "free", "tasks": { {{Extract}} }, "result": "${tasks.a.output.object}"}""");
        Assert.Equal(3, free.Json.GetProperty("output").GetProperty("sum").GetInt32());
        Assert.Equal(150, free.Json.GetProperty("usage").GetProperty("total_tokens").GetInt32());
        Assert.Contains("no json", _models.Asked[1].Body.GetRawText(), StringComparison.Ordinal);

        _models.Then(new ModelTurn.Says("no json") { InputTokens = 30, OutputTokens = 10 });
        var bounded = await EndAsync(
            $$"""{"name": "bounded", "budget": {"tokens": 40}, "tasks": { {{Extract}} } }""");
        Assert.Equal("failed", bounded.Text("status"));
        Assert.Equal("budget_exceeded", bounded.Json.GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(4, _models.Asked.Count);
    }

    private async Task<Reply> EndAsync(string definition)
    {
        var id = await _server.StartInlineAsync(definition, "?wait=30");
        return (await _server.GetAsync($"/api/executions/{id}")).Expect(200);
    }
}
