using Harmonia.Engine.Ports;

namespace Harmonia.Storage.Tests.Exam;

public abstract class ReadExam : StoreExam
{
    [Theory]
    [InlineData(0, 1, new[] { 1 })]
    [InlineData(0, 2, new[] { 1, 2, 3, 4 })] // Whole batches.
    [InlineData(1, 3, new[] { 2, 3, 4 })]
    [InlineData(2, 1, new[] { 3, 4 })] // From the middle of a batch.
    [InlineData(3, 100, new[] { 4, 5, 6 })]
    [InlineData(6, 100, new int[0])]
    [InlineData(60, 100, new int[0])]
    public async Task Events_above_a_version_come_in_whole_batches(int after, int limit, int[] expected)
    {
        var id = await StartAsync();
        await AppendAsync(id, 1, count: 3);
        await AppendAsync(id, 4, count: 2);
        await StartAsync();

        var events = await Executions.ReadAsync(id, after, limit, Token);

        Assert.Equal(expected, events.Select(e => (int)e.Version));
        Assert.Equal(expected, events.Select(Number));
    }

    [Theory]
    [InlineData(0, 1, new[] { 1 })]
    [InlineData(0, 3, new[] { 1, 2, 3, 4 })]
    [InlineData(2, 1, new[] { 3, 4 })]
    [InlineData(3, 1, new[] { 4 })]
    [InlineData(4, 10, new[] { 5, 6, 7 })]
    [InlineData(5, 10, new[] { 6, 7 })]
    [InlineData(7, 10, new int[0])]
    public async Task The_feed_comes_in_commit_order_over_all_executions(int after, int limit, int[] expected)
    {
        var first = await StartAsync();
        var second = await StartAsync();
        await AppendAsync(first, 1, count: 2);
        await AppendAsync(second, 1, count: 3);

        var feed = await Executions.ReadFeedAsync(after, limit, Token);

        Assert.Equal(expected, feed.Select(e => (int)e.Position));
        var all = new[] { (first, 1), (second, 1), (first, 2), (first, 3), (second, 2), (second, 3), (second, 4) };
        Assert.Equal(expected.Select(position => all[position - 1]), feed.Select(e => (e.ExecutionId, (int)e.Version)));
    }

    [Fact]
    public async Task An_empty_store_has_nothing()
    {
        Assert.Equal(0, await Executions.LastPositionAsync(Token));
        Assert.Empty(await Executions.ReadFeedAsync(0, 10, Token));
        Assert.Empty(await ReadAsync(NewId()));
        Assert.Null(await Executions.FindAsync(NewId(), Token));
        Assert.Empty(await Executions.CountAsync(Token));
        Assert.Equal(0, (await Executions.ListAsync(new ExecutionQuery(), Token)).Total);
    }

    [Fact]
    public async Task A_limit_below_one_is_refused()
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            async () => await Executions.ReadAsync(NewId(), 0, 0, Token));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            async () => await Executions.ReadFeedAsync(0, 0, Token));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            async () => await Executions.ListAsync(new ExecutionQuery { Limit = 0 }, Token));
    }
}
