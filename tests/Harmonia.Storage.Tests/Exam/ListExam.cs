using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Storage.Tests.Exam;

public abstract class ListExam : StoreExam
{
    private static readonly WorkflowId Other = new(Guid.Parse("aaaaaaaa-0000-4000-8000-00000000000b"));

    [Fact]
    public async Task Heads_come_newest_first_and_the_total_ignores_limit_offset_and_cursor()
    {
        var ids = await StartManyAsync(7);

        var page = await Executions.ListAsync(new ExecutionQuery { Limit = 3 }, Token);
        Assert.Equal([ids[6], ids[5], ids[4]], page.Items.Select(head => head.Id));
        Assert.Equal(7, page.Total);

        var next = await Executions.ListAsync(
            new ExecutionQuery { Limit = 2, Offset = 1, BeforeOrdinal = page.Items[^1].Ordinal }, Token);
        Assert.Equal([ids[2], ids[1]], next.Items.Select(head => head.Id));
        Assert.Equal(7, next.Total);

        var beyond = await Executions.ListAsync(new ExecutionQuery { Offset = 7 }, Token);
        Assert.Empty(beyond.Items);
        Assert.Equal(7, beyond.Total);
    }

    [Fact]
    public async Task Lists_are_of_one_workflow_and_of_some_statuses()
    {
        var running = await StartAsync(head => head with { WorkflowId = Other });
        var failed = await StartAsync(
            head => head with { WorkflowId = Other, Status = ExecutionStatus.Failed });
        await StartAsync(head => head with { Status = ExecutionStatus.Failed });

        Assert.Equal([failed, running], await IdsAsync(new ExecutionQuery { WorkflowId = Other }));
        Assert.Equal(
            [failed],
            await IdsAsync(new ExecutionQuery
            {
                WorkflowId = Other,
                Statuses = [ExecutionStatus.Failed, ExecutionStatus.Canceled],
            }));
    }

    [Theory]
    [InlineData("name", FilterOperator.Eq, "Ship it", "b")]
    [InlineData("name", FilterOperator.Eq, "ship it", "")]
    [InlineData("workflow_name", FilterOperator.Neq, "Ship it", "ac")]
    [InlineData("name", FilterOperator.Contains, "SHIP", "ab")]
    [InlineData("name", FilterOperator.StartsWith, "ship", "b")]
    [InlineData("name", FilterOperator.Contains, "%", "c")]
    [InlineData("name", FilterOperator.StartsWith, "_", "")]
    [InlineData("name", FilterOperator.Contains, "É", "")]
    [InlineData("name", FilterOperator.Contains, "é", "c")]
    [InlineData("name", FilterOperator.Gt, "Ship it", "ac")]
    [InlineData("name", FilterOperator.Lte, "Ship it", "b")]
    [InlineData("name", FilterOperator.Eq, "' or true --", "")]
    [InlineData("status", FilterOperator.Eq, "failed", "c")]
    [InlineData("status", FilterOperator.In, "failed|paused", "bc")]
    [InlineData("status", FilterOperator.In, "unheard", "")]
    [InlineData("status_reason", FilterOperator.Eq, "task_failed", "c")]
    [InlineData("status_reason", FilterOperator.Neq, "task_failed", "ab")] // What is missing equals nothing.
    [InlineData("status_reason", FilterOperator.Gt, "a", "c")]
    [InlineData("created_at", FilterOperator.Gt, "2026-11-22T12:00:00Z", "bc")]
    [InlineData("start_time", FilterOperator.Gte, "2026-11-22T13:00:00+01:00", "abc")]
    [InlineData("start_time", FilterOperator.Lt, "2026-11-22T12:02:00", "ab")]
    [InlineData("created_at", FilterOperator.In, "2026-11-22T12:01:00Z|2026-11-22T12:02:00Z", "bc")]
    [InlineData("end_time", FilterOperator.Eq, "2026-11-22T14:00:00Z", "c")]
    [InlineData("end_time", FilterOperator.Neq, "2026-11-22T14:00:00Z", "ab")]
    [InlineData("workflow_id", FilterOperator.Eq, "AAAAAAAA-0000-4000-8000-00000000000B", "c")]
    [InlineData("workflow_id", FilterOperator.Neq, "aaaaaaaa-0000-4000-8000-00000000000b", "ab")]
    [InlineData("workflow_id", FilterOperator.Contains, "-00000000000B", "c")]
    [InlineData("workflow_id", FilterOperator.StartsWith, "1111", "ab")]
    [InlineData("workflow_id", FilterOperator.Gt, "2", "c")]
    [InlineData("workflow_id", FilterOperator.Lt, "aaaaaaaa-0000-4000-8000-00000000000b", "ab")]
    [InlineData("workflow_id", FilterOperator.Eq, "no id", "")]
    [InlineData("execution_id", FilterOperator.Eq, "11111111-0000-4000-8000-000000000001", "")]
    public async Task Filters_mean_the_same_in_every_store(
        string field, FilterOperator comparison, string values, string expected)
    {
        var names = new Dictionary<ExecutionId, char>
        {
            [await StartAsync(head => head with { WorkflowName = "a ship" })] = 'a',
            [await StartAsync(head => head with
            {
                WorkflowName = "Ship it",
                Status = ExecutionStatus.Paused,
                CreatedAt = Noon.AddMinutes(1),
            })] = 'b',
            [await StartAsync(head => head with
            {
                WorkflowId = Other,
                WorkflowName = "caf\u00e9 100%",
                Status = ExecutionStatus.Failed,
                StatusReason = "task_failed",
                CreatedAt = Noon.AddMinutes(2),
                EndedAt = Noon.AddHours(2),
            })] = 'c',
        };
        var filter = new FieldFilter(field, comparison, values.Split('|'));

        var page = await Executions.ListAsync(new ExecutionQuery { Filters = [filter] }, Token);

        Assert.Equal(expected, string.Concat(page.Items.Reverse().Select(head => names[head.Id])));
        Assert.Equal(expected.Length, page.Total);
    }

    [Fact]
    public async Task All_filters_must_hold_and_ids_are_found_whole()
    {
        var ids = await StartManyAsync(3);
        var mine = new FieldFilter("execution_id", FilterOperator.In, [ids[0].ToString(), ids[2].ToString()]);
        var first = new FieldFilter("execution_id", FilterOperator.StartsWith, [ids[0].ToString()]);

        Assert.Equal([ids[2], ids[0]], await IdsAsync(new ExecutionQuery { Filters = [mine] }));
        Assert.Equal([ids[0]], await IdsAsync(new ExecutionQuery { Filters = [mine, first] }));
    }

    [Theory]
    [InlineData("quarantine", FilterOperator.Eq, "x")]
    [InlineData("status; drop table events", FilterOperator.Eq, "x")]
    [InlineData("created_at", FilterOperator.Eq, "yesterday")]
    [InlineData("created_at", FilterOperator.Contains, "2026")]
    [InlineData("status", FilterOperator.Eq, "running|failed")]
    public async Task Filters_that_cannot_be_asked_are_refused(string field, FilterOperator comparison, string values)
    {
        var filter = new FieldFilter(field, comparison, values.Split('|'));

        await Assert.ThrowsAsync<ArgumentException>(
            async () => await Executions.ListAsync(new ExecutionQuery { Filters = [filter] }, Token));
    }

    [Fact]
    public async Task Every_declared_field_can_be_filtered()
    {
        await StartAsync();
        foreach (var field in FieldFilter.ExecutionFields)
        {
            var filter = new FieldFilter(field, FilterOperator.In, ["2026-11-22T12:00:00Z"]);
            var page = await Executions.ListAsync(new ExecutionQuery { Filters = [filter] }, Token);
            Assert.Equal(field is "created_at" or "start_time" ? 1 : 0, page.Total);
        }
    }

    [Fact]
    public async Task Executions_are_counted_by_status()
    {
        var ended = await StartAsync();
        await StartAsync();
        await StartAsync(head => head with { Status = ExecutionStatus.Paused });
        var head = Head(ended) with { Status = ExecutionStatus.Completed };
        await Executions.AppendAsync(new Append(ended, 1, [Fact(2)]) { Head = head }, Token);

        var counts = await Executions.CountAsync(Token);

        Assert.Equal(3, counts.Count);
        Assert.All(counts.Values, count => Assert.Equal(1, count));
        Assert.Equal(1, counts[ExecutionStatus.Completed]);
    }

    private async Task<List<ExecutionId>> StartManyAsync(int count)
    {
        List<ExecutionId> ids = [];
        for (var i = 0; i < count; i++)
        {
            ids.Add(await StartAsync());
        }

        return ids;
    }

    private async Task<IEnumerable<ExecutionId>> IdsAsync(ExecutionQuery query) =>
        (await Executions.ListAsync(query, Token)).Items.Select(head => head.Id);
}
