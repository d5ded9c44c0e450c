using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Storage.Tests.Exam;

/// <summary>Who waits for what can be searched.</summary>
public abstract class WaitExam : StoreExam
{
    [Fact]
    public async Task Executions_that_wait_for_a_signal_are_found_by_its_name_page_by_page()
    {
        List<ExecutionId> waiting = [];
        for (var number = 0; number < 5; number++)
        {
            waiting.Add(await StartAsync());
            await WaitAsync(waiting[^1], 1, Signal("paid", isOpen: true), Signal("other", isOpen: number == 0));
        }

        Assert.Equal(waiting.Order(), await ListenersAsync("paid"));
        Assert.Equal([waiting[0]], await ListenersAsync("other"));
        Assert.Empty(await ListenersAsync("nothing"));
    }

    [Fact]
    public async Task What_is_not_waited_for_any_more_is_not_found_any_more()
    {
        var id = await StartAsync();
        await WaitAsync(id, 1, Signal("paid", isOpen: true), Signal("paid", isOpen: true));
        Assert.Equal([id], await ListenersAsync("paid"));
        await WaitAsync(id, 2, Signal("paid", isOpen: false), Signal("never", isOpen: false));
        Assert.Empty(await ListenersAsync("paid"));
    }

    [Fact]
    public async Task A_conflict_changes_nothing_about_who_waits()
    {
        var id = await StartAsync();
        var append = new Append(id, 7, [Fact(2)]) { Waits = [Signal("paid", isOpen: true)] };
        Assert.Equal(AppendOutcome.Conflict, await Executions.AppendAsync(append, Token));
        Assert.Empty(await ListenersAsync("paid"));
    }

    [Fact]
    public async Task Approvals_come_oldest_first_and_keep_their_place_when_they_change()
    {
        var (first, second) = (await StartAsync(), await StartAsync());
        await WaitAsync(first, 1, Approval("gate", "1"));
        await WaitAsync(second, 1, Approval("gate", "2"));
        await WaitAsync(first, 2, Approval("gate", "3"));
        var all = await Executions.ReadApprovalsAsync(0, 10, Token);
        Assert.Equal(
            [(first, "gate", "3"), (second, "gate", "2")],
            all.Select(row => (row.ExecutionId, row.Task, row.Detail.GetRawText())));
        Assert.Equal([second], (await Executions.ReadApprovalsAsync(all[0].Ordinal, 10, Token))
            .Select(row => row.ExecutionId));

        await WaitAsync(first, 3, new WaitRow(WaitKind.Approval, "gate", IsOpen: false, null));
        Assert.Equal([second], (await Executions.ReadApprovalsAsync(0, 1, Token)).Select(row => row.ExecutionId));
    }

    private static WaitRow Signal(string name, bool isOpen) => new(WaitKind.Signal, name, isOpen, null);

    private static WaitRow Approval(string task, string detail) =>
        new(WaitKind.Approval, task, IsOpen: true, Json(detail));

    private async Task WaitAsync(ExecutionId id, long version, params WaitRow[] rows) => Assert.Equal(
        AppendOutcome.Stored,
        await Executions.AppendAsync(new Append(id, version, [Fact((int)version + 1)]) { Waits = rows }, Token));

    private async Task<List<ExecutionId>> ListenersAsync(string name)
    {
        List<ExecutionId> read = [];
        IReadOnlyList<ExecutionId> page;
        do
        {
            page = await Executions.ReadListenersAsync(name, read.Count == 0 ? null : read[^1], 2, Token);
            read.AddRange(page);
        }
        while (page.Count > 0);

        return read;
    }
}
