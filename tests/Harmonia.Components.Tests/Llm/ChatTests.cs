using System.Text.Json;
using Harmonia.TestPeers.Models;

namespace Harmonia.Components.Tests.Llm;

/// <summary>Each provider is asked in its own words, and its answer means the same.</summary>
public sealed class ChatTests
{
    private const string Chat =
        """
        {"messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi"},
                      {"role": "assistant", "content": "Yes?"}, {"role": "user", "content": "Bye"}],
         "temperature": 0.5, "max_tokens": 99, "stop": ["END"], "stream": STREAM}
        """;

    public static TheoryData<string, bool> Ways
    {
        get
        {
            var ways = new TheoryData<string, bool>();
            foreach (var kind in ModelHost.Kinds)
            {
                ways.Add(kind, true);
                ways.Add(kind, false);
            }

            return ways;
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task An_answer_is_the_same_whoever_gives_it(string kind, bool stream)
    {
        await using var host = await ModelHost.StartAsync(kind);
        host.Server.Then(new ModelTurn.Says("Good", " bye") { InputTokens = 30, OutputTokens = 20 });

        var output = await host.OutputAsync("chat", With(stream));

        Assert.Equal("Good bye", output.GetProperty("text").GetString());
        Assert.Equal("Good bye", output.GetProperty("content").GetString());
        Assert.Equal("Good bye", output.GetProperty("result").GetString());
        Assert.Equal("m", output.GetProperty("model").GetString());
        Assert.Equal("p", output.GetProperty("provider").GetString());
        Assert.Equal("stop", output.GetProperty("finish_reason").GetString());
        var usage = output.GetProperty("usage");
        Assert.Equal(
            (30, 20, 50, 1, 0.00007m),
            (usage.GetProperty("input_tokens").GetInt32(),
                usage.GetProperty("output_tokens").GetInt32(),
                usage.GetProperty("total_tokens").GetInt32(),
                usage.GetProperty("calls").GetInt32(),
                usage.GetProperty("cost_usd").GetDecimal()));
    }

    [Fact]
    public async Task OpenAI_is_asked_in_its_words()
    {
        await using var host = await ModelHost.StartAsync("openai");
        await host.OutputAsync("chat", With(stream: true));

        var asked = Assert.Single(host.Server.Asked);
        Assert.Equal("/v1/chat/completions", asked.Path);
        Assert.Equal($"Bearer {ModelHost.Key}", asked.Headers["authorization"]);
        Assert.Equal($"{Calls.Execution}/ship", asked.Headers["idempotency-key"]);
        AssertJson(
            """
            {"model": "double-1",
             "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi"},
                          {"role": "assistant", "content": "Yes?"}, {"role": "user", "content": "Bye"}],
             "temperature": 0.5, "max_tokens": 99, "stop": ["END"],
             "stream": true, "stream_options": {"include_usage": true}}
            """,
            asked.Body);
    }

    [Fact]
    public async Task Anthropic_is_asked_in_its_words()
    {
        await using var host = await ModelHost.StartAsync("anthropic");
        await host.OutputAsync("chat", With(stream: false));

        var asked = Assert.Single(host.Server.Asked);
        Assert.Equal("/v1/messages", asked.Path);
        Assert.Equal(ModelHost.Key, asked.Headers["x-api-key"]);
        Assert.Equal("2023-06-01", asked.Headers["anthropic-version"]);
        AssertJson(
            """
            {"model": "double-1", "max_tokens": 99, "system": "Be brief.",
             "messages": [{"role": "user", "content": [{"type": "text", "text": "Hi"}]},
                          {"role": "assistant", "content": [{"type": "text", "text": "Yes?"}]},
                          {"role": "user", "content": [{"type": "text", "text": "Bye"}]}],
             "temperature": 0.5, "stop_sequences": ["END"]}
            """,
            asked.Body);
    }

    [Fact]
    public async Task Ollama_is_asked_in_its_words()
    {
        await using var host = await ModelHost.StartAsync("ollama");
        await host.OutputAsync("chat", With(stream: true));

        var asked = Assert.Single(host.Server.Asked);
        Assert.Equal("/api/chat", asked.Path);
        AssertJson(
            """
            {"model": "double-1",
             "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi"},
                          {"role": "assistant", "content": "Yes?"}, {"role": "user", "content": "Bye"}],
             "options": {"temperature": 0.5, "num_predict": 99, "stop": ["END"]}, "stream": true}
            """,
            asked.Body);
    }

    [Theory]
    [InlineData("URL", "/v1/chat/completions")]
    [InlineData("URL/v1", "/v1/chat/completions")]
    [InlineData("URL/v1/", "/v1/chat/completions")]
    [InlineData("URL/openai/v1", "/openai/v1/chat/completions")]
    [InlineData("URL/v1/chat/completions", "/v1/chat/completions")]
    public async Task The_base_url_may_end_with_the_version_or_not(string url, string path)
    {
        await using var host = await ModelHost.StartAsync(settings: $$"""
            {"providers": {"p": {"kind": "openai", "base_url": "{{url}}", "headers": {"X-Team": "blue"} } },
             "models": {"m": {"provider": "p"} } }
            """);
        await host.OutputAsync("generate", """{"prompt": "Hi"}""");

        var asked = Assert.Single(host.Server.Asked);
        Assert.Equal(path, asked.Path);
        Assert.Equal("blue", asked.Headers["x-team"]);
        Assert.False(asked.Headers.ContainsKey("authorization"));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task An_answer_that_was_cut_off_says_so(string kind, bool stream)
    {
        await using var host = await ModelHost.StartAsync(kind);
        host.Server.Then(new ModelTurn.Says("Once upon") { Finish = "length" });

        var output = await host.OutputAsync("chat", With(stream));

        Assert.Equal("length", output.GetProperty("finish_reason").GetString());
    }

    [Fact]
    public async Task Tokens_that_nobody_counted_are_estimated_and_marked()
    {
        await using var host = await ModelHost.StartAsync();
        host.Server.Then(new ModelTurn.Says("12345678") { Counts = false });

        var output = await host.OutputAsync("generate", """{"prompt": "Hi"}""");

        var only = Assert.Single(output.GetProperty("tries").EnumerateArray());
        Assert.True(only.GetProperty("estimated").GetBoolean());
        Assert.Equal(2, only.GetProperty("output_tokens").GetInt32());
    }

    [Theory]
    [InlineData("chat", "{}", "messages")]
    [InlineData("chat", """{"messages": []}""", "1 to 1000")]
    [InlineData("chat", """{"messages": [{"role": "robot", "content": "a"}]}""", "/messages/0/role")]
    [InlineData("chat", """{"messages": [{"role": "user", "content": [{"type": "image_url"}]}]}""", "/messages/0/content")]
    [InlineData("generate", """{"prompt": "a", "model": "n"}""", "Did you mean \"m\"?")]
    [InlineData("generate", """{"prompt": "a", "temperature": 3}""", "/temperature")]
    [InlineData("generate", """{"prompt": "a", "max_tokens": 0}""", "/max_tokens")]
    [InlineData("generate", """{"prompt": "a", "schema": {"type": "object", "minimum": "x"}}""", "/schema/minimum")]
    [InlineData("generate", """{"prompt": "a", "schema": {"type": "object"}, "stream": true}""", "/stream")]
    [InlineData("generate", """{"prompt": "a", "promt": "b"}""", "Did you mean \"prompt\"?")]
    [InlineData("extract", """{"text": "a"}""", "/schema")]
    [InlineData("extract", """{"schema": {"type": "object"}}""", "/text")]
    public async Task Wrong_input_is_refused_and_nobody_is_asked(string action, string input, string named)
    {
        await using var host = await ModelHost.StartAsync();

        var failure = await host.FailureAsync(action, input);

        Assert.Equal("invalid_input", failure.Code);
        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
        Assert.Empty(host.Server.Asked);
    }

    [Fact]
    public async Task Without_configuration_the_failure_says_so()
    {
        await using var executor = ModelHost.Open("{}");

        var failure = await executor.FailureAsync(Calls.Call("generate", """{"prompt": "a"}"""));

        Assert.Equal("invalid_input", failure.Code);
        Assert.Contains("configured no language model", failure.Message, StringComparison.Ordinal);
    }

    private static string With(bool stream) =>
        Chat.Replace("STREAM", stream ? "true" : "false", StringComparison.Ordinal);

    private static void AssertJson(string expected, JsonElement actual) =>
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), actual), actual.GetRawText());
}
