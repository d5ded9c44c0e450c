using Harmonia.Core.Executions;

namespace Harmonia.Core.Tests.Executions;

/// <summary>Large workflows cost in proportion to their size: counted, not timed.</summary>
public class SizeTests
{
    private const int Many = 10_000;

    [Fact]
    public void A_long_chain_of_calls_adds_two_events_for_each_task()
    {
        var tasks = Enumerable.Range(0, Many).Select(place =>
            Scenario.Call($"t{place}", place == 0 ? null : [$"t{place - 1}"]));
        var scenario = Scenario.Of(string.Join(',', tasks)).Start();
        var decided = 0;
        while (!scenario.State.Plan().Ready.IsEmpty)
        {
            var id = scenario.State.Plan().Ready[0].Path;
            decided += scenario.Begin(id).Complete(id).State.Status.IsFinal ? 3 : 2;
        }

        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
        Assert.Equal((2 * Many) + 1, decided);
        Assert.Equal(decided + 1, scenario.State.Version);
    }

    [Fact]
    public void A_long_chain_of_computed_tasks_is_one_decision()
    {
        var tasks = Enumerable.Range(0, Many)
            .Select(place => Scenario.Call($"t{place}", place == 0 ? null : [$"t{place - 1}"]))
            .Select(task => task.Replace("lab", "harmonia", StringComparison.Ordinal))
            .Select(task => task.Replace("work", "noop", StringComparison.Ordinal));
        var scenario = Scenario.Of(string.Join(',', tasks)).Start();
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
        Assert.Equal((2 * Many) + 2, scenario.State.Version);
    }

    [Fact]
    public void A_join_of_many_is_decided_once_at_the_last_end()
    {
        var tasks = Enumerable.Range(0, Many - 1).Select(place => Scenario.Call($"t{place}"));
        var names = Enumerable.Range(0, Many - 1).Select(place => $"t{place}").ToArray();
        var scenario = Scenario.Of(
            string.Join(',', tasks.Append(Scenario.Call("last", names))),
            settings: new ExecutionSettings { MaxConcurrentTasks = Many }).Start().Begin(names);
        foreach (var name in names)
        {
            Assert.Empty(scenario.State.Plan().Ready);
            Assert.Single(scenario.Accept(new CompleteTask(name, 1, Scenario.Json("{}")) { At = Scenario.Noon }));
        }

        Assert.Equal([Many - 1], scenario.State.Plan().Ready.Select(task => task.Definition.Index));
    }
}
