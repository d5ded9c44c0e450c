using Harmonia.Engine.Ports;

namespace Harmonia.Storage.Tests.Exam;

public abstract class ForgetExam : StoreExam
{
    [Fact]
    public async Task Appends_that_lie_within_a_range_are_removed_and_counted()
    {
        var (id, other) = (await StartAsync(), await StartAsync());
        await AppendAsync(id, 1, count: 3);
        await AppendAsync(id, 4, count: 2);
        await AppendAsync(id, 6, count: 2);
        await AppendAsync(other, 1, count: 3);

        var removed = await Executions.ForgetAsync(id, [new VersionRange(3, 6)], Token);

        Assert.Equal(2, removed);
        var kept = await Executions.ReadAsync(id, 0, 100, Token);
        Assert.Equal([1, 2, 3, 4, 7, 8], kept.Select(recorded => (int)recorded.Version));
        Assert.Equal(kept.Select(recorded => (int)recorded.Version), kept.Select(Number));
        Assert.Equal(2, (await Executions.FindAsync(id, Token))!.Forgotten);
        Assert.Equal(4, (await Executions.ReadAsync(other, 0, 100, Token)).Count);
        Assert.Equal(0, (await Executions.FindAsync(other, Token))!.Forgotten);
    }

    [Fact]
    public async Task What_follows_goes_on_after_what_was_removed()
    {
        var id = await StartAsync();
        await AppendAsync(id, 1, count: 2);
        await AppendAsync(id, 3, count: 1);
        await Executions.ForgetAsync(id, [new VersionRange(2, 3)], Token);
        await AppendAsync(id, 4, count: 1);

        Assert.Equal([4, 5], (await Executions.ReadAsync(id, 2, 100, Token)).Select(recorded => (int)recorded.Version));
        var feed = await Executions.ReadFeedAsync(0, 100, Token);
        Assert.Equal([1, 4, 5], feed.Select(recorded => (int)recorded.Version));
        Assert.Equal(5, await Executions.LastPositionAsync(Token));
    }

    [Fact]
    public async Task Nothing_within_a_range_is_nothing_removed()
    {
        var id = await StartAsync();
        await AppendAsync(id, 1, count: 2);

        Assert.Equal(0, await Executions.ForgetAsync(id, [new VersionRange(3, 3)], Token));
        Assert.Equal(0, await Executions.ForgetAsync(id, [], Token));
        Assert.Equal(3, (await Executions.ReadAsync(id, 0, 100, Token)).Count);
    }
}
