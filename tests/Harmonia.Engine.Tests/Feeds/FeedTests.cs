using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;
using Harmonia.Engine.Tests.Support;

namespace Harmonia.Engine.Tests.Feeds;

public sealed class FeedTests
{
    private const string Chain =
        """
        name: chain
        tasks:
          a: { component: test, action: ok }
          b: { component: test, action: ok, depends_on: a }
          c: { component: test, action: ok, depends_on: b }
        """;

    [Fact]
    public async Task Whoever_comes_back_with_a_version_gets_what_follows_and_nothing_else()
    {
        await using var harness = new Harness();
        var id = await harness.StartAsync(Chain);
        var all = await harness.EndAsync(id);

        for (var version = 0; version <= all.Count; version++)
        {
            var rest = new List<long>();
            await foreach (var recorded in harness.Feed.WatchAsync(
                harness.Store, id, Math.Min(version, all.Count - 1), CancellationToken.None))
            {
                rest.Add(recorded.Version);
            }

            var from = Math.Min(version, all.Count - 1) + 1;
            Assert.Equal(Enumerable.Range(from, all.Count - from + 1).Select(number => (long)number), rest);
        }
    }

    [Fact]
    public async Task A_watcher_who_reads_slowly_misses_nothing()
    {
        await using var harness = new Harness();
        var id = await harness.StartAsync("name: held\ntasks:\n  a: { component: test, action: hold }");
        await harness.Executor.CallOf("a");
        await using var watcher = harness.Feed
            .WatchAsync(harness.Store, id, 0, CancellationToken.None).GetAsyncEnumerator();
        Assert.True(await watcher.MoveNextAsync());
        Assert.True(await watcher.MoveNextAsync());
        var next = watcher.MoveNextAsync(); // From now on it listens, and does not come to fetch anything.

        const int Changes = 1_000;
        for (var change = 0; change < Changes; change++)
        {
            await harness.SendAsync(id, new ChangeState(JsonText.EmptyObject));
        }

        var expected = 3L;
        for (; expected <= Changes + 2; expected++)
        {
            Assert.True(await next);
            Assert.Equal(expected, watcher.Current.Version);
            next = watcher.MoveNextAsync();
        }

        harness.Executor.Release("a");
        Assert.True(await next);
    }

    [Fact]
    public async Task The_feed_of_all_executions_has_every_position_once_and_in_order()
    {
        await using var harness = new Harness();
        var seen = new List<RecordedEvent>();
        var ids = new HashSet<ExecutionId>();
        var reading = Task.Run(async () =>
        {
            await foreach (var recorded in harness.Feed.WatchAllAsync(harness.Store, 0, CancellationToken.None))
            {
                seen.Add(recorded);
                if (seen.Count(item => item.Event is WorkflowCompleted) == 40)
                {
                    return;
                }
            }
        });

        for (var n = 0; n < 40; n++)
        {
            ids.Add(await harness.StartAsync(Chain));
        }

        await reading.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(
            Enumerable.Range(1, seen.Count).Select(number => (long)number), seen.Select(item => item.Position));
        Assert.All(
            seen.GroupBy(item => item.ExecutionId),
            events => Assert.Equal(
                Enumerable.Range(1, events.Count()).Select(number => (long)number),
                events.Select(item => item.Version)));
        Assert.Equal(ids, [.. seen.Select(item => item.ExecutionId)]);
    }
}
