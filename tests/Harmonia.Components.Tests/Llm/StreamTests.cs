using System.Globalization;
using Harmonia.Engine.Ports;
using Harmonia.TestPeers.Models;

namespace Harmonia.Components.Tests.Llm;

/// <summary>What is told while it comes is what the output is.</summary>
public sealed class StreamTests
{
    public static TheoryData<string> Kinds => [.. ModelHost.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_thousand_tokens_come_in_order_and_are_the_output(string kind)
    {
        string[] tokens =
            [.. Enumerable.Range(0, 1000).Select(number => string.Create(CultureInfo.InvariantCulture, $"{number}é🙂 "))];
        await using var host = await ModelHost.StartAsync(kind);
        host.Server.Then(new ModelTurn.Says(tokens));
        var progress = new ToldProgress();

        var outcome = await host.AskAsync(
            Calls.Call("generate", """{"prompt": "Count"}""") with { Progress = progress });

        var output = Assert.IsType<TaskOutcome.Completed>(outcome).Output;
        Assert.Equal(tokens, progress.Pieces);
        Assert.Equal(string.Concat(tokens), output.GetProperty("text").GetString());
    }

    [Fact]
    public async Task Nothing_is_told_of_what_is_not_streamed()
    {
        await using var host = await ModelHost.StartAsync();
        var progress = new ToldProgress();

        await host.AskAsync(
            Calls.Call("generate", """{"prompt": "Hi", "stream": false}""") with { Progress = progress });

        Assert.Empty(progress.Pieces);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_secret_that_the_model_repeats_in_pieces_is_hidden(string kind)
    {
        await using var host = await ModelHost.StartAsync(kind);
        host.Server.Then(new ModelTurn.Says("It is sk-", "canary-0123", "456789, sk", "."));
        var progress = new ToldProgress();

        var outcome = await host.AskAsync(
            Calls.Call("generate", """{"prompt": "What is the key?"}""") with { Progress = progress });

        var output = Assert.IsType<TaskOutcome.Completed>(outcome).Output;
        Assert.Equal("It is ***, sk.", output.GetProperty("text").GetString());
        Assert.Equal("It is ***, sk.", string.Concat(progress.Pieces));
    }

    [Fact]
    public async Task What_was_begun_by_one_model_is_not_begun_anew_by_another()
    {
        await using var host = await ModelHost.StartAsync(settings: """
            {"providers": {"p": {"kind": "openai", "base_url": "URL"}},
             "models": {"m": {"provider": "p", "fallback": "n"}, "n": {"provider": "p"}}}
            """);
        host.Server.Then(new ModelTurn.StopsShort("Once"));

        var outcome = await host.AskAsync("generate", """{"prompt": "Hi", "model": "m"}""");

        Assert.Equal("connection_error", Assert.IsType<TaskOutcome.Failed>(outcome).Failure.Code);
        Assert.Single(host.Server.Asked);
    }

    [Fact]
    public async Task A_server_that_does_not_stream_though_it_was_asked_to_is_understood()
    {
        await using var host = await ModelHost.StartAsync();
        host.Server.Then(new ModelTurn.Raw(
            """{"choices": [{"message": {"content": "At once"}, "finish_reason": "stop"}]}"""));
        var progress = new ToldProgress();

        var outcome = await host.AskAsync(
            Calls.Call("generate", """{"prompt": "Hi"}""") with { Progress = progress });

        Assert.IsType<TaskOutcome.Completed>(outcome);
        Assert.Equal(["At once"], progress.Pieces);
    }
}
