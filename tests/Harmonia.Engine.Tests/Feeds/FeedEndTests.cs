using System.Collections.Immutable;
using Harmonia.Core.Executions;
using Harmonia.Engine.Feeds;
using Harmonia.Engine.Ports;
using Harmonia.Storage.Memory;

namespace Harmonia.Engine.Tests.Feeds;

public class FeedEndTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
    private static readonly ExecutionId Id = new(Guid.CreateVersion7());

    private readonly Feed _feed = new();
    private readonly IExecutionStore _store;
    private long _version;

    public FeedEndTests() => _store = new MemoryStore(_feed, TimeProvider.System).Executions;

    [Theory]
    [InlineData(0, "1 2")]
    [InlineData(1, "2")]
    [InlineData(2, "")]
    public async Task A_watch_of_what_has_ended_ends_whatever_was_seen_before(long after, string versions)
    {
        await AppendAsync(ExecutionStatus.Completed, Started(), Completed());

        Assert.Equal(versions, await WatchAsync(after));
    }

    [Fact]
    public async Task A_watch_goes_on_when_what_had_failed_was_reopened()
    {
        await AppendAsync(ExecutionStatus.Failed, Started(), Canceled());
        await AppendAsync(ExecutionStatus.Running, new WorkflowRetried([]) { At = Noon });

        var watch = WatchAsync(2);
        await AppendAsync(ExecutionStatus.Completed, Completed());

        Assert.Equal("3 4", await watch);
    }

    [Fact]
    public async Task A_state_changed_after_the_end_does_not_keep_a_watch_open()
    {
        await AppendAsync(ExecutionStatus.Completed, Started(), Completed());
        await AppendAsync(ExecutionStatus.Completed, new StateChanged(JsonText.EmptyObject) { At = Noon });

        Assert.Equal("3", await WatchAsync(2));
        Assert.Equal("", await WatchAsync(3));
    }

    [Fact]
    public async Task A_watcher_that_was_let_go_catches_up_without_a_gap()
    {
        const int More = 1_000;
        await AppendAsync(ExecutionStatus.Running, Started());
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await using var watch = _feed.WatchAsync(_store, Id, 0, limit.Token).GetAsyncEnumerator(limit.Token);
        Assert.True(await watch.MoveNextAsync());
        for (var count = 0; count < More; count++)
        {
            await AppendAsync(ExecutionStatus.Running, new StateChanged(JsonText.EmptyObject) { At = Noon });
        }

        await AppendAsync(ExecutionStatus.Completed, Completed());

        var expected = 1L;
        while (await watch.MoveNextAsync())
        {
            Assert.Equal(++expected, watch.Current.Version);
        }

        Assert.Equal(More + 2, expected);
        Assert.Equal(0, _feed.Subscribers);
    }

    private static WorkflowStarted Started() =>
        new(new WorkflowId(Guid.Empty), "test", "hash", JsonText.EmptyObject, null) { At = Noon };

    private static WorkflowCompleted Completed() => new(JsonText.EmptyObject, []) { At = Noon };

    private static WorkflowCanceled Canceled() => new("no more") { At = Noon };

    private async Task<string> WatchAsync(long after)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        List<long> versions = [];
        await foreach (var recorded in _feed.WatchAsync(_store, Id, after, limit.Token))
        {
            versions.Add(recorded.Version);
        }

        return string.Join(' ', versions);
    }

    private async Task AppendAsync(ExecutionStatus status, params ImmutableArray<ExecutionEvent> events)
    {
        var head = new ExecutionHead
        {
            Id = Id,
            WorkflowId = new WorkflowId(Guid.Empty),
            WorkflowName = "test",
            DefinitionHash = "hash",
            Status = status,
            CreatedAt = Noon,
        };
        var definition = new StoredDefinition("hash", "{}"u8.ToArray());
        var append = new Append(Id, _version, events) { Head = head, Definition = _version == 0 ? definition : null };
        Assert.Equal(AppendOutcome.Stored, await _store.AppendAsync(append, CancellationToken.None));
        _version += events.Length;
    }
}
