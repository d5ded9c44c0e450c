using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;
using Harmonia.Engine.Tests.Support;

namespace Harmonia.Engine.Tests.Running;

/// <summary>
/// Whoever goes on from a checkpoint calls nothing again that had finished, and comes to the same output.
/// </summary>
public sealed class CheckpointTests
{
    private const string Chain =
        """
        name: chain
        defaults: { timeout: 10000000 }
        tasks:
          a: { component: test, action: ok, input: { n: 1 } }
          b: { component: test, action: hold, depends_on: a }
          c: { component: test, action: ok, depends_on: b, input: { from_a: "${tasks.a.output.n}" } }
        """;

    [Fact]
    public async Task Restored_while_the_original_runs_it_does_what_is_left_and_both_end_alike()
    {
        await using var harness = new Harness();
        harness.Engine.Start();
        var original = await harness.StartAsync(Chain);
        await harness.Executor.CallOf("b");
        var checkpoint = await harness.CheckpointAsync(original);

        var restored = await harness.RestoreAsync(checkpoint);
        await harness.Executor.CallOf("b", attempt: 2);
        harness.Executor.Release("b", attempt: 2);
        var end = Assert.IsType<WorkflowCompleted>((await harness.EndAsync(restored))[^1]);
        harness.Executor.Release("b");

        Assert.Equal(OutputOf(await harness.EndAsync(original)), end.Output.GetRawText());
        Assert.Equal(["b/2", "c/1"], CallsOf(harness, restored));
        Assert.Equal(["a/1", "b/1", "c/1"], CallsOf(harness, original));
    }

    [Fact]
    public async Task Restored_after_a_kill_it_calls_nothing_again_that_had_finished()
    {
        await using var harness = new Harness();
        harness.Engine.Start();
        var original = await harness.StartAsync(Chain);
        await harness.Executor.CallOf("b");
        var checkpoint = await harness.CheckpointAsync(original);

        harness.Restart();
        harness.Engine.Start();
        var restored = await harness.RestoreAsync(checkpoint);
        harness.Executor.Release("b", attempt: 2);

        Assert.Equal(OutputOf(await harness.EndAsync(original)), OutputOf(await harness.EndAsync(restored)));
        Assert.Equal(["b/2", "c/1"], CallsOf(harness, restored));
    }

    [Fact]
    public async Task Killed_right_after_the_restoration_it_goes_on_all_the_same()
    {
        await using var harness = new Harness();
        harness.Engine.Start();
        var original = await harness.StartAsync(Chain);
        await harness.Executor.CallOf("b");
        var restored = await harness.RestoreAsync(await harness.CheckpointAsync(original));
        await harness.Executor.CallOf("b", attempt: 2);

        harness.Restart();
        harness.Engine.Start();
        await harness.Executor.CallOf("b", attempt: 3);
        harness.Executor.Release("b", attempt: 3);

        Assert.IsType<WorkflowCompleted>((await harness.EndAsync(restored))[^1]);
        Assert.Equal(["b/3", "c/1"], CallsOf(harness, restored));
    }

    [Fact]
    public async Task Restored_after_the_end_and_twice_it_ends_the_same_each_time()
    {
        await using var harness = new Harness();
        harness.Engine.Start();
        var original = await harness.StartAsync(Chain);
        await harness.Executor.CallOf("b");
        var during = await harness.CheckpointAsync(original);
        harness.Executor.Release("b");
        var output = OutputOf(await harness.EndAsync(original));
        var after = await harness.CheckpointAsync(original);
        harness.Executor.Release("b", attempt: 2);

        ExecutionId[] restored =
        [
            await harness.RestoreAsync(during), await harness.RestoreAsync(during), await harness.RestoreAsync(after),
        ];

        Assert.Equal(3, restored.Distinct().Count());
        foreach (var id in restored)
        {
            Assert.Equal(output, OutputOf(await harness.EndAsync(id)));
            Assert.DoesNotContain("a/1", CallsOf(harness, id));
        }

        Assert.Empty(CallsOf(harness, restored[2]));
        Assert.Equal(ExecutionStatus.Completed, after.Status);
    }

    [Fact]
    public async Task The_same_key_restores_once_and_another_content_is_refused()
    {
        await using var harness = new Harness();
        harness.Engine.Start();
        var original = await harness.StartAsync(Chain);
        await harness.Executor.CallOf("b");
        var checkpoint = await harness.CheckpointAsync(original);

        var first = await harness.RestoreAsync(checkpoint, key: "k");
        Assert.Equal(first, await harness.RestoreAsync(checkpoint, key: "k"));

        var other = Assert.IsType<RestoreResult.Decided>(await harness.Engine.RestoreAsync(
            new RestoreRequest(original, 1) { IdempotencyKey = "k", ContentHash = "other" }, CancellationToken.None));
        Assert.IsType<Decision.Rejected>(Assert.IsType<CommandReply.Decided>(other.Reply).Decision);
    }

    [Fact]
    public async Task A_restored_execution_calls_under_a_key_of_its_own()
    {
        await using var harness = new Harness();
        harness.Engine.Start();
        var original = await harness.StartAsync(Chain);
        var first = await harness.Executor.CallOf("b");
        await harness.RestoreAsync(await harness.CheckpointAsync(original));

        Assert.NotEqual(
            first.IdempotencyKey, (await harness.Executor.CallOf("b", attempt: 2)).IdempotencyKey);
    }

    [Fact]
    public async Task Nothing_is_restored_from_what_does_not_exist()
    {
        await using var harness = new Harness();
        var original = await harness.StartAsync(Chain);
        var unknown = new RestoreRequest(new ExecutionId(Guid.NewGuid()), 1);
        var version = (await harness.LoadAsync(original)).Version;

        Assert.IsType<RestoreResult.NotFound>(await harness.Engine.RestoreAsync(unknown, CancellationToken.None));
        Assert.IsType<RestoreResult.NoSuchVersion>(
            await harness.Engine.RestoreAsync(new RestoreRequest(original, version + 100), CancellationToken.None));
    }

    [Fact]
    public async Task The_checkpoints_of_the_original_stay_the_originals()
    {
        await using var harness = new Harness();
        harness.Engine.Start();
        var original = await harness.StartAsync(Chain);
        await harness.Executor.CallOf("b");
        var checkpoint = await harness.CheckpointAsync(original);
        var restored = await harness.RestoreAsync(checkpoint);

        Assert.Equal(checkpoint, Assert.Single(await CheckpointsOf(harness, original)));
        Assert.Empty(await CheckpointsOf(harness, restored));
    }

    [Fact]
    public async Task A_restoration_that_was_stored_though_the_caller_heard_of_trouble_is_found_by_its_key()
    {
        await using var harness = new Harness();
        harness.Engine.Start();
        var original = await harness.StartAsync(Chain);
        await harness.Executor.CallOf("b");
        var checkpoint = await harness.CheckpointAsync(original);
        harness.Store.FailNext(AppendFault.After);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => harness.RestoreAsync(checkpoint, key: "k"));
        var restored = await RecoveryTests.AdvanceUntilAsync(harness, () => harness.RestoreAsync(checkpoint, key: "k"));
        harness.Executor.Release("b", attempt: 2);
        harness.Executor.Release("b", attempt: 3);

        Assert.IsType<WorkflowCompleted>((await harness.EndAsync(restored))[^1]);
        Assert.DoesNotContain("a/1", CallsOf(harness, restored));
    }

    [Fact]
    public async Task An_execution_that_goes_on_is_kept_every_interval_and_one_that_sleeps_is_not_woken_for_it()
    {
        const string Busy =
            """
            name: busy
            defaults: { timeout: 10000000 }
            tasks:
              a: { component: test, action: hold }
              b: { component: test, action: hold, depends_on: a }
              rest: { component: harmonia, action: sleep, input: { seconds: 86400 } }
            """;
        await using var harness = new Harness(new EngineOptions
        {
            Execution = new ExecutionSettings { CheckpointInterval = TimeSpan.FromMinutes(1) },
        });
        harness.Engine.Start();
        var id = await harness.StartAsync(Busy);
        await harness.Executor.CallOf("a");
        harness.Time.Set(harness.Time.GetUtcNow().AddHours(1));
        Assert.Empty(await CheckpointsOf(harness, id));

        harness.Executor.Release("a");
        await harness.UntilAsync(id, fact => fact is CheckpointCreated);
        await harness.Executor.CallOf("b");
        harness.Executor.Release("b");
        await harness.UntilAsync(id, fact => fact is TaskCompleted { Task: "b" });

        var checkpoint = Assert.Single(await CheckpointsOf(harness, id));
        Assert.Equal(CheckpointKind.Periodic, checkpoint.Kind);
        Assert.Equal(
            checkpoint.CreatedAt.AddSeconds(82_800),
            (await harness.Store.FindAsync(id, CancellationToken.None))!.WakeAt);
    }

    private static string OutputOf(List<ExecutionEvent> events) =>
        Assert.IsType<WorkflowCompleted>(events[^1]).Output.GetRawText();

    private static List<string> CallsOf(Harness harness, ExecutionId id) =>
        [.. harness.Executor.Calls.Where(call => call.ExecutionId == id).Select(call => $"{call.Task}/{call.Attempt}")];

    private static async Task<IReadOnlyList<StoredCheckpoint>> CheckpointsOf(Harness harness, ExecutionId id) =>
        (await harness.Checkpoints.ListAsync(new CheckpointQuery { ExecutionId = id }, CancellationToken.None)).Items;
}
