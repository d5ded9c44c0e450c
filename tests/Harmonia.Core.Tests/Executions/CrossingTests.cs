using Harmonia.Core.Executions;
using Harmonia.Simulation.Checks;
using TaskStatus = Harmonia.Core.Executions.TaskStatus;

namespace Harmonia.Core.Tests.Executions;

/// <summary>Features that meet each other: each holds on its own, and must hold beside the others.</summary>
public sealed class CrossingTests
{
    private const string Listening = """
        tasks:
          l:
            type: loop
            count: 8
            keep_last: 1
            tasks:
              e: {type: event, signal: go}
        """;

    [Fact]
    public void A_signal_that_an_iteration_took_can_stay_when_the_iteration_is_forgotten()
    {
        var scenario = Scenario.OfYaml(Listening).Start();
        for (var signal = 0; signal < 5; signal++)
        {
            Send(scenario);
        }

        RequireForgettable(scenario);
    }

    [Fact]
    public void A_kept_signal_that_an_iteration_took_is_not_given_again_when_the_iteration_is_forgotten()
    {
        var scenario = Scenario.OfYaml("""
            tasks:
              first: {component: c, action: x}
              l:
                type: loop
                depends_on: first
                count: 8
                keep_last: 1
                tasks:
                  e: {type: event, signal: go}
            """).Start();
        for (var signal = 0; signal < 5; signal++)
        {
            Send(scenario);
        }

        scenario.Begin("first").Complete("first");
        Assert.Equal(6, scenario.State.Find("l")!.Loop!.Iteration);
        RequireForgettable(scenario);
    }

    [Fact]
    public void What_a_map_lets_run_on_does_not_begin_anything_once_the_execution_fails()
    {
        var scenario = Scenario.OfYaml("""
            tasks:
              each:
                type: map
                items: [1, 2]
                min_completed: 1
                rest: consume
                tasks:
                  a: {component: c, action: x}
                  b: {component: c, action: x, depends_on: a, join: all_done}
              bad: {component: c, action: x}
              last: {component: c, action: x}
            finally: [last]
            """).Start();
        scenario.Begin("each[0].a", "each[1].a", "bad").Complete("each[0].a").Begin("each[0].b").Complete("each[0].b");
        Assert.Equal(TaskStatus.Completed, scenario.StatusOf("each"));
        scenario.Fail("bad", retryable: false);
        Assert.Equal(["last"], scenario.State.Plan().Ready.Select(task => task.Path));
        scenario.RequireFold();
        scenario.Begin("last").Complete("last");
        Assert.Equal(ExecutionStatus.Failed, scenario.State.Status);
    }

    [Fact]
    public void A_pause_does_not_hide_that_the_execution_cleans_up()
    {
        var scenario = Scenario.OfYaml("""
            tasks:
              a: {component: c, action: x}
              last: {component: c, action: x}
            finally: [last]
            """).Start().Begin("a").Complete("a");
        Assert.Equal("finalizing", scenario.State.StatusReason);
        scenario.Do(at => new PauseExecution { At = at }).Do(at => new ResumeExecution { At = at });
        Assert.Equal("finalizing", scenario.State.StatusReason);
    }

    [Fact]
    public void What_a_map_lets_run_on_holds_up_the_end_where_transitions_lead_too()
    {
        var scenario = Scenario.OfYaml("""
            steps:
              - {id: start, type: start, transitions: [{to: each}]}
              - id: each
                type: map
                items: [1, 2]
                min_completed: 1
                rest: consume
                task: {component: c, action: x}
                transitions: [{to: next}]
              - {id: next, component: c, action: x, transitions: [{to: end}]}
              - {id: end, type: end}
            """).Start();
        scenario.Begin("each[0]", "each[1]").Complete("each[0]").Begin("next").Complete("each[1]");
        Assert.Equal((ExecutionStatus.Running, 1), (scenario.State.Status, scenario.State.OpenTasks));
        scenario.RequireFold();
        scenario.Complete("next");
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
    }

    [Fact]
    public void What_a_map_lets_run_on_is_told_to_stop_when_transitions_lead_to_the_end_at_once()
    {
        var scenario = Scenario.OfYaml("""
            steps:
              - {id: start, type: start, transitions: [{to: each}]}
              - id: each
                type: map
                items: [1, 2]
                min_completed: 1
                rest: consume
                task: {component: c, action: x}
                transitions: [{to: end}]
              - {id: end, type: end, terminate: true}
            """).Start();
        scenario.Begin("each[0]", "each[1]").Complete("each[0]");
        Assert.Contains("task_canceled:each[1]", scenario.Story(), StringComparison.Ordinal);
        Assert.Equal((ExecutionStatus.Completed, 0), (scenario.State.Status, scenario.State.OpenTasks));
        scenario.RequireFold();
    }

    private static void Send(Scenario scenario) =>
        scenario.Do(at => new SendSignal("go", Scenario.Json("{}"), null) { At = at });

    private static void RequireForgettable(Scenario scenario)
    {
        var (state, history) = (scenario.State, scenario.History);
        var forgotten = Enumerable.Range(1, history.Count)
            .Where(version => state.CanForget(version, history[version - 1]))
            .ToHashSet();
        Assert.NotEmpty(forgotten);
        var kept = ExecutionState.Initial(Scenario.Id, state.Definition, scenario.Settings);
        for (var version = 1; version <= history.Count; version++)
        {
            if (!forgotten.Contains(version))
            {
                kept.Evolve(history[version - 1], version);
            }
        }

        state.Forget(forgotten.Count);
        Assert.Equal(StateDump.Text(state), StateDump.Text(kept));
        Assert.Equal(state.Signals.Count, kept.Signals.Count);
    }
}
