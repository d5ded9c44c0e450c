using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;
using Harmonia.Engine.Tests.Support;

namespace Harmonia.Engine.Tests.Running;

/// <summary>Loops that turn for ever keep a history that does not.</summary>
public sealed class LongLoopTests
{
    [Fact]
    public async Task Fifty_thousand_computed_iterations_leave_a_short_history()
    {
        await using var harness = new Harness();
        var id = await harness.StartAsync(
            """
            name: sum
            tasks:
              sum:
                type: loop
                count: 50000
                max_iterations: 50000
                tasks:
                  one: { type: expression, result: "${(previous ?? {one: 0}).one + 1}" }
            result: "${tasks.sum.output.last.one}"
            """);

        await EndOf(harness, id);

        // The end is told before the last of what may be forgotten is.
        var head = await harness.Store.FindAsync(id, CancellationToken.None);
        IReadOnlyList<RecordedEvent> kept;
        long forgotten;
        do
        {
            forgotten = head!.Forgotten;
            kept = await harness.Store.ReadAsync(id, 0, int.MaxValue, CancellationToken.None);
            head = await harness.Store.FindAsync(id, CancellationToken.None);
        }
        while (head!.Forgotten != forgotten);

        Assert.Equal((ExecutionStatus.Completed, null), (head.Status, head.StatusReason));
        Assert.InRange(kept.Count, 1, 20_000);
        Assert.Equal(kept[^1].Version, kept.Count + head.Forgotten);
        var end = Assert.IsType<WorkflowCompleted>(kept[^1].Event);
        Assert.Equal("50000", end.Output.GetRawText());
    }

    [Fact]
    public async Task Iterations_that_call_go_on_after_a_crash_from_what_is_kept()
    {
        await using var harness = new Harness();
        var id = await harness.StartAsync(
            """
            name: calls
            tasks:
              many:
                type: loop
                count: 3000
                max_iterations: 3000
                tasks:
                  call: { component: test, action: ok, input: { n: "${iteration}" } }
                  halt: { component: test, action: hold, depends_on: call, condition: "${iteration == 2500}" }
            result: "${tasks.many.output.iterations}"
            """);
        await harness.Executor.CallOf("many[2500].halt");
        var forgotten = (await harness.Store.FindAsync(id, CancellationToken.None))!.Forgotten;
        Assert.True(forgotten > 0);

        harness.Restart();
        harness.Executor.Release("many[2500].halt", attempt: 2);
        await harness.SendAsync(id, new Tick());
        await EndOf(harness, id);

        var head = await harness.Store.FindAsync(id, CancellationToken.None);
        Assert.Equal(ExecutionStatus.Completed, head!.Status);
        Assert.True(head.Forgotten > forgotten);
    }

    /// <summary>Follows an execution to its end, whatever is forgotten meanwhile.</summary>
    private static async Task EndOf(Harness harness, ExecutionId id)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await foreach (var _ in harness.Feed.WatchAsync(harness.Store, id, 0, patience.Token))
        {
        }
    }
}
