using Harmonia.Core.Executions;
using Harmonia.Engine.Tests.Support;

namespace Harmonia.Engine.Tests.Running;

/// <summary>What the simulation found wrong once, told again with the real shell.</summary>
public sealed class SimulatedFindingsTests
{
    private const string Unrendered =
        """
        name: unrendered
        tasks:
          a: { component: test, action: ok }
          b:
            component: test
            action: ok
            input: { n: "${tasks.a.output.missing}" }
            depends_on: a
            on_error: continue
          c: { component: test, action: ok, depends_on: b }
        """;

    private const string Held =
        "name: held\ntasks:\n  a: { component: harmonia, action: sleep, input: { seconds: 7200 } }";

    [Fact]
    public async Task What_becomes_ready_when_an_input_cannot_be_rendered_starts_in_the_same_turn()
    {
        await using var harness = new Harness();
        var id = await harness.StartAsync(Unrendered);

        var end = Assert.IsType<WorkflowCompleted>((await harness.EndAsync(id))[^1]);

        Assert.Equal(["b"], end.Warnings);
    }

    [Fact]
    public async Task History_does_not_run_backwards_when_the_clock_does_and_the_runner_is_new()
    {
        await using var harness = new Harness();
        var id = await harness.StartAsync(Held);

        harness.Time.Set(harness.Time.GetUtcNow().AddHours(-1));
        harness.Restart();
        await harness.Engine.Router.DeliverAsync(id, new CancelExecution(null), CancellationToken.None);

        var events = await harness.EndAsync(id);
        Assert.Equal(events.Select(fact => fact.At).Order(), events.Select(fact => fact.At));
    }
}
