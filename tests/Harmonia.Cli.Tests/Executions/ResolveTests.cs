using System.Text.Json;
using Harmonia.Engine.Ports;

namespace Harmonia.Cli.Tests.Executions;

public sealed class ResolveTests : IDisposable
{
    private const string Charging = """
        name: charging
        tasks:
          charge: { component: bank, action: charge, on_unknown: ask }
          thank: { type: expression, depends_on: charge, result: "Receipt ${tasks.charge.output.receipt}" }
        """;

    private readonly TestTerminal _terminal = new();
    private readonly Bank _bank = new();

    public void Dispose() => _terminal.Dispose();

    [Fact]
    public async Task What_was_done_is_completed_with_its_output()
    {
        await using var server = await LoseAsync();

        var result = await _terminal.RunAsync(
            "executions", "resolve", server.Id, "charge", "complete", "--output", """{"receipt": 7}""");
        var again = await _terminal.RunAsync("executions", "resolve", server.Id, "charge", "retry");
        var shown = await _terminal.RunAsync("executions", "get", server.Id);

        Assert.Equal((0, $"{server.Id} is completed\n"), (result.Code, result.Out));
        Assert.Equal(1, again.Code);
        Assert.Contains("TASK_NOT_ASKED", again.Error);
        Assert.Contains("Receipt 7", shown.Out);
    }

    [Fact]
    public async Task What_was_not_done_fails_for_a_reason()
    {
        await using var server = await LoseAsync();

        var result = await _terminal.RunAsync(
            "executions", "resolve", server.Id, "charge", "fail", "--reason", "The bank knows nothing.", "--json");
        var history = await _terminal.RunAsync("executions", "history", server.Id);

        Assert.Equal((0, "failed"), (result.Code, result.Json.GetProperty("status").GetString()));
        Assert.Contains("The bank knows nothing.", history.Out);
    }

    [Fact]
    public async Task What_nobody_can_find_out_is_tried_again()
    {
        await using var server = await LoseAsync();

        var result = await _terminal.RunAsync("executions", "resolve", server.Id, "charge", "retry");
        await _bank.Called.WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((0, $"{server.Id} is running\n"), (result.Code, result.Out));
        Assert.Equal([1, 2], _bank.Attempts);
    }

    [Theory]
    [InlineData("retry", "--output", "{}")]
    [InlineData("fail", "--output", "{}")]
    [InlineData("retry", "--reason", "why")]
    [InlineData("complete", "--reason", "why")]
    [InlineData("forget", "--json", "")]
    public async Task What_does_not_belong_together_is_wrong_usage(string resolution, string option, string value)
    {
        string[] words = ["executions", "resolve", $"{Guid.Empty}", "charge", resolution, option, value];

        var result = await _terminal.RunAsync(words.TakeWhile(word => word.Length > 0).ToArray());

        Assert.Equal((2, ""), (result.Code, result.Out));
        Assert.Contains(resolution == "forget" ? "forget" : option, result.Error);
    }

    /// <summary>An execution whose call was under way when its server ended; another server has it now.</summary>
    private async Task<Lost> LoseAsync()
    {
        var first = await TestServer.StartAsync(_terminal, components: [_bank]);
        var id = await first.StartExecutionAsync(Charging);
        await _bank.Called.WaitAsync(TestContext.Current.CancellationToken);
        await first.DisposeAsync();
        var second = await TestServer.StartAsync(_terminal, first.Database, components: [_bank]);
        _terminal["HARMONIA_SERVER"] = second.Url;
        return new Lost(second, id);
    }

    private sealed record Lost(TestServer Server, string Id) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }

    /// <summary>It is called and never answers.</summary>
    private sealed class Bank : ITaskExecutor
    {
        public SemaphoreSlim Called { get; } = new(0);

        public List<int> Attempts { get; } = [];

        public string Component => "bank";

        public bool BuiltIn => false;

        public IReadOnlyCollection<string> Actions => ["charge"];

        public int? MaxConcurrent => null;

        public async ValueTask<TaskOutcome> ExecuteAsync(TaskCall call, CancellationToken cancellationToken)
        {
            Attempts.Add(call.Attempt);
            Called.Release();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return new TaskOutcome.Completed(JsonElement.Parse("{}"));
        }
    }
}
