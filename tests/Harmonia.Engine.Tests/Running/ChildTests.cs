using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Engine.Tests.Support;

namespace Harmonia.Engine.Tests.Running;

/// <summary>Executions that start executions, in processes that are killed at every append there is.</summary>
public sealed class ChildTests
{
    private const string Top = """
        name: top
        input: {n: integer}
        tasks:
          first: {type: workflow, workflow: middle, input: {n: "${input.n}"}}
          g:
            type: group
            depends_on: first
            tasks: {second: {type: workflow, workflow: middle, input: {n: "${tasks.first.output.n}"}}}
        result: {n: "${tasks.g.output.second.n}", depth: "${execution.parent}"}
        """;

    private const string Middle = """
        name: middle
        input: {n: integer}
        tasks: {down: {type: workflow, workflow: bottom, input: {n: "${input.n}"}}}
        result: {n: "${tasks.down.output.n * 2}"}
        """;

    private const string Bottom = """
        name: bottom
        input: {n: integer}
        tasks: {work: {component: test, action: ok, input: {n: "${input.n + 1}"}}}
        result: {n: "${tasks.work.output.n}"}
        """;

    private const string Held = """
        name: bottom
        tasks: {work: {component: test, action: hold}}
        """;

    /// <summary>Where a process is killed: appends of the first one are counted from 1.</summary>
    public static TheoryData<int, bool> Crashes()
    {
        var data = new TheoryData<int, bool>();
        for (var append = 1; append <= 24; append++)
        {
            data.Add(append, false);
            data.Add(append, true);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Crashes))]
    public async Task No_child_is_lost_or_doubled_wherever_the_process_is_killed(int append, bool after)
    {
        var harness = await SavedAsync(Bottom);
        var first = harness.Begin(append, after);
        var started = harness.StartAsync(first.Engine, "top", """{"n":3}""");
        var done = harness.UntilAsync(async () =>
            first.Store.Dead.IsCompleted || (await harness.HeadsAsync()).Exists(IsCompletedTop));
        await done;
        var second = harness.Begin();
        var id = (await harness.StartAsync(second.Engine, "top", """{"n":3}""")).Id;

        await harness.UntilAsync(async () => (await harness.HeadsAsync()).Exists(IsCompletedTop));

        var heads = await harness.HeadsAsync();
        Assert.Equal(5, heads.Count);
        Assert.All(heads, head => Assert.Equal(ExecutionStatus.Completed, head.Status));
        var end = Assert.IsType<WorkflowCompleted>((await harness.HistoryAsync(id))[^1]);
        Assert.Equal("""{"n":18,"depth":null}""", end.Output.GetRawText());
        await harness.UntilAsync(async () => (await harness.HeadsAsync()).TrueForAll(head => head.WakeAt is null));
        _ = started;
    }

    [Theory]
    [MemberData(nameof(Crashes))]
    public async Task A_cancelation_reaches_the_children_of_children_wherever_the_process_is_killed(
        int append, bool after)
    {
        var harness = await SavedAsync(Held);
        var calm = harness.Begin();
        var id = (await harness.StartAsync(calm.Engine, "top", """{"n":3}""")).Id;
        await calm.Executor.CallOf("work");
        await harness.UntilAsync(async () => (await harness.HistoryAsync(id)).Exists(fact => fact is ChildStarted));
        await calm.Engine.DisposeAsync();

        var first = harness.Begin(append, after);
        await Task.WhenAny(first.Executor.CallOf("work", 2), first.Store.Dead);
        var told = first.Engine.Router.DeliverAsync(id, new CancelExecution("enough"), CancellationToken.None);
        await harness.UntilAsync(async () =>
            first.Store.Dead.IsCompleted || (await harness.HeadsAsync()).TrueForAll(IsCanceledAndQuiet));
        var second = harness.Begin();
        await second.Engine.Router.DeliverAsync(id, new CancelExecution("enough"), CancellationToken.None);

        await harness.UntilAsync(async () => (await harness.HeadsAsync()).TrueForAll(IsCanceledAndQuiet));

        Assert.Equal(3, (await harness.HeadsAsync()).Count);
        _ = told;
    }

    [Fact]
    public async Task A_pause_and_a_resumption_reach_the_children()
    {
        var harness = await SavedAsync(Held);
        var process = harness.Begin();
        var id = (await harness.StartAsync(process.Engine, "top", """{"n":3}""")).Id;
        await process.Executor.CallOf("work");

        await process.Engine.Router.DeliverAsync(id, new PauseExecution(), CancellationToken.None);
        await harness.UntilAsync(async () =>
            (await harness.HeadsAsync()).TrueForAll(head => head.Status == ExecutionStatus.Paused));
        await process.Engine.Router.DeliverAsync(id, new ResumeExecution(), CancellationToken.None);
        await harness.UntilAsync(async () =>
            (await harness.HeadsAsync()).TrueForAll(head => head.Status == ExecutionStatus.Running));
        await process.Engine.DisposeAsync();
    }

    [Fact]
    public async Task Orders_in_quick_succession_end_with_the_last_one()
    {
        var harness = await SavedAsync(Held);
        var process = harness.Begin();
        var id = (await harness.StartAsync(process.Engine, "top", """{"n":3}""")).Id;
        await process.Executor.CallOf("work");
        for (var round = 0; round < 5; round++)
        {
            await process.Engine.Router.DeliverAsync(id, new PauseExecution(), CancellationToken.None);
            await process.Engine.Router.DeliverAsync(id, new ResumeExecution(), CancellationToken.None);
        }

        await harness.UntilAsync(async () =>
            (await harness.HistoryAsync(id)).OfType<ChildTold>().LastOrDefault() is { Order: ChildOrder.Resume } told
            && told.Number > (await harness.HistoryAsync(id)).FindLastIndex(fact => fact is WorkflowPaused)
            && (await harness.HeadsAsync()).TrueForAll(head => head.Status == ExecutionStatus.Running));
        process.Executor.Release("work");
        await harness.UntilAsync(async () =>
            (await harness.HeadsAsync()).Exists(head => head is { WorkflowName: "bottom", Status.IsFinal: true }));
        await process.Engine.DisposeAsync();
    }

    [Fact]
    public async Task A_parent_that_only_waits_is_not_held_in_memory()
    {
        var harness = await SavedAsync(Held);
        var process = harness.Begin();
        await harness.StartAsync(process.Engine, "top", """{"n":3}""");
        await process.Executor.CallOf("work");

        Assert.True(SpinWait.SpinUntil(() => process.Engine.WarmExecutions == 1, TimeSpan.FromSeconds(20)));
        Assert.Equal(2, (await harness.HeadsAsync()).Count(head => head.WakeAt is null));
        await process.Engine.DisposeAsync();
    }

    [Fact]
    public async Task Children_in_maps_three_deep_are_all_different_and_give_their_own_outputs()
    {
        var harness = await SavedAsync(Bottom);
        await harness.SaveAsync("""
            name: leaf
            tasks: {work: {type: expression, result: "${input.n}"}}
            result: "${tasks.work.output}"
            """);
        await harness.SaveAsync(MapOver("branch", "leaf", 10));
        await harness.SaveAsync(MapOver("trunk", "branch", 100));
        await harness.SaveAsync(MapOver("forest", "trunk", 1_000));
        var process = harness.Begin();
        var id = (await harness.StartAsync(process.Engine, "forest", """{"n":0}""")).Id;
        await harness.UntilAsync(async () => (await harness.HistoryAsync(id))[^1] is WorkflowCompleted);

        var heads = await harness.HeadsAsync();
        Assert.Equal(1 + 3 + 9 + 27, heads.Count);
        Assert.All(heads, head => Assert.Equal(ExecutionStatus.Completed, head.Status));
        var end = (WorkflowCompleted)(await harness.HistoryAsync(id))[^1];
        Assert.Equal(
            """[[[0,10,20],[100,110,120],[200,210,220]],[[1000,1010,1020],[1100,1110,1120],[1200,1210,1220]],"""
                + """[[2000,2010,2020],[2100,2110,2120],[2200,2210,2220]]]""",
            end.Output.GetRawText());
        await process.Engine.DisposeAsync();
    }

    [Theory]
    [InlineData("workflow: nobody", FailureCodes.WorkflowNotFound)]
    [InlineData("workflow: bottom, revision: 9", FailureCodes.WorkflowNotFound)]
    [InlineData("workflow: bottom, version: v9", FailureCodes.WorkflowNotFound)]
    [InlineData("workflow: bottom, input: {n: text}", FailureCodes.InvalidInput)]
    [InlineData("workflow: self", FailureCodes.TooDeep)]
    public async Task What_cannot_be_started_fails_the_task(string fields, string code)
    {
        var harness = await SavedAsync(Bottom);
        await harness.SaveAsync($"name: self\ntasks: {{sub: {{type: workflow, {fields}}}}}");
        var process = harness.Begin();
        var id = (await harness.StartAsync(process.Engine, "self")).Id;
        await harness.UntilAsync(async () => (await harness.HeadsAsync()).TrueForAll(head => head.Status.IsFinal));

        var failed = Assert.IsType<WorkflowFailed>((await harness.HistoryAsync(id))[^1]);
        Assert.Equal(code, failed.Failure.Code);
        Assert.Equal(code == FailureCodes.TooDeep ? 33 : 1, (await harness.HeadsAsync()).Count);
        await process.Engine.DisposeAsync();
    }

    [Fact]
    public async Task A_child_keeps_the_revision_that_was_asked_for()
    {
        var harness = await SavedAsync(Bottom);
        await harness.SaveAsync(Bottom.Replace("+ 1", "+ 100", StringComparison.Ordinal));
        await harness.SaveAsync("""
            name: both
            tasks:
              old: {type: workflow, workflow: bottom, revision: 1, input: {n: 0}}
              new: {type: workflow, workflow: bottom, input: {n: 0}}
            """);
        var process = harness.Begin();
        var id = (await harness.StartAsync(process.Engine, "both")).Id;
        await harness.UntilAsync(async () => (await harness.HeadsAsync()).TrueForAll(head => head.Status.IsFinal));
        var end = Assert.IsType<WorkflowCompleted>((await harness.HistoryAsync(id))[^1]);
        Assert.Equal("""{"old":{"n":1},"new":{"n":100}}""", end.Output.GetRawText());
        await process.Engine.DisposeAsync();
    }

    private static string MapOver(string name, string child, int factor) => $$"""
        name: {{name}}
        tasks:
          each:
            type: map
            items: [0, 1, 2]
            task: {type: workflow, workflow: {{child}}, input: {n: "${input.n + item * {{factor}}}"} }
        result: "${tasks.each.output}"
        """;

    private static bool IsCompletedTop(Ports.ExecutionHead head) =>
        head is { WorkflowName: "top", Status: ExecutionStatus.Completed };

    private static bool IsCanceledAndQuiet(Ports.ExecutionHead head) =>
        head is { Status: ExecutionStatus.Canceled, WakeAt: null };

    private static async Task<CrashHarness> SavedAsync(string bottom)
    {
        var harness = new CrashHarness();
        foreach (var yaml in new[] { Top, Middle, bottom })
        {
            await harness.SaveAsync(yaml);
        }

        return harness;
    }
}
