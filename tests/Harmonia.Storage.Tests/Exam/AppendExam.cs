using System.Text.Json;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Storage.Tests.Exam;

public abstract class AppendExam : StoreExam
{
    [Fact]
    public async Task Events_get_the_versions_after_the_expected_one()
    {
        var id = await StartAsync();
        Assert.Equal(AppendOutcome.Stored, await AppendAsync(id, 1, count: 3));
        Assert.Equal(AppendOutcome.Stored, await AppendAsync(id, 4, count: 2));

        var events = await ReadAsync(id);

        Assert.Equal([1, 2, 3, 4, 5, 6], events.Select(e => e.Version));
        Assert.Equal([1, 2, 3, 4, 5, 6], events.Select(Number));
        Assert.All(events, e => Assert.Equal(id, e.ExecutionId));
    }

    [Theory]
    [InlineData(0)] // It exists already.
    [InlineData(1)] // The end of an older batch.
    [InlineData(2)] // The middle of the last batch.
    [InlineData(5)] // Ahead of what is stored.
    public async Task Any_other_expected_version_is_a_conflict_that_writes_nothing(int expected)
    {
        var id = await StartAsync();
        await AppendAsync(id, 1, count: 3);
        var append = new Append(id, expected, [Fact(99)])
        {
            Head = Head(id) with { Status = ExecutionStatus.Failed },
            Definition = Definition("never"),
        };

        Assert.Equal(AppendOutcome.Conflict, await Executions.AppendAsync(append, Token));

        Assert.Equal([1, 2, 3, 4], (await ReadAsync(id)).Select(Number));
        Assert.Equal(ExecutionStatus.Running, (await Executions.FindAsync(id, Token))!.Status);
        Assert.Null(await Workflows.FindDefinitionAsync("never", Token));
        Assert.Equal(4, await Executions.LastPositionAsync(Token));
        Assert.Equal(2, Listener.Appends.Count);
    }

    [Fact]
    public async Task An_unknown_execution_is_only_at_version_0()
    {
        var id = NewId();

        Assert.Equal(AppendOutcome.Conflict, await AppendAsync(id, 1));
        Assert.Empty(await ReadAsync(id));
        Assert.Null(await Executions.FindAsync(id, Token));
    }

    [Fact]
    public async Task The_head_and_the_definition_come_with_the_events()
    {
        var id = NewId();
        var head = Head(id) with
        {
            StatusReason = "queued",
            WakeAt = Noon.AddTicks(7),
            Metadata = Json("""{"from":"the exam"}"""),
        };
        var append = new Append(id, 0, [Fact(1)]) { Head = head, Definition = Definition("hash") };
        await Executions.AppendAsync(append, Token);

        var stored = (await Executions.FindAsync(id, Token))!;

        Assert.Equal("""{"from":"the exam"}""", stored.Metadata!.Value.GetRawText());
        Assert.Equal(head with { Metadata = null, Ordinal = stored.Ordinal }, stored with { Metadata = null });
        Assert.True(stored.Ordinal > 0);
        var kept = await Workflows.FindDefinitionAsync("hash", Token);
        Assert.Equal(Definition("hash").Json.ToArray(), kept!.Value.ToArray());
    }

    [Fact]
    public async Task A_later_head_replaces_what_can_change_and_no_head_leaves_it()
    {
        var id = await StartAsync(head => head with { WakeAt = Noon, StatusReason = "waits" });
        await AppendAsync(id, 1);
        Assert.Equal(Noon, (await Executions.FindAsync(id, Token))!.WakeAt);

        var ended = Head(id) with { Status = ExecutionStatus.Completed, EndedAt = Noon.AddHours(1) };
        await Executions.AppendAsync(new Append(id, 2, [Fact(3)]) { Head = ended }, Token);

        var stored = (await Executions.FindAsync(id, Token))!;
        Assert.Equal(ended with { Ordinal = stored.Ordinal }, stored);
    }

    [Fact]
    public async Task A_definition_that_is_kept_already_is_left_alone()
    {
        var first = await StartAsync();
        await Executions.AppendAsync(
            new Append(first, 1, [Fact(2)]) { Definition = Definition("hash") }, Token);
        var other = new StoredDefinition("hash", "{}"u8.ToArray());

        Assert.Equal(
            AppendOutcome.Stored,
            await Executions.AppendAsync(new Append(first, 2, [Fact(3)]) { Definition = other }, Token));

        var kept = await Workflows.FindDefinitionAsync("hash", Token);
        Assert.Equal(Definition("hash").Json.ToArray(), kept!.Value.ToArray());
    }

    [Fact]
    public async Task Every_value_comes_back_as_it_was()
    {
        var id = NewId();
        var started = new WorkflowStarted(Orders, "ördérs 🚚", "hash", Json("""{"a":[1,2.50,"x",null]}"""), null)
        {
            At = Noon.AddTicks(1),
            Request = "key",
        };
        await Executions.AppendAsync(new Append(id, 0, [started]) { Head = Head(id) }, Token);

        var stored = (WorkflowStarted)Assert.Single(await ReadAsync(id)).Event;

        Assert.Equal(started.Input.GetRawText(), stored.Input.GetRawText());
        Assert.Equal(started with { Input = default }, stored with { Input = default });
    }

    [Fact]
    public async Task A_large_batch_is_one_append()
    {
        var id = NewId();
        await Executions.AppendAsync(new Append(id, 0, Facts(1, 5_000)) { Head = Head(id) }, Token);

        Assert.Equal(Enumerable.Range(1, 5_000), (await ReadAsync(id)).Select(Number));
    }

    [Fact]
    public async Task Calls_that_no_store_can_take_are_refused()
    {
        var id = NewId();

        await Assert.ThrowsAsync<ArgumentException>(
            async () => await Executions.AppendAsync(new Append(id, 0, []) { Head = Head(id) }, Token));
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await Executions.AppendAsync(new Append(id, 0, [Fact(1)]), Token));
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await Executions.AppendAsync(new Append(id, 0, [Fact(1)]) { Head = Head(NewId()) }, Token));
    }

    [Fact]
    public async Task What_could_not_be_read_again_is_not_stored()
    {
        var id = await StartAsync();
        var depth = 200;
        var deep = JsonDocument.Parse(
            new string('[', depth) + new string(']', depth), new JsonDocumentOptions { MaxDepth = 1000 }).RootElement;
        var tooDeep = new Append(id, 1, [new StateChanged(deep) { At = Noon }]);

        await Assert.ThrowsAnyAsync<Exception>(async () => await Executions.AppendAsync(tooDeep, Token));

        Assert.Equal(AppendOutcome.Stored, await AppendAsync(id, 1));
        Assert.Equal(2, (await ReadAsync(id)).Count);
    }

    [Fact]
    public async Task A_call_that_was_cancelled_before_writes_nothing()
    {
        var id = await StartAsync();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Executions.AppendAsync(new Append(id, 1, [Fact(2)]), cancelled.Token));

        Assert.Single(await ReadAsync(id));
    }
}
