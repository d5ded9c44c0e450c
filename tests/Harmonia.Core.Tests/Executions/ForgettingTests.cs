using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Simulation.Checks;

namespace Harmonia.Core.Tests.Executions;

/// <summary>Iterations that are past can be forgotten: whatever is removed of them, the state stays the same.</summary>
public sealed class ForgettingTests
{
    private const int MaxTurns = 400;
    private const int Many = 50_000;

    private const string Nested = """
        tasks:
          o:
            type: loop
            count: 6
            keep_last: 2
            retry_policy: {max_retries: 3, initial_delay: 0, retry_on: ["*"]}
            result: "${iteration + (previous ?? 0)}"
            tasks:
              a: {component: c, action: x, retry: 1, on_error: continue}
              i:
                type: loop
                depends_on: a
                count: 4
                keep_last: 1
                delay: 1
                tasks:
                  g: {type: group, tasks: {b: {component: c, action: x, retry: 2}}}
                  e: {type: expression, result: "${iteration}"}
        """;

    [Theory]
    [InlineData(1, 20)]
    [InlineData(2, 12)]
    [InlineData(3, 12)]
    [InlineData(4, 6)]
    [InlineData(5, 4)]
    [InlineData(6, 5)]
    public void What_is_kept_leads_to_the_same_state_as_everything(int seed, int oneFailureIn)
    {
        var random = new Random(seed);
        var scenario = Scenario.OfYaml(Nested).Start();
        var forgotten = new HashSet<long>();
        for (var turn = 0; turn < MaxTurns && !scenario.State.Status.IsFinal; turn++)
        {
            Act(scenario, random, oneFailureIn);
            for (var version = 1; version <= scenario.History.Count; version++)
            {
                if (scenario.State.CanForget(version, scenario.History[version - 1]) && random.Next(4) == 0)
                {
                    forgotten.Add(version);
                }
            }

            var kept = FoldKept(scenario, forgotten);
            Assert.Equal(StateDump.Text(scenario.State), StateDump.Text(kept));
            Assert.Equal(scenario.State.LastAttempt, kept.LastAttempt);
        }

        Assert.True(scenario.State.Status.IsFinal, scenario.State.Status.Word);
        Assert.NotEmpty(forgotten);
    }

    [Theory]
    [InlineData("{type: expression, result: \"${iteration}\"}")]
    [InlineData("{component: c, action: x}")]
    public void Fifty_thousand_iterations_stay_small(string task)
    {
        var settings = new ExecutionSettings { MaxEvents = Many };
        var scenario = Scenario.OfYaml(
            $"tasks: {{l: {{type: loop, count: {Many}, result: \"${{iteration}}\", tasks: {{a: {task}}}}}}}", settings);
        var kept = new List<(long Version, ExecutionEvent Event)>();
        Keep(scenario, kept, new StartExecution(Scenario.Workflow, Scenario.Json("{}"), null, null));
        while (!scenario.State.Status.IsFinal)
        {
            if (scenario.State.Plan().MoreToDecide)
            {
                Keep(scenario, kept, new Tick());
                continue;
            }

            var path = scenario.State.Plan().Ready.Single().Path;
            Keep(scenario, kept, new StartTasks([path]));
            Keep(scenario, kept, new CompleteTask(path, 1, Scenario.Json("{}")));
            Assert.InRange(scenario.State.AllTasks().Count(), 1, 2);
        }

        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
        Assert.Equal(Many, scenario.State.Find("l")!.Loop!.Last!.Value.GetInt32());
        Assert.Equal(kept.Count, scenario.State.KeptEvents);
        Assert.InRange(kept.Count, 40, 60);
    }

    [Fact]
    public void An_event_with_the_key_of_a_request_is_kept_while_the_key_is_remembered()
    {
        var scenario = Scenario.OfYaml(
            "tasks: {l: {type: loop, count: 5, keep_last: 1, tasks: {a: {component: c, action: x}}}}").Start();
        scenario.Begin("l[1].a");
        scenario.Accept(new CompleteTask("l[1].a", 1, Scenario.Json("1")) { At = scenario.Now, Request = "key" });
        scenario.Begin("l[2].a").Complete("l[2].a").Begin("l[3].a").Complete("l[3].a");
        var forgotten = Enumerable.Range(1, scenario.History.Count)
            .Where(version => scenario.State.CanForget(version, scenario.History[version - 1]))
            .Select(version => (long)version)
            .ToHashSet();
        var kept = FoldKept(scenario, forgotten);
        Assert.Equal(7, forgotten.Count);
        Assert.Equal(StateDump.Text(scenario.State), StateDump.Text(kept));
        Assert.True(kept.Knows("key"));
    }

    [Fact]
    public void What_was_done_in_iterations_that_are_forgotten_is_undone_all_the_same()
    {
        var scenario = Scenario.OfYaml("""
            tasks:
              l:
                type: loop
                count: 4
                keep_last: 1
                tasks:
                  g:
                    type: group
                    tasks: {a: {component: c, action: x, compensate: {component: c, action: undo}}}
              last: {component: c, action: x, depends_on: l}
            """).Start();
        for (var n = 1; n <= 4; n++)
        {
            scenario.Begin($"l[{n}].g.a").Complete($"l[{n}].g.a");
        }

        scenario.Begin("last").Fail("last", retryable: false);
        for (var n = 4; n >= 1; n--)
        {
            var forgotten = Enumerable.Range(1, scenario.History.Count)
                .Where(version => scenario.State.CanForget(version, scenario.History[version - 1]))
                .Select(version => (long)version)
                .ToHashSet();
            Assert.NotEmpty(forgotten);
            var kept = FoldKept(scenario, forgotten);
            var undo = $"l[{n}].g.a~compensate";
            Assert.Equal([undo], kept.Plan().Ready.Select(task => task.Path));
            Assert.Equal(StateDump.Text(scenario.State), StateDump.Text(kept));
            scenario.Begin(undo).Complete(undo);
        }

        Assert.Equal(ExecutionStatus.Failed, scenario.State.Status);
    }

    private static void Keep(
        Scenario scenario, List<(long Version, ExecutionEvent Event)> kept, ExecutionCommand command)
    {
        var version = scenario.State.Version;
        var decision = ExecutionDecider.Decide(scenario.State, command with { At = Scenario.Noon });
        kept.AddRange(Assert.IsType<Decision.Accepted>(decision).Events.Select(fact => (++version, fact)));
        scenario.State.Forget(kept.RemoveAll(entry => scenario.State.CanForget(entry.Version, entry.Event)));
    }

    private static void Act(Scenario scenario, Random random, int oneFailureIn)
    {
        var plan = scenario.State.Plan();
        var running = scenario.State.AllTasks().FirstOrDefault(task =>
            task is { Status: Core.Executions.TaskStatus.Running, Definition.Kind: Core.Definitions.TaskKind.Call });
        if (running is not null)
        {
            ExecutionCommand report = random.Next(oneFailureIn) == 0
                ? new FailTask(running.Path, running.Attempt, new TaskFailure("busy", "No.", Retryable: true))
                : new CompleteTask(running.Path, running.Attempt, Scenario.Json("{}"));
            scenario.Accept(report with { At = scenario.Now });
        }
        else if (!plan.Ready.IsEmpty)
        {
            scenario.Begin(plan.Ready[0].Path);
        }
        else
        {
            scenario.After(random.Next(2)).Tick();
        }
    }

    private static ExecutionState FoldKept(Scenario scenario, HashSet<long> forgotten)
    {
        var state = ExecutionState.Initial(Scenario.Id, scenario.State.Definition, scenario.Settings);
        for (var version = 1; version <= scenario.History.Count; version++)
        {
            if (!forgotten.Contains(version))
            {
                state.Evolve(scenario.History[version - 1], version);
            }
        }

        return state;
    }
}
