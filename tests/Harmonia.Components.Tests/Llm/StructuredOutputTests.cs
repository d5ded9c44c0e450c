using System.Text.Json;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;
using Harmonia.TestPeers.Models;

namespace Harmonia.Components.Tests.Llm;

/// <summary>Answers that have to match a schema are asked for again, then of others, and all of it is counted.</summary>
public sealed class StructuredOutputTests
{
    private const string Extract =
        """
        {"text": "Ada is 36.", "model": "m", "schema": {"type": "object", "required": ["name", "age"],
         "properties": {"name": {"type": "string"}, "age": {"type": "integer", "minimum": 0}}}}
        """;

    private const string TwoModels =
        """
        {"providers": {"p": {"kind": "openai", "base_url": "URL"}},
         "models": {"m": {"provider": "p", "model": "small", "input_price_per_million": 1, "fallback": "big"},
                    "big": {"provider": "p", "model": "large", "input_price_per_million": 10}}}
        """;

    public static TheoryData<string> Kinds => [.. ModelHost.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_model_that_answers_badly_twice_is_told_what_was_wrong(string kind)
    {
        await using var host = await ModelHost.StartAsync(kind);
        host.Server.Then(
            new ModelTurn.Says("""{"name": "Ada", "age": "old"}""") { InputTokens = 100, OutputTokens = 10 },
            new ModelTurn.Says("Sorry, I cannot.") { InputTokens = 200, OutputTokens = 20 },
            new ModelTurn.Says("""{"name": "Ada", "age": 36}""") { InputTokens = 300, OutputTokens = 30 });

        var outcome = await host.AskAsync("extract", Extract);

        var output = Assert.IsType<TaskOutcome.Completed>(outcome).Output;
        Assert.Equal(36, output.GetProperty("result").GetProperty("age").GetInt32());
        Assert.Equal("Ada", output.GetProperty("object").GetProperty("name").GetString());
        Assert.Equal(new TaskUsage(600, 60, 0.00072m, 3), outcome.Usage);
        Assert.Equal(660, output.GetProperty("usage").GetProperty("total_tokens").GetInt32());

        JsonElement[] tries = [.. output.GetProperty("tries").EnumerateArray()];
        Assert.Equal([100, 200, 300], tries.Select(one => one.GetProperty("input_tokens").GetInt32()));
        var first = tries[0].GetProperty("error").GetString()!;
        Assert.Contains("/age", first, StringComparison.Ordinal);
        var second = tries[1].GetProperty("error").GetString()!;
        Assert.Equal("The answer is not valid JSON.", second);
        Assert.False(tries[2].TryGetProperty("error", out _));

        Assert.Equal(3, host.Server.Asked.Count);
        Assert.Contains(first, LastText(host.Server.Asked[1]), StringComparison.Ordinal);
        Assert.Contains(second, LastText(host.Server.Asked[2]), StringComparison.Ordinal);
        Assert.Contains("\"integer\"", host.Server.Asked[0].Body.GetRawText().Replace("\\u0022", "\"", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_the_repairs_another_model_is_asked_anew()
    {
        await using var host = await ModelHost.StartAsync(settings: TwoModels);
        host.Server.Then(
            new ModelTurn.Says("no") { InputTokens = 10 },
            new ModelTurn.Says("no") { InputTokens = 20 },
            new ModelTurn.Says("""{"name": "Ada", "age": 36}""") { InputTokens = 40 });

        var outcome = await host.AskAsync(
            "extract", Extract.Replace("\"model\"", "\"max_repairs\": 1, \"model\"", StringComparison.Ordinal));

        var output = Assert.IsType<TaskOutcome.Completed>(outcome).Output;
        Assert.Equal("big", output.GetProperty("model").GetString());
        Assert.Equal(
            ["m", "m", "big"],
            output.GetProperty("tries").EnumerateArray().Select(one => one.GetProperty("model").GetString()!));
        Assert.Equal(
            ["small", "small", "large"],
            host.Server.Asked.Select(asked => asked.Body.GetProperty("model").GetString()!));
        Assert.Equal(2, host.Server.Asked[2].Body.GetProperty("messages").GetArrayLength());
        Assert.Equal((70, 0.00043m), (outcome.Usage!.InputTokens, outcome.Usage.CostUsd));
    }

    [Fact]
    public async Task When_nobody_gives_a_valid_answer_the_failure_has_all_tries_and_tokens()
    {
        await using var host = await ModelHost.StartAsync(settings: TwoModels);
        host.Server.Otherwise = new ModelTurn.Says("no") { InputTokens = 10, OutputTokens = 1 };

        var outcome = await host.AskAsync("extract", Extract);

        var failure = Assert.IsType<TaskOutcome.Failed>(outcome).Failure;
        Assert.Equal(("llm_invalid_answer", false), (failure.Code, failure.Retryable));
        Assert.Equal(6, failure.Details!.Value.GetProperty("tries").GetArrayLength());
        Assert.Equal((60L, 6L, 6L), (outcome.Usage!.InputTokens, outcome.Usage.OutputTokens, outcome.Usage.Calls));
    }

    [Fact]
    public async Task The_budget_stops_the_repairs()
    {
        await using var host = await ModelHost.StartAsync();
        host.Server.Otherwise = new ModelTurn.Says("no") { InputTokens = 100, OutputTokens = 10 };

        var outcome = await host.AskAsync("extract", Extract, new BudgetLeft(150, null, null));

        var failure = Assert.IsType<TaskOutcome.Failed>(outcome).Failure;
        Assert.Equal(("budget_exceeded", false), (failure.Code, failure.Retryable));
        Assert.Equal(2, host.Server.Asked.Count);
        Assert.Equal(new TaskUsage(200, 20, 0.00024m, 2), outcome.Usage);
    }

    [Fact]
    public async Task A_spent_budget_asks_nobody()
    {
        await using var host = await ModelHost.StartAsync();

        var outcome = await host.AskAsync("generate", """{"prompt": "Hi"}""", new BudgetLeft(null, null, 0));

        Assert.Equal("budget_exceeded", Assert.IsType<TaskOutcome.Failed>(outcome).Failure.Code);
        Assert.Empty(host.Server.Asked);
    }

    [Theory]
    [InlineData("```json\n{\"name\": \"Ada\", \"age\": 36}\n```")]
    [InlineData("Here it is:\n```\n{\"name\": \"Ada\", \"age\": 36}\n```\nAnything else?")]
    [InlineData("  {\"name\": \"Ada\", \"age\": 36}\n")]
    public async Task Fences_around_the_value_do_not_matter(string text)
    {
        await using var host = await ModelHost.StartAsync();
        host.Server.Then(new ModelTurn.Says(text));

        var output = await host.OutputAsync("extract", Extract);

        Assert.Equal(36, output.GetProperty("object").GetProperty("age").GetInt32());
        Assert.Single(host.Server.Asked);
    }

    [Fact]
    public async Task A_provider_is_told_the_schema_in_the_way_it_has()
    {
        await using var openai = await ModelHost.StartAsync("openai");
        openai.Server.Otherwise = new ModelTurn.Says("{}");
        await using var ollama = await ModelHost.StartAsync("ollama");
        ollama.Server.Otherwise = new ModelTurn.Says("{}");
        const string Input = """{"prompt": "Hi", "response_format": {"type": "json_object"}}""";

        await openai.OutputAsync("generate", Input);
        await ollama.OutputAsync("generate", Input);

        var format = openai.Server.Asked[0].Body.GetProperty("response_format");
        Assert.Equal("json_schema", format.GetProperty("type").GetString());
        Assert.Equal(
            "object", format.GetProperty("json_schema").GetProperty("schema").GetProperty("type").GetString());
        Assert.Equal("object", ollama.Server.Asked[0].Body.GetProperty("format").GetProperty("type").GetString());
    }

    [Fact]
    public async Task A_model_that_is_busy_is_stood_in_for()
    {
        await using var host = await ModelHost.StartAsync(settings: TwoModels);
        host.Server.Then(new ModelTurn.Status(529, "overloaded"), new ModelTurn.Says("Hello"));

        var output = await host.OutputAsync("generate", """{"prompt": "Hi", "model": "m"}""");

        Assert.Equal("big", output.GetProperty("model").GetString());
        Assert.Contains(
            "http_529",
            output.GetProperty("tries")[0].GetProperty("error").GetString(),
            StringComparison.Ordinal);
    }

    private static string LastText(ModelAsked asked)
    {
        var content = asked.Body.GetProperty("messages").EnumerateArray().Last().GetProperty("content");
        return content.ValueKind is JsonValueKind.String
            ? content.GetString()!
            : content[0].GetProperty("text").GetString()!;
    }
}
