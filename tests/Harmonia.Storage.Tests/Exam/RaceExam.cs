using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Storage.Tests.Exam;

public abstract class RaceExam : StoreExam
{
    private const int Writers = 64;
    private const int AppendsEach = 200;

    [Fact]
    public async Task Of_racing_appends_on_one_version_exactly_one_wins()
    {
        var id = await StartAsync();
        for (var version = 1; version <= 50; version++)
        {
            var expected = version;
            var outcomes = await Task.WhenAll(
                Enumerable.Range(0, 16).Select(_ => Task.Run(() => AppendAsync(id, expected), Token)));
            Assert.Single(outcomes, AppendOutcome.Stored);
        }

        Assert.Equal(Enumerable.Range(1, 51), (await ReadAsync(id)).Select(Number));
    }

    [Fact]
    public async Task Of_racing_starts_exactly_one_wins()
    {
        var id = NewId();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(
            async () => await Executions.AppendAsync(new Append(id, 0, [Fact(1)]) { Head = Head(id) }, Token), Token)));

        Assert.Single(outcomes, AppendOutcome.Stored);
        Assert.Equal(1, (await Executions.ListAsync(new ExecutionQuery(), Token)).Total);
    }

    [Fact]
    public async Task Many_writers_lose_nothing_and_positions_have_no_holes()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(WriteAsync, Token)));

        foreach (var id in ids)
        {
            Assert.Equal(Enumerable.Range(1, AppendsEach + 1), (await ReadAsync(id)).Select(Number));
        }

        var feed = await Executions.ReadFeedAsync(0, int.MaxValue, Token);
        Assert.Equal(Enumerable.Range(1, Writers * (AppendsEach + 1)), feed.Select(e => (int)e.Position));
        Assert.Equal(feed.Count, await Executions.LastPositionAsync(Token));
        AssertListenerSaw(feed);
    }

    private async Task<ExecutionId> WriteAsync()
    {
        var id = await StartAsync();
        for (var version = 1; version <= AppendsEach; version++)
        {
            Assert.Equal(AppendOutcome.Stored, await AppendAsync(id, version));
        }

        return id;
    }

    private void AssertListenerSaw(IReadOnlyList<RecordedEvent> feed)
    {
        var told = Listener.Appends;
        Assert.Equal(feed.Select(e => e.Position), told.Select(append => append.FirstPosition));
        Assert.Equal(feed.Select(e => e.ExecutionId), told.Select(append => append.Append.Id));
        Assert.Equal(feed.Select(e => e.Version - 1), told.Select(append => append.Append.ExpectedVersion));
    }
}
