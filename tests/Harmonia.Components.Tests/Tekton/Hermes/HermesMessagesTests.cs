using System.Text.Json;
using Harmonia.Components.Tekton;
using Harmonia.Components.Tekton.Hermes;
using Microsoft.Extensions.Logging.Abstractions;

namespace Harmonia.Components.Tests.Tekton.Hermes;

public sealed class HermesMessagesTests : IAsyncLifetime
{
    private FamilyBench _bench = null!;

    public async ValueTask InitializeAsync() => _bench = await FamilyBench.StartAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task A_delivery_that_then_fails_counts_as_delivered()
    {
        _bench.Hermes.IsA2AOpen = true;
        await using var messages = Messages();

        messages.Send(static writer => writer.WriteString("event_type", "workflow_started"));
        messages.Send(static writer => writer.WriteString("event_type", "workflow_completed"));

        await _bench.Hermes.Requests.ReachAsync(2, one => one.Path == "/api/a2a/v1/", Calls.Token);
        await messages.DisposeAsync(); // The second answer may still be on its way; the first is counted.
        Assert.Equal(0, messages.Failed);
        Assert.True(messages.Sent >= 1);
        var (channel, message) = _bench.Hermes.Published[0];
        Assert.Equal("harmonia.workflow.events", channel);
        Assert.Equal("workflow_started", JsonElement.Parse(message).GetProperty("event_type").GetString());
    }

    [Fact]
    public async Task A_Hermes_that_asks_for_a_bearer_costs_messages_and_nothing_else()
    {
        await using var messages = Messages();

        for (var number = 0; number < 3; number++)
        {
            messages.Send(static writer => writer.WriteString("event_type", "workflow_started"));
        }

        await _bench.Hermes.Requests.ReachAsync(3, one => one.Path == "/api/a2a/v1/", Calls.Token);
        Assert.True(messages.Failed >= 2);
        Assert.Equal(0, messages.Sent);
    }

    [Fact]
    public async Task Beyond_the_bound_the_oldest_are_dropped_and_counted()
    {
        using var gate = _bench.Hermes.Hold("/api/a2a/v1/");
        await using var messages = Messages();
        messages.Send(static writer => writer.WriteString("event_type", "workflow_started"));
        await gate.Reached.WaitAsync(Calls.Token); // One is under way, and takes no place.

        for (var number = 0; number < 1_010; number++)
        {
            messages.Send(static writer => writer.WriteString("event_type", "workflow_started"));
        }

        Assert.Equal(10, messages.Dropped);
    }

    [Fact]
    public async Task Without_Hermes_nothing_is_sent()
    {
        await using var link = _bench.Link(change: static _ => FamilyOptions.StandAlone);
        await using var messages = new HermesMessages(link, NullLogger<HermesMessages>.Instance);

        messages.Send(static writer => writer.WriteString("event_type", "workflow_started"));

        Assert.Equal((0, 0, 0), (messages.Sent, messages.Failed, messages.Dropped));
        Assert.Equal(0, _bench.Hermes.Requests.Total);
    }

    private HermesMessages Messages() => new(_bench.Link(), NullLogger<HermesMessages>.Instance);
}
