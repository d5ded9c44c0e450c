using System.Diagnostics;
using Harmonia.Components.BuiltIn;
using Harmonia.Core.Failures;
using Microsoft.Extensions.Logging;

namespace Harmonia.Components.Tests.BuiltIn;

public sealed class LogExecutorTests
{
    private readonly Lines _lines = new();

    private LogExecutor Executor => new(_lines);

    [Theory]
    [InlineData("debug", LogLevel.Debug)]
    [InlineData("info", LogLevel.Information)]
    [InlineData("warning", LogLevel.Warning)]
    [InlineData("error", LogLevel.Error)]
    public async Task A_message_is_one_line_of_its_level(string level, LogLevel expected)
    {
        var output = await Executor.OutputAsync(
            Calls.Call("log", $$"""{"level": "{{level}}", "message": "packed", "data": [3]}"""));

        Assert.Equal("{}", output.GetRawText());
        var (written, text) = Assert.Single(_lines.Written);
        Assert.Equal(expected, written);
        Assert.Equal($$"""Execution {{Calls.Execution}}, task ship, attempt 1 says: packed [3]""", text);
    }

    [Fact]
    public async Task Without_a_level_it_is_information()
    {
        await Executor.OutputAsync(Calls.Call("log", """{"message": "packed"}"""));

        Assert.Equal(LogLevel.Information, Assert.Single(_lines.Written).Level);
    }

    [Fact]
    public async Task Control_characters_cannot_forge_a_line()
    {
        await Executor.OutputAsync(
            Calls.Call("log", """{"message": "a\r\nerror: forged \u001b[31m \u202e \u2028 \u0085"}"""));

        var text = Assert.Single(_lines.Written).Text;
        Assert.Contains(@"a\u000d\u000aerror: forged \u001b[31m \u202e \u2028 \u0085", text, StringComparison.Ordinal);
        Assert.DoesNotContain(text, char.IsControl);
    }

    [Theory]
    [InlineData('x')]
    [InlineData('\n')]
    public async Task A_long_message_is_cut_visibly(char letter)
    {
        var message = System.Text.Json.JsonEncodedText.Encode(new string(letter, 100_000));
        await Executor.OutputAsync(Calls.Call("log", $$"""{"message": "{{message}}", "data": "{{message}}"}"""));

        var text = Assert.Single(_lines.Written).Text;
        Assert.Contains(PlainText.CutMark, text, StringComparison.Ordinal);
        Assert.InRange(text.Length, LogExecutor.MaxLineLength, LogExecutor.MaxLineLength + 256);
    }

    [Theory]
    [InlineData("""{}""", "message")]
    [InlineData("""{"message": 3}""", "message")]
    [InlineData("""{"message": "a", "level": "loud"}""", "level")]
    [InlineData("""{"message": "a", "mesage": "b"}""", "Did you mean \"message\"")]
    [InlineData("""{"message": "\ud800"}""", "surrogate")]
    [InlineData("""[]""", "object")]
    public async Task Wrong_input_is_refused(string input, string named)
    {
        var failure = await Executor.FailureAsync(Calls.Call("log", input));

        Assert.Equal(FailureCodes.InvalidInput, failure.Code);
        Assert.False(failure.Retryable);
        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
        Assert.Empty(_lines.Written);
    }

    [Theory]
    [InlineData("noop")]
    [InlineData("sleep")]
    public async Task What_the_engine_does_itself_is_a_bug_here(string action) =>
        await Assert.ThrowsAsync<UnreachableException>(
            async () => await Executor.ExecuteAsync(Calls.Call(action, "{}"), Calls.Token));

    private sealed class Lines : ILogger<LogExecutor>
    {
        public List<(LogLevel Level, string Text)> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter) => Written.Add((logLevel, formatter(state, exception)));
    }
}
