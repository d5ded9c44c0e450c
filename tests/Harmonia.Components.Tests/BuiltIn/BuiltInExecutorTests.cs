using System.Text.Json;
using Harmonia.Components.BuiltIn;
using Harmonia.Core.Failures;

namespace Harmonia.Components.Tests.BuiltIn;

public sealed class BuiltInExecutorTests
{
    private readonly BuiltInExecutor _executor = new();

    [Fact]
    public async Task Passing_through_joins_what_came_before_with_the_configuration()
    {
        var output = await OutputAsync(
            "pass_through",
            """
            {"type": "setup", "config": {"a": 1, "b": {"c": 2}},
             "previous": {"x": {"executor": "builtin", "a": 0, "d": 3}, "y": {"d": 4}, "z": [5], "gone": null}}
            """);

        Same("""{"executor": "builtin", "d": 4, "z": [5], "a": 1, "b": {"c": 2}}""", output);
    }

    [Fact]
    public async Task Without_anything_there_is_nothing_to_pass_through() =>
        Same("""{"executor": "builtin"}""", await OutputAsync("pass_through", """{"type": "simple_task"}"""));

    [Theory]
    [InlineData("pass_through", """{"config": 1}""", FailureCodes.InvalidInput, "/config")]
    [InlineData("pass_through", """{"confg": {}}""", FailureCodes.InvalidInput, "Did you mean \"config\"")]
    [InlineData("pass_through", """{"previous": []}""", FailureCodes.InvalidInput, "/previous")]
    [InlineData("data_transform", """{}""", FailureCodes.InvalidInput, "no list of records")]
    [InlineData("data_mine", """{}""", FailureCodes.ActionNotFound, "data_mine")]
    public async Task What_cannot_be_done_is_refused(string action, string input, string code, string words)
    {
        var failure = await _executor.FailureAsync(Calls.Call(action, input));

        Assert.Equal(code, failure.Code);
        Assert.False(failure.Retryable);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_members_than_anybody_reads_are_refused()
    {
        var members = string.Join(',', Enumerable.Range(0, 1_001).Select(i => $"\"m{i}\": {i}"));

        var failure = await _executor.FailureAsync(
            Calls.Call("pass_through", $$"""{"previous": {"a": { {{members}} } } }"""));

        Assert.Contains("1001 members", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"length": "short"}""", "Topic: space.\nAges: 1, 2.")]
    [InlineData("""{"prompt": "Write:", "style": "dry"}""", "Write:\nTopic: space.\nAges: 1, 2.")]
    [InlineData("""{"template": "As it is"}""", "As it is")]
    [InlineData("""{"length": 20}""", "Topic: … (truncated)")]
    public async Task A_text_says_what_came_before(string config, string expected)
    {
        var output = await OutputAsync(
            "text_generation",
            $$$"""{"config": {{{config}}}, "previous": {"a": {"Topic": "space", "Ages": [1, 2]} } }""");

        Assert.Equal(expected, output.GetProperty("text").GetString());
        Assert.Equal(expected.Length, output.GetProperty("length").GetInt32());
    }

    [Fact]
    public async Task References_of_a_text_are_the_tasks_before()
    {
        var output = await OutputAsync(
            "text_generation",
            """{"config": {"include_references": true, "style": "dry"}, "previous": {"a": {"x": 1}, "b": null}}""");

        Same(
            """{"executor": "builtin", "text": "x: 1.", "length": 5, "style": "dry", "references": ["a", "b"]}""",
            output);
    }

    private static void Same(string expected, JsonElement actual) =>
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), actual), actual.GetRawText());

    private Task<JsonElement> OutputAsync(string action, string input) =>
        _executor.OutputAsync(Calls.Call(action, input));
}
