using Harmonia.Engine.Ports;

namespace Harmonia.Storage.Tests.Exam;

public abstract class DueExam : StoreExam
{
    [Fact]
    public async Task Due_executions_come_page_by_page_in_the_order_of_wake_up_and_id()
    {
        List<DueExecution> all = [];
        foreach (var minute in new[] { 3, 1, 2, 1, 1, 2 })
        {
            var wakeAt = Noon.AddMinutes(minute);
            all.Add(new DueExecution(await StartAsync(head => head with { WakeAt = wakeAt }), wakeAt));
        }

        await StartAsync(); // Waits for nothing.
        await StartAsync(head => head with { WakeAt = Noon.AddMinutes(3).AddTicks(1) }); // Just too late.

        List<DueExecution> read = [];
        IReadOnlyList<DueExecution> page;
        do
        {
            page = await Executions.ReadDueAsync(Noon.AddMinutes(3), read.LastOrDefault(), 2, Token);
            read.AddRange(page);
        }
        while (page.Count > 0 && read.Count <= all.Count);

        Assert.Equal(all.OrderBy(due => due.WakeAt).ThenBy(due => due.Id), read);
    }

    [Fact]
    public async Task A_later_head_moves_or_removes_the_wake_up()
    {
        var id = await StartAsync(head => head with { WakeAt = Noon });
        await Executions.AppendAsync(
            new Append(id, 1, [Fact(2)]) { Head = Head(id) with { WakeAt = Noon.AddHours(1) } }, Token);
        Assert.Empty(await DueAsync());

        await Executions.AppendAsync(
            new Append(id, 2, [Fact(3)]) { Head = Head(id) with { WakeAt = Noon.AddHours(-1) } }, Token);
        Assert.Equal(new DueExecution(id, Noon.AddHours(-1)), Assert.Single(await DueAsync()));

        await Executions.AppendAsync(new Append(id, 3, [Fact(4)]) { Head = Head(id) }, Token);
        Assert.Empty(await DueAsync());
    }

    [Fact]
    public async Task A_parked_execution_is_not_due_until_it_is_released_to_be_woken_at_once()
    {
        var id = await StartAsync(head => head with { WakeAt = Noon.AddHours(-1) });

        await Executions.QuarantineAsync(id, "its history cannot be read", Token);
        Assert.Equal("its history cannot be read", (await Executions.FindAsync(id, Token))!.Quarantine);
        Assert.Empty(await DueAsync());

        await Executions.QuarantineAsync(id, null, Token);
        Assert.Null((await Executions.FindAsync(id, Token))!.Quarantine);
        Assert.Equal(new DueExecution(id, Noon), Assert.Single(await DueAsync()));
        Assert.Single(await ReadAsync(id));
    }

    [Fact]
    public async Task A_head_neither_parks_nor_releases()
    {
        var id = await StartAsync(head => head with { Quarantine = "not by an append", WakeAt = Noon });
        Assert.Null((await Executions.FindAsync(id, Token))!.Quarantine);

        await Executions.QuarantineAsync(id, "parked", Token);
        await Executions.AppendAsync(new Append(id, 1, [Fact(2)]) { Head = Head(id) with { WakeAt = Noon } }, Token);

        Assert.Equal("parked", (await Executions.FindAsync(id, Token))!.Quarantine);
        Assert.Empty(await DueAsync());
    }

    [Fact]
    public async Task Releasing_what_is_not_parked_wakes_nobody()
    {
        var id = await StartAsync();
        await Executions.QuarantineAsync(id, null, Token);
        Assert.Empty(await DueAsync());
    }

    [Fact]
    public async Task An_unknown_execution_cannot_be_parked() =>
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await Executions.QuarantineAsync(NewId(), "why", Token));

    private async Task<IReadOnlyList<DueExecution>> DueAsync() =>
        await Executions.ReadDueAsync(Noon, null, 10, Token);
}
