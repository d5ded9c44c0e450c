using System.Globalization;
using System.Net;
using System.Text.Json;
using Harmonia.Core.Executions;
using Harmonia.Server.Realtime;

namespace Harmonia.Server.Tests.Realtime;

public class EventStreamTests
{
    [Fact]
    public async Task A_stream_says_hello_tells_every_event_in_order_and_ends_with_the_execution()
    {
        await using var host = await LiveHost.StartAsync();
        var id = await host.StartAsync(LiveHost.Waiting);
        using var stream = await EventStreamReader.OpenAsync(host.Client, $"/events/executions/{id}");

        var hello = await stream.NextAsync();
        host.Executor.Release();
        var frames = await stream.RestAsync();

        Assert.Equal(new Frame(null, "connected", $$"""{"execution_id":"{{id}}","version":0}"""), hello);
        var stored = await host.AllAsync(id);
        Assert.Equal(stored.Select(recorded => $"{recorded.Version}"), frames.Select(frame => frame.Id));
        Assert.Equal(stored.Select(recorded => EventNames.Of(recorded.Event)), frames.Select(frame => frame.Event));
        Assert.Equal(stored.Select(recorded => recorded.Version), frames.Select(frame => frame.Live.Version));
        Assert.Equal("workflow_completed", frames[^1].Event);
        Assert.Equal("text/event-stream", stream.Response.Content.Headers.ContentType?.MediaType);
        Assert.True(stream.Response.Headers.CacheControl?.NoStore);
        Assert.Equal("no", Assert.Single(stream.Response.Headers.GetValues("X-Accel-Buffering")));
    }

    [Fact]
    public async Task Whoever_returns_after_any_version_gets_exactly_the_rest()
    {
        await using var host = await LiveHost.StartAsync();
        var id = await host.CompleteAsync(LiveHost.Quick);
        var last = (await host.AllAsync(id)).Count;

        for (var after = 0; after <= last; after++)
        {
            // The address still says where the browser began; the header says what it has by now.
            using var stream = await EventStreamReader.OpenAsync(
                host.Client, $"/events/executions/{id}?after=0", lastId: $"{after}");
            Assert.Equal("connected", (await stream.NextAsync())?.Event);
            var rest = await stream.RestAsync();

            Assert.Equal(
                Enumerable.Range(after + 1, last - after),
                rest.Select(frame => int.Parse(frame.Id!, CultureInfo.InvariantCulture)));
            Assert.All(
                rest.Where(frame => frame.Event is "task_completed" or "workflow_completed"),
                frame => Assert.Equal(JsonValueKind.Number, frame.Live.Details.GetProperty("duration").ValueKind));
        }
    }

    [Fact]
    public async Task Types_are_chosen_by_name()
    {
        await using var host = await LiveHost.StartAsync();
        var id = await host.CompleteAsync(LiveHost.Quick);
        using var stream = await EventStreamReader.OpenAsync(
            host.Client, $"/events/executions/{id}?types=task_completed,workflow_completed");
        await stream.NextAsync();

        Assert.Equal(
            ["task_completed", "task_completed", "task_completed", "workflow_completed"],
            (await stream.RestAsync()).Select(frame => frame.Event));
    }

    [Fact]
    public async Task A_cursor_beyond_the_end_is_reset_visibly()
    {
        await using var host = await LiveHost.StartAsync();
        var id = await host.CompleteAsync(LiveHost.Quick);
        var last = (await host.AllAsync(id)).Count;
        using var one = await EventStreamReader.OpenAsync(host.Client, $"/events/executions/{id}?after={last + 1}");
        using var all = await EventStreamReader.OpenAsync(host.Client, "/events", lastId: "1000");
        await one.NextAsync();
        await all.NextAsync();
        var reset = new Frame(null, "reset", $$"""{"reason":"beyond_end","last":{{last}}}""");

        Assert.Equal([reset], await one.RestAsync());
        Assert.Equal(reset, await all.NextAsync());
    }

    [Fact]
    public async Task A_quiet_stream_shows_that_it_lives()
    {
        await using var host = await LiveHost.StartAsync(
            LiveOptions.Default with { KeepAlive = TimeSpan.FromMilliseconds(20) });
        var id = await host.StartAsync(LiveHost.Waiting);
        using var stream = await EventStreamReader.OpenAsync(host.Client, $"/events/executions/{id}");

        await stream.UntilCommentAsync();
        host.Executor.Release();

        Assert.Equal("workflow_completed", (await stream.RestAsync())[^1].Event);
    }

    [Fact]
    public async Task The_stream_of_all_begins_now_and_goes_on_where_it_was_left()
    {
        await using var host = await LiveHost.StartAsync();
        await host.CompleteAsync(LiveHost.Quick);
        var begin = await host.Store.LastPositionAsync(CancellationToken.None);
        using var stream = await EventStreamReader.OpenAsync(host.Client, "/events");
        Assert.Equal(new Frame(null, "connected", $$"""{"position":{{begin}}}"""), await stream.NextAsync());

        var id = await host.CompleteAsync(LiveHost.Quick);
        var first = (await stream.NextAsync())!;
        using var back = await EventStreamReader.OpenAsync(host.Client, "/events", first.Id);
        await back.NextAsync();

        Assert.Equal($"{begin + 1}", first.Id);
        Assert.Equal((id.Value, 1L, begin + 1), (first.Live.ExecutionId, first.Live.Version, first.Live.Position));
        Assert.Equal($"{begin + 2}", (await back.NextAsync())?.Id);
    }

    [Fact]
    public async Task The_stream_of_all_can_be_narrowed_to_a_workflow()
    {
        await using var host = await LiveHost.StartAsync();
        await host.CompleteAsync(LiveHost.Quick);
        var id = await host.StartAsync(LiveHost.Waiting);
        var workflow = (await host.Store.FindAsync(id, CancellationToken.None))!.WorkflowId;
        using var stream = await EventStreamReader.OpenAsync(host.Client, $"/events?after=0&workflow_id={workflow}");
        await stream.NextAsync();

        var first = (await stream.NextAsync())!.Live;

        Assert.Equal((id.Value, "workflow_started"), (first.ExecutionId, first.EventType));
    }

    [Theory]
    [InlineData("executions/0198f3c0-0000-7000-8000-000000000000", null, 404, "EXECUTION_NOT_FOUND")]
    [InlineData("executions/none", null, 404, "EXECUTION_NOT_FOUND")]
    [InlineData("?after=-1", null, 400, "INVALID_INPUT")]
    [InlineData("?after=", null, 400, "INVALID_INPUT")]
    [InlineData("?after=1", "x", 400, "INVALID_INPUT")]
    [InlineData("?types=task_done", null, 400, "INVALID_INPUT")]
    [InlineData("?types=", null, 400, "INVALID_INPUT")]
    [InlineData("?type=task_failed", null, 400, "INVALID_INPUT")]
    [InlineData("?after=1&after=2", null, 400, "INVALID_INPUT")]
    [InlineData("?workflow_id=mine", null, 400, "INVALID_INPUT")]
    public async Task What_is_wrong_is_refused_before_the_stream_begins(
        string path, string? lastId, int status, string code)
    {
        await using var host = await LiveHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/events{(path[0] == '?' ? "" : "/")}{path}");
        if (lastId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastId);
        }

        using var response = await host.Client.SendAsync(request);

        Assert.Equal((HttpStatusCode)status, response.StatusCode);
        Assert.Equal(code, await ErrorBody.CodeAsync(response));
    }

    [Fact]
    public async Task An_unknown_type_is_answered_with_the_known_ones()
    {
        await using var host = await LiveHost.StartAsync();
        using var response = await host.Client.GetAsync("/events?types=nothing");
        var text = await response.Content.ReadAsStringAsync();

        Assert.NotEmpty(EventTypes.Known);
        Assert.All(EventTypes.Known, type => Assert.Contains(type, text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Streams_beyond_the_limit_are_refused_until_another_ends()
    {
        await using var host = await LiveHost.StartAsync(LiveOptions.Default with { MaxSubscribers = 1 });
        var id = await host.StartAsync(LiveHost.Waiting);
        using (var first = await EventStreamReader.OpenAsync(host.Client, $"/events/executions/{id}"))
        {
            using var refused = await host.Client.GetAsync("/events");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.Equal("TOO_MANY_SUBSCRIBERS", await ErrorBody.CodeAsync(refused));
            host.Executor.Release();
            await first.RestAsync();
        }

        using var second = await EventStreamReader.OpenAsync(host.Client, $"/events/executions/{id}");
        Assert.Equal("connected", (await second.NextAsync())?.Event);
    }

    [Fact]
    public async Task Pages_of_other_hosts_may_not_listen()
    {
        await using var host = await LiveHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/events");
        request.Headers.Add("Origin", "https://example.com");
        using var response = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("ORIGIN_NOT_ALLOWED", await ErrorBody.CodeAsync(response));
    }
}
