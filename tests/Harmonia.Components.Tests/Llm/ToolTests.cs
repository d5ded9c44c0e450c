using System.Text.Json;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Core.Schemas;
using Harmonia.Engine.Ports;
using Harmonia.TestPeers.Models;

namespace Harmonia.Components.Tests.Llm;

/// <summary>A model may call what the task lists, as often as it says, and nothing else.</summary>
public sealed class ToolTests
{
    private const string WithAdd =
        """{"prompt": "1 + 2?", "tools": [{"component": "math", "action": "add"}] MORE}""";

    public static TheoryData<string, bool> Ways => ChatTests.Ways;

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_tool_is_called_and_its_result_told(string kind, bool stream)
    {
        var math = new MathExecutor();
        await using var host = await ModelHost.StartAsync(kind, null, math);
        host.Server.Then(
            new ModelTurn.Calls(new AskedTool("math_add", """{"a": 1, "b": 2}""")) { InputTokens = 10 },
            new ModelTurn.Says("It is 3.") { InputTokens = 20 });

        var outcome = await host.AskAsync("generate", With($", \"stream\": {(stream ? "true" : "false")}"));

        var output = Assert.IsType<TaskOutcome.Completed>(outcome).Output;
        Assert.Equal("It is 3.", output.GetProperty("text").GetString());
        Assert.Equal(30, outcome.Usage!.InputTokens);
        var call = Assert.Single(math.Calls);
        Assert.StartsWith($"{Calls.Execution}/ship/tool/1-", call.IdempotencyKey, StringComparison.Ordinal);
        Assert.Contains("{\"sum\":3}", Plain(host.Server.Asked[1]), StringComparison.Ordinal);
        var told = Assert.Single(output.GetProperty("tool_calls").EnumerateArray());
        Assert.Equal("math", told.GetProperty("component").GetString());
        Assert.Equal("add", told.GetProperty("action").GetString());
        Assert.False(told.TryGetProperty("error", out _));
    }

    [Fact]
    public async Task A_tool_that_is_not_listed_is_refused_and_counted()
    {
        var (math, secret) = (new MathExecutor(), new MathExecutor("secret"));
        await using var host = await ModelHost.StartAsync("openai", null, math, secret);
        host.Server.Then(
            new ModelTurn.Calls(new AskedTool("secret_add", """{"a": 1, "b": 2}""")), new ModelTurn.Says("I may not."));

        var output = await host.OutputAsync("generate", With(""));

        Assert.Empty(secret.Calls);
        Assert.Empty(math.Calls);
        Assert.Contains("there is no tool", Plain(host.Server.Asked[1]), StringComparison.Ordinal);
        Assert.Equal("refused", output.GetProperty("tool_calls")[0].GetProperty("error").GetString());
    }

    [Theory]
    [InlineData("""{"a": 1}""", "do not match")]
    [InlineData("""{"a": 1, "b": "two"}""", "do not match")]
    [InlineData("""{"a": 1, "b": """, "not a JSON object")]
    [InlineData("[1, 2]", "not a JSON object")]
    public async Task Wrong_arguments_are_refused_and_the_model_is_told(string arguments, string told)
    {
        var math = new MathExecutor();
        await using var host = await ModelHost.StartAsync("openai", null, math);
        host.Server.Then(
            new ModelTurn.Calls(new AskedTool("math_add", arguments)), new ModelTurn.Says("Oh."));

        await host.OutputAsync("generate", With(""));

        Assert.Empty(math.Calls);
        Assert.Contains(told, Plain(host.Server.Asked[1]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Broken_arguments_are_bad_tries_and_bounded_as_such()
    {
        var math = new MathExecutor();
        await using var host = await ModelHost.StartAsync("openai", null, math);
        host.Server.Otherwise = new ModelTurn.Calls(new AskedTool("math_add", "{broken"));

        var failure = await host.FailureAsync("generate", With(", \"max_repairs\": 1"));

        Assert.Equal("llm_invalid_answer", failure.Code);
        Assert.Equal(2, host.Server.Asked.Count);
        Assert.All(
            failure.Details!.Value.GetProperty("tries").EnumerateArray(),
            one => Assert.Contains("not a JSON", one.GetProperty("error").GetString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_model_that_never_stops_calling_is_stopped()
    {
        var math = new MathExecutor();
        await using var host = await ModelHost.StartAsync("openai", null, math);
        host.Server.Otherwise = new ModelTurn.Calls(new AskedTool("math_add", """{"a": 1, "b": 2}"""));

        var outcome = await host.AskAsync("generate", With(", \"max_tool_calls\": 3, \"max_rounds\": 5"));

        var failure = Assert.IsType<TaskOutcome.Failed>(outcome).Failure;
        Assert.Equal(("llm_tool_limit", false), (failure.Code, failure.Retryable));
        Assert.Equal(3, math.Calls.Count);
        Assert.Equal(6, host.Server.Asked.Count);
        Assert.Equal(6, outcome.Usage!.Calls);
        Assert.Contains("used up", Plain(host.Server.Asked[4]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tool_whose_gate_is_shut_is_not_called()
    {
        var math = new MathExecutor { Gate = new ShutGate() };
        await using var host = await ModelHost.StartAsync("openai", null, math);
        host.Server.Then(
            new ModelTurn.Calls(new AskedTool("math_add", """{"a": 1, "b": 2}""")), new ModelTurn.Says("Later."));

        var output = await host.OutputAsync("generate", With(""));

        Assert.Empty(math.Calls);
        Assert.Contains("it sleeps", Plain(host.Server.Asked[1]), StringComparison.Ordinal);
        Assert.Equal("unavailable", output.GetProperty("tool_calls")[0].GetProperty("error").GetString());
    }

    [Fact]
    public async Task What_the_author_fixed_wins_over_the_model()
    {
        var math = new MathExecutor();
        await using var host = await ModelHost.StartAsync("openai", null, math);
        host.Server.Then(
            new ModelTurn.Calls(new AskedTool("adder", """{"a": 1, "b": 2}""")), new ModelTurn.Says("Done."));

        await host.OutputAsync(
            "generate",
            """
            {"prompt": "a", "tools": [{"component": "math", "action": "add", "name": "adder", "fixed": {"b": 40}}]}
            """);

        Assert.Equal(40, Assert.Single(math.Calls).Input.GetProperty("b").GetInt32());
    }

    [Theory]
    [InlineData("""{"component": "http", "action": "request", "input": {"type": "object"}}""", "tool_components")]
    [InlineData("""{"component": "llm", "action": "chat"}""", "tool of a model")]
    [InlineData("""{"component": "math", "action": "divide"}""", "no action")]
    [InlineData("""{"component": "nobody", "action": "add"}""", "no component")]
    [InlineData("""{"mcp": "math", "tools": ["add"]}""", "no MCP server")]
    public async Task What_may_not_be_offered_is_refused(string tool, string named)
    {
        await using var host = await ModelHost.StartAsync("openai", null, new MathExecutor(), new MathExecutor("http"));

        var failure = await host.FailureAsync("generate", $$"""{"prompt": "a", "tools": [{{tool}}]}""");

        Assert.Equal("invalid_input", failure.Code);
        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
        Assert.Empty(host.Server.Asked);
    }

    private static string With(string more) => WithAdd.Replace(" MORE", more, StringComparison.Ordinal);

    /// <summary>What the model was asked, with the escapes of texts within texts taken off.</summary>
    private static string Plain(ModelAsked asked) => asked.Body.GetRawText()
        .Replace("\\u0022", "\"", StringComparison.Ordinal).Replace("\\\"", "\"", StringComparison.Ordinal);

    private sealed class ShutGate : IGate
    {
        public string? ShutBecause => "it sleeps";

        public bool TryEnter() => false;

        public void Leave(bool wasUsed)
        {
        }
    }

    private sealed class MathExecutor(string name = "math") : ITaskExecutor
    {
        public List<TaskCall> Calls { get; } = [];

        public IGate? Gate { get; init; }

        public string Component => name;

        public bool BuiltIn => false;

        public IReadOnlyCollection<string> Actions { get; } = ["add", "request"];

        public int? MaxConcurrent => null;

        public IGate? GateOf(string action) => Gate;

        public JsonSchema? InputOf(string action) => JsonSchema.Compile(
            JsonElement.Parse(
                """
                {"type": "object", "required": ["a", "b"],
                 "properties": {"a": {"type": "number"}, "b": {"type": "number"}}}
                """),
            SchemaOptions.Default,
            "",
            new List<Finding>());

        public ValueTask<TaskOutcome> ExecuteAsync(TaskCall call, CancellationToken cancellationToken)
        {
            Calls.Add(call);
            var sum = call.Input.GetProperty("a").GetInt32() + call.Input.GetProperty("b").GetInt32();
            return ValueTask.FromResult<TaskOutcome>(new TaskOutcome.Completed(
                JsonText.Write(writer =>
                {
                    writer.WriteStartObject();
                    writer.WriteNumber("sum", sum);
                    writer.WriteEndObject();
                })));
        }
    }
}
