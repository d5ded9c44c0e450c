using System.Text.Json;
using Harmonia.Core.Executions;

namespace Harmonia.Server.Tests.Realtime;

/// <summary>Texts that attempts produce, between the events of their execution.</summary>
public sealed class LiveTextTests
{
    private const string Writer =
        """
        { "name": "Writer", "tasks": { "write": { "component": "test", "action": "write",
            "retry_policy": { "max_retries": 1, "initial_delay": 0.01, "jitter": "none" } } } }
        """;

    [Fact]
    public async Task A_text_of_a_thousand_pieces_arrives_in_order_and_after_a_retry_equals_the_stored_output()
    {
        await using var host = await LiveHost.StartAsync();
        var id = await host.StartAsync(Writer);
        using var stream = await EventStreamReader.OpenAsync(host.Client, $"/events/executions/{id}");
        await stream.NextAsync();
        host.Executor.Release();
        var frames = await stream.RestAsync();

        var last = Pieces(frames, attempt: 2).ToList();
        Assert.Equal(Enumerable.Range(0, 1_000), last.Select(piece => piece.GetProperty("index").GetInt32()));
        var output = (await host.AllAsync(id)).Select(recorded => recorded.Event).OfType<TaskCompleted>().Single();
        Assert.Equal(output.Output.GetString(), string.Concat(last.Select(Text)));
        Assert.Equal(500, Pieces(frames, attempt: 1).Count());
        var offset = 0;
        foreach (var piece in last)
        {
            Assert.Equal(offset, piece.GetProperty("offset").GetInt32());
            offset += Text(piece).Length;
        }
    }

    [Fact]
    public async Task The_pieces_of_an_attempt_come_after_its_start_and_before_its_end_and_carry_no_id()
    {
        await using var host = await LiveHost.StartAsync();
        var id = await host.StartAsync(Writer);
        using var stream = await EventStreamReader.OpenAsync(host.Client, $"/events/executions/{id}");
        await stream.NextAsync();
        host.Executor.Release();
        var frames = await stream.RestAsync();

        var attempt = 0;
        var isOpen = false;
        foreach (var frame in frames)
        {
            switch (frame.Event)
            {
                case "task_started":
                    (attempt, isOpen) = (attempt + 1, true);
                    break;
                case "retry_attempted" or "task_completed":
                    isOpen = false;
                    break;
                case "task_delta":
                    Assert.True(isOpen);
                    Assert.Null(frame.Id);
                    Assert.Equal(attempt, frame.Json.GetProperty("details").GetProperty("attempt").GetInt32());
                    break;
            }
        }

        Assert.Equal(2, attempt);
        Assert.Equal("workflow_completed", frames[^1].Event);
    }

    [Fact]
    public async Task Sockets_tell_them_too_and_those_who_choose_types_get_only_what_they_chose()
    {
        await using var host = await LiveHost.StartAsync();
        var id = await host.StartAsync(Writer);
        using var socket = await SocketClient.OpenAsync(host, $"/ws/executions/{id}?types=task_delta");
        using var quiet = await EventStreamReader.OpenAsync(
            host.Client, $"/events/executions/{id}?types=workflow_completed");
        await socket.TextAsync();
        await quiet.NextAsync();
        host.Executor.Release();

        Assert.Equal("workflow_completed", Assert.Single(await quiet.RestAsync()).Event);
        var pieces = 0;
        while (await socket.TextAsync() is { } text)
        {
            Assert.Equal("task_delta", JsonElement.Parse(text).GetProperty("event_type").GetString());
            pieces++;
        }

        Assert.Equal(1_500, pieces);
    }

    private static IEnumerable<JsonElement> Pieces(IEnumerable<Frame> frames, int attempt) => frames
        .Where(frame => frame.Event == "task_delta")
        .Select(frame => frame.Json.GetProperty("details"))
        .Where(details => details.GetProperty("attempt").GetInt32() == attempt);

    private static string Text(JsonElement piece) => piece.GetProperty("text").GetString()!;
}
