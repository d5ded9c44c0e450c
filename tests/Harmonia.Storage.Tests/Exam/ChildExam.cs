using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Storage.Tests.Exam;

public abstract class ChildExam : StoreExam
{
    [Fact]
    public async Task The_end_of_a_child_wakes_its_parent_in_the_same_append()
    {
        var parent = await StartAsync();
        var child = await ChildAsync(parent);
        Assert.Empty(await DueAsync());

        await EndAsync(child, parent);

        Assert.Equal(parent, Assert.Single(await DueAsync()).Id);
        Assert.Equal(new ChildEnd(child, 2), Assert.Single(await Executions.ReadEndsAsync(parent, 10, Token)));
        Assert.Empty(await Executions.ReadEndsAsync(child, 10, Token));
    }

    [Fact]
    public async Task An_append_that_conflicts_tells_nobody()
    {
        var parent = await StartAsync();
        var child = await ChildAsync(parent);

        var outcome = await Executions.AppendAsync(
            new Append(child, 7, [Fact(8)]) { EndOfChild = new EndOfChild(parent, 8, Noon) }, Token);

        Assert.Equal(AppendOutcome.Conflict, outcome);
        Assert.Empty(await DueAsync());
        Assert.Empty(await Executions.ReadEndsAsync(parent, 10, Token));
    }

    [Fact]
    public async Task No_head_takes_the_wake_up_back_before_the_end_was_heard_of()
    {
        var parent = await StartAsync();
        var children = new[] { await ChildAsync(parent), await ChildAsync(parent) };
        await EndAsync(children[0], parent);
        await EndAsync(children[1], parent);

        await Executions.AppendAsync(new Append(parent, 1, [Fact(2)]) { Head = Head(parent) }, Token);
        Assert.Single(await DueAsync());
        await Executions.AppendAsync(
            new Append(parent, 2, [Fact(3)]) { Head = Head(parent), Heard = [children[0]] }, Token);
        Assert.Single(await DueAsync());
        Assert.Equal(children[1], Assert.Single(await Executions.ReadEndsAsync(parent, 10, Token)).Child);

        await Executions.AppendAsync(
            new Append(parent, 3, []) { Head = Head(parent), Heard = [children[1], NewId()] }, Token);
        Assert.Empty(await DueAsync());
        Assert.Equal(3, (await ReadAsync(parent)).Count);
    }

    [Fact]
    public async Task To_hear_of_an_end_needs_the_version_that_was_decided_upon()
    {
        var parent = await StartAsync();
        var child = await ChildAsync(parent);
        await EndAsync(child, parent);

        var outcome = await Executions.AppendAsync(
            new Append(parent, 5, []) { Head = Head(parent), Heard = [child] }, Token);

        Assert.Equal(AppendOutcome.Conflict, outcome);
        Assert.Single(await Executions.ReadEndsAsync(parent, 10, Token));
    }

    [Fact]
    public async Task A_child_that_ends_again_leaves_its_last_word()
    {
        var parent = await StartAsync();
        var child = await ChildAsync(parent);
        await EndAsync(child, parent);
        await Executions.AppendAsync(
            new Append(child, 2, Facts(3, 2)) { EndOfChild = new EndOfChild(parent, 4, Noon) }, Token);

        Assert.Equal(new ChildEnd(child, 4), Assert.Single(await Executions.ReadEndsAsync(parent, 10, Token)));
    }

    [Fact]
    public async Task A_parked_parent_is_not_woken()
    {
        var parent = await StartAsync();
        var child = await ChildAsync(parent);
        await Executions.QuarantineAsync(parent, "damaged", Token);
        await EndAsync(child, parent);
        Assert.Empty(await DueAsync());
        Assert.Single(await Executions.ReadEndsAsync(parent, 10, Token));
    }

    [Fact]
    public async Task Children_are_listed_by_their_parent()
    {
        var parent = await StartAsync();
        await StartAsync();
        var child = await ChildAsync(parent);

        var page = await Executions.ListAsync(new ExecutionQuery { ParentId = parent }, Token);

        var head = Assert.Single(page.Items);
        Assert.Equal((child, parent, "ship"), (head.Id, head.ParentId!.Value, head.ParentTask));
        Assert.Equal(1, page.Total);
        Assert.Null((await Executions.FindAsync(parent, Token))!.ParentId);
    }

    private Task<ExecutionId> ChildAsync(ExecutionId parent) =>
        StartAsync(head => head with { ParentId = parent, ParentTask = "ship" });

    private async Task EndAsync(ExecutionId child, ExecutionId parent) => await Executions.AppendAsync(
        new Append(child, 1, [Fact(2)]) { EndOfChild = new EndOfChild(parent, 2, Noon) }, Token);

    private async Task<IReadOnlyList<DueExecution>> DueAsync() =>
        await Executions.ReadDueAsync(Noon, null, 10, Token);
}
