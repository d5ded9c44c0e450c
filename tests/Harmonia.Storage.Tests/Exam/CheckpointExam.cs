using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Storage.Tests.Exam;

public abstract class CheckpointExam : StoreExam
{
    [Fact]
    public async Task A_checkpoint_is_found_as_it_came_with_its_append()
    {
        var id = await StartAsync();
        var full = Checkpoint(id, 2) with
        {
            Name = "half-way",
            Description = "é ' \"",
            Status = ExecutionStatus.Failed,
        };
        var bare = Checkpoint(id, 3);

        Assert.Equal(AppendOutcome.Stored, await TakeAsync(1, full, bare));

        Assert.Equal(full, await Checkpoints.FindAsync(full.Id, Token));
        Assert.Equal(bare, await Checkpoints.FindAsync(bare.Id, Token));
        Assert.Null(await Checkpoints.FindAsync(new CheckpointId(Guid.NewGuid()), Token));
    }

    [Fact]
    public async Task The_first_append_can_bring_one_along()
    {
        var id = NewId();
        var checkpoint = Checkpoint(id, 1);
        await Executions.AppendAsync(
            new Append(id, 0, [Fact(1)]) { Head = Head(id), Checkpoints = [checkpoint] }, Token);

        Assert.Equal(checkpoint, await Checkpoints.FindAsync(checkpoint.Id, Token));
    }

    [Fact]
    public async Task An_append_that_conflicts_takes_no_checkpoint()
    {
        var id = await StartAsync();
        var checkpoint = Checkpoint(id, 6);

        Assert.Equal(AppendOutcome.Conflict, await TakeAsync(5, checkpoint));

        Assert.Null(await Checkpoints.FindAsync(checkpoint.Id, Token));
        Assert.Equal(0, (await Checkpoints.ListAsync(new CheckpointQuery(), Token)).Total);
    }

    [Fact]
    public async Task Lists_are_newest_first_in_pages_and_of_one_execution_if_asked()
    {
        var (one, other) = (await StartAsync(), await StartAsync());
        await TakeAsync(1, Checkpoint(one, 2), Checkpoint(one, 3));
        await TakeAsync(1, Checkpoint(other, 2));
        await TakeAsync(3, Checkpoint(one, 4));

        var all = await Checkpoints.ListAsync(new CheckpointQuery(), Token);
        var ofOne = await Checkpoints.ListAsync(
            new CheckpointQuery { ExecutionId = one, Limit = 2, Offset = 1 }, Token);
        var ofNobody = await Checkpoints.ListAsync(new CheckpointQuery { ExecutionId = NewId() }, Token);

        Assert.Equal(
            [(one, 4), (other, 2), (one, 3), (one, 2)], all.Items.Select(item => (item.ExecutionId, item.Version)));
        Assert.Equal((4, 3), (all.Total, ofOne.Total));
        Assert.Equal([3, 2], ofOne.Items.Select(item => item.Version));
        Assert.Empty(ofNobody.Items);
    }

    [Fact]
    public async Task Of_those_that_nobody_asked_for_only_the_newest_of_each_kind_are_kept()
    {
        var (id, other) = (await StartAsync(), await StartAsync());
        await TakeAsync(1, Checkpoint(id, 2), Checkpoint(id, 3, CheckpointKind.BeforePause));
        await TakeAsync(1, Checkpoint(other, 2, CheckpointKind.Periodic));
        for (var version = 4; version < 4 + StoredCheckpoint.MaxAutomatic + 2; version++)
        {
            await TakeAsync(version - 1, Checkpoint(id, version, CheckpointKind.Periodic));
        }

        var kept = (await Checkpoints.ListAsync(new CheckpointQuery { ExecutionId = id }, Token)).Items;

        Assert.Equal(
            [.. Enumerable.Range(6, StoredCheckpoint.MaxAutomatic).Select(version => (long)version).Reverse(), 3, 2],
            kept.Select(item => item.Version));
        Assert.Equal(1, (await Checkpoints.ListAsync(new CheckpointQuery { ExecutionId = other }, Token)).Total);
    }

    [Fact]
    public async Task The_same_id_again_leaves_the_first_as_it_was()
    {
        var id = await StartAsync();
        var first = Checkpoint(id, 2);
        await TakeAsync(1, first);

        Assert.Equal(AppendOutcome.Stored, await TakeAsync(2, Checkpoint(id, 3) with { Id = first.Id }));

        Assert.Equal(first, await Checkpoints.FindAsync(first.Id, Token));
        Assert.Equal(1, (await Checkpoints.ListAsync(new CheckpointQuery(), Token)).Total);
    }

    [Fact]
    public async Task A_checkpoint_of_another_execution_is_refused()
    {
        var id = await StartAsync();
        await Assert.ThrowsAsync<ArgumentException>(async () => await Executions.AppendAsync(
            new Append(id, 1, [Fact(2)]) { Checkpoints = [Checkpoint(NewId(), 2)] }, Token));
    }

    private static StoredCheckpoint Checkpoint(
        ExecutionId id, long version, CheckpointKind kind = CheckpointKind.Manual) => new()
        {
            Id = new CheckpointId(Guid.CreateVersion7()),
            ExecutionId = id,
            Version = version,
            CreatedAt = Noon.AddTicks(version),
            Kind = kind,
            Status = ExecutionStatus.Running,
        };

    private async Task<AppendOutcome> TakeAsync(long expected, params StoredCheckpoint[] checkpoints) =>
        await Executions.AppendAsync(
            new Append(checkpoints[0].ExecutionId, expected, Facts((int)expected + 1, checkpoints.Length))
            {
                Checkpoints = checkpoints,
            },
            Token);
}
