using Harmonia.Core.Definitions;
using Harmonia.Core.Executions;
using Harmonia.Simulation.Checks;
using TaskStatus = Harmonia.Core.Executions.TaskStatus;

namespace Harmonia.Core.Tests.Executions;

/// <summary>Signals before the wait, two at once and after the timeout, in orders that chance comes up with.</summary>
public sealed class SignalOrderTests
{
    private const int Orders = 1_000;

    private static readonly WorkflowDefinition Definition = Definitions.Checking.Compile.Yaml("""
        name: w
        tasks:
          hold: {component: c, action: x}
          one: {type: event, signal: s, depends_on: hold}
          two: {type: event, signal: s, depends_on: hold, timeout: 30, on_timeout: continue}
          three: {type: event, signal: s, depends_on: one, timeout: 20, on_timeout: skip, early: lose}
          both: {type: event, all_of: [s, {name: s, as: again}], depends_on: two}
          open: {type: event, signal: never}
        """).Definition!;

    [Fact]
    public void No_signal_is_lost_and_none_counts_twice()
    {
        for (var seed = 0; seed < Orders; seed++)
        {
            Play(new Random(seed), seed);
        }
    }

    private static void Play(Random random, int seed)
    {
        var scenario = Scenario.Of(Definition).Start().Begin("hold");
        var sent = new HashSet<string>();
        for (var turn = 0; turn < 20; turn++)
        {
            switch (random.Next(5))
            {
                case 0 when scenario.StatusOf("hold") == TaskStatus.Running:
                    scenario.Complete("hold");
                    break;
                case 1:
                    scenario.After(random.Next(1, 15)).Tick();
                    break;
                case 2 when sent.Count > 0:
                    var again = sent.ElementAt(random.Next(sent.Count));
                    Assert.Empty(scenario.Accept(Signal(scenario, again)));
                    break;
                default:
                    for (var burst = random.Next(1, 3); burst > 0; burst--)
                    {
                        var id = $"{sent.Count}";
                        sent.Add(id);
                        Assert.NotEmpty(scenario.Accept(Signal(scenario, id)));
                    }

                    break;
            }
        }

        Check(scenario, sent, seed);
    }

    private static SendSignal Signal(Scenario scenario, string id) =>
        new("s", Scenario.Json($"\"{id}\""), id) { At = scenario.Now };

    private static void Check(Scenario scenario, HashSet<string> sent, int seed)
    {
        var taken = scenario.History.OfType<SignalReceived>().Where(fact => fact.TakenBy is not null)
            .Select(fact => fact.Id)
            .Concat(scenario.History.OfType<SignalTaken>().Select(fact => fact.Id))
            .ToList();
        var kept = scenario.State.Signals.All.Select(signal => signal.Id);
        Assert.True(taken.Count == taken.Distinct().Count(), $"Seed {seed}: a signal was taken twice.");
        Assert.True(sent.SetEquals(taken.Concat(kept)), $"Seed {seed}: a signal was lost.");
        Assert.Equal(sent.Count, taken.Count + scenario.State.Signals.Count);
        Assert.Equal(StateDump.Text(scenario.State), StateDump.Text(scenario.Refold()));
    }
}
