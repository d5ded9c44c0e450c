using FsCheck;
using FsCheck.Fluent;
using Harmonia.Core.Definitions;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using TaskStatus = Harmonia.Core.Executions.TaskStatus;

namespace Harmonia.Core.Tests.Executions;

/// <summary>Random commands to an execution full of maps.</summary>
public sealed class MapPropertyTests
{
    private const int MaxCommands = 80;

    private const string Maps = """
        tasks:
          open:
            type: map
            open: true
            items: [1, 2]
            tolerated_failures: 50%
            max_concurrency: 2
            task: {component: c, action: x, retry_policy: {max_retries: 1, initial_delay: 2}, timeout: 9}
          nested:
            type: map
            items: [[1, 2], [3]]
            tolerated_failures: 1
            on_error: continue
            tasks:
              inner: {type: map, items: "${item}", min_completed: 1, rest: consume, task: {component: c, action: x}}
              last: {type: group, depends_on: inner, tasks: {g: {component: c, action: x, condition: "${index < 1}"}}}
          early:
            type: map
            items: "${range(0, 6)}"
            complete_when: "${completed >= 2 && failed > 0}"
            tolerated_failures: 3
            timeout: 40
            task: {component: c, action: x, completes: [nested]}
          after: {type: expression, depends_on: [early, nested], join: all_done, result: "${tasks.early.output ?? 0}"}
        """;

    [Fact]
    public void Every_state_that_can_be_reached_is_that_of_its_history_and_goes_on() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(300),
            Prop.ForAll(Arb.From(Gen.ListOf(Gen.Choose(0, 100_000), MaxCommands)), codes =>
            {
                var scenario = Scenario.OfYaml(Maps, new ExecutionSettings { MaxConcurrentTasks = 4 }).Start();
                foreach (var code in codes)
                {
                    scenario.Decide(Command(code, scenario.After(code % 5)));
                    AssertSound(scenario);
                }
            }));

    private static void AssertSound(Scenario scenario)
    {
        var state = scenario.State;
        var running = state.AllTasks().Count(task =>
            task is { Status: TaskStatus.Running, Definition.Kind.IsCall: true });
        Assert.Equal(running, state.RunningCalls);
        Assert.Equal(
            state.Tasks.Count(task => !task.Status.IsFinal || task.Frames.Count > 0), state.OpenTasks);
        MapTests.AssertSameAfterRefold(scenario);
        var plan = state.Plan();
        if (state.Status == ExecutionStatus.Running)
        {
            var isOpen = state.Tasks.Any(task => task is { Status: TaskStatus.Running, Map.IsOpen: true });
            Assert.True(
                running > 0 || !plan.Ready.IsEmpty || plan.WakeAt is not null || plan.MoreToDecide || isOpen,
                $"Nothing will ever happen again: {scenario.Story()}");
        }
        else if (state.Status.IsFinal)
        {
            Assert.Equal((0, 0), (state.OpenTasks, state.AllTasks().Count() - state.Tasks.Count));
        }
    }

    private static ExecutionCommand Command(int code, Scenario scenario)
    {
        TaskState[] calls = [.. scenario.State.AllTasks().Where(task => task.Status == TaskStatus.Running
            && task.Definition.Kind.IsCall)];
        var task = calls.Length == 0 ? null : calls[code / 20 % calls.Length];
        ExecutionCommand command = (code % 20) switch
        {
            0 => new PauseExecution(),
            1 or 2 => new ResumeExecution(),
            3 when code % 7 == 0 => new CancelExecution("no"),
            4 => new RetryExecution(),
            5 => new InterruptTasks([]),
            6 => new AddItems("open", Scenario.Json("[7]"), code % 3 == 0),
            7 or 8 or 9 when task is not null =>
                new FailTask(task.Path, task.Attempt, new TaskFailure("busy", "No.", Retryable: true)),
            < 15 when task is not null => new CompleteTask(task.Path, task.Attempt, Scenario.Json("1")),
            < 18 => new StartTasks([.. scenario.State.Plan().Ready.Select(ready => ready.Path)]),
            _ => new Tick(),
        };
        return command with { At = scenario.Now };
    }
}
