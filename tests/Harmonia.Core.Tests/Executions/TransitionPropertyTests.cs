using System.Text;
using Harmonia.Core.Definitions;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Simulation.Checks;

namespace Harmonia.Core.Tests.Executions;

/// <summary>Random graphs of transitions, played at random: live and folded states agree.</summary>
public sealed class TransitionPropertyTests
{
    private const int MaxTurns = 150;
    private const int MaxTasks = 8;

    private static readonly string[] Joins =
    [
        "all", "any", "each", "unmatched", "all_possible", "{mode: any, rest: block}", "{mode: any, rest: cancel}",
        "{count: 1, rest: cancel}", "{threads: 2}",
    ];

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(1, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_fold_of_the_history_is_the_state_that_was_decided_upon(int seed)
    {
        var random = new Random(seed);
        var settings = new ExecutionSettings { MaxConcurrentTasks = 4, MaxEvents = 1_500 };
        var scenario = Scenario.OfYaml(Graph(random), settings).Start();
        for (var turn = 0; turn < MaxTurns; turn++)
        {
            Act(scenario, random);
            var (live, folded) = (scenario.State, scenario.Refold());
            Assert.Equal(StateDump.Text(live), StateDump.Text(folded));
            Assert.True(live.OpenTasks >= 0, scenario.Story());
            if (live.Status == ExecutionStatus.Running)
            {
                var plan = live.Plan();
                Assert.True(
                    live.RunningCalls > 0 || !plan.Ready.IsEmpty || plan.MoreToDecide || plan.WakeAt is not null,
                    $"Nothing will ever happen again: {scenario.Story()}");
            }
        }

        var restored = scenario.Restore(random.Next(1, scenario.History.Count + 1));
        for (var turn = 0; turn < MaxTurns / 3; turn++)
        {
            Act(restored, random);
            Assert.Equal(StateDump.Text(restored.State), StateDump.Text(restored.Refold()));
        }
    }

    private static string Graph(Random random)
    {
        var count = random.Next(3, MaxTasks);
        var text = new StringBuilder("steps:\n  s: {type: start, transitions: [{to: t0}]}\n");
        for (var task = 0; task < count; task++)
        {
            var type = random.Next(6) switch
            {
                0 => "type: fork",
                1 => $"type: join, join: {Joins[random.Next(Joins.Length)]}",
                2 => "type: expression, result: 1",
                3 => $"component: c, action: x, join: {Joins[random.Next(Joins.Length)]}",
                4 => "component: c, action: x, on_error: continue",
                _ => "component: c, action: x, retry: 1",
            };
            var ways = Enumerable.Range(0, random.Next(3)).Select(_ =>
                $"{{to: t{random.Next(count)}, threads: {random.Next(1, 3)}, on: [completed, failed]}}");
            text.Append($"  t{task}: {{{type}, max_visits: 6, transitions: [{string.Join(", ", ways)}]}}\n");
        }

        return text.Append("  end: {type: end, terminate: ")
            .Append(random.Next(2) == 0 ? "true" : "false")
            .Append("}\ntransitions: [{from: t0, to: end, condition: \"${input.short}\"}]\n")
            .ToString();
    }

    private static void Act(Scenario scenario, Random random)
    {
        var running = scenario.State.AllTasks().Where(task =>
            task is { Status: Core.Executions.TaskStatus.Running, Definition.Kind.IsCall: true }).ToArray();
        var chosen = running.Length == 0 ? null : running[random.Next(running.Length)];
        ExecutionCommand command = random.Next(12) switch
        {
            < 5 when chosen is not null => new CompleteTask(chosen.Path, chosen.Attempt, JsonText.EmptyObject),
            5 when chosen is not null => new FailTask(
                chosen.Path, chosen.Attempt, new TaskFailure("busy", "No.", Retryable: random.Next(2) == 0)),
            6 => new PauseExecution(),
            7 or 8 => new ResumeExecution(),
            9 => new RetryExecution(),
            10 => new InterruptTasks([]),
            _ => new StartTasks([.. scenario.State.Plan().Ready.Select(task => task.Path)]),
        };
        scenario.After(random.Next(3)).Decide(command with { At = scenario.Now, Jitter = 0.5 });
        scenario.Decide(new Tick { At = scenario.Now });
    }
}
