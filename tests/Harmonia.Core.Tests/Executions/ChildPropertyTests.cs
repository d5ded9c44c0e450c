using FsCheck;
using FsCheck.Fluent;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Simulation.Checks;

namespace Harmonia.Core.Tests.Executions;

/// <summary>Random commands to an execution with children: none is ever forgotten.</summary>
public sealed class ChildPropertyTests
{
    private const int MaxCommands = 60;

    private const string Yaml = """
        tasks:
          a:
            type: workflow
            workflow: x
            timeout: 9
            retry_policy: {max_retries: 2, initial_delay: 1, retry_on: ["*"]}
          b: {type: workflow, workflow: x, wait: false, on_error: continue}
          g:
            type: group
            retry_policy: {max_retries: 1, initial_delay: 1, retry_on: ["*"]}
            tasks: {c: {type: workflow, workflow: x}, d: {type: workflow, workflow: x, total_timeout: 30}}
        """;

    private static readonly string[] Tasks = ["a", "b", "g.c", "g.d"];

    [Fact]
    public void A_child_is_waited_for_or_has_ended_or_is_owed_its_end() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(100),
        Prop.ForAll(Arb.From(Gen.ListOf(Gen.Choose(0, 100_000), MaxCommands)), codes =>
        {
            var scenario = Scenario.OfYaml(Yaml).Start();
            var ended = new HashSet<ExecutionId>();
            var told = new HashSet<ExecutionId>();
            foreach (var code in codes)
            {
                var command = Command(code, scenario.After(code % 5), ended, told);
                scenario.Decide(command with { At = scenario.Now });
                CheckChildren(scenario, ended, told);
                Assert.Equal(StateDump.Text(scenario.State), StateDump.Text(scenario.Refold()));
            }
        }));

    private static void CheckChildren(Scenario scenario, HashSet<ExecutionId> ended, HashSet<ExecutionId> told)
    {
        var open = scenario.State.AllTasks()
            .Where(task => task is { Status.IsFinal: false, Child: not null })
            .Select(task => task.Child!.Value);
        var owed = scenario.State.Plan().Orders.Select(order => order.Child);
        var alone = scenario.History.OfType<ChildStarted>()
            .Where(fact => fact.Task == "b")
            .Select(fact => fact.ChildId);
        var neverBegan = scenario.History.OfType<TaskFailed>().Select(fact => fact.ChildId)
            .Concat(scenario.History.OfType<RetryAttempted>().Select(fact => fact.ChildId))
            .OfType<ExecutionId>();
        var known = open.Concat(owed).Concat(alone).Concat(neverBegan).Concat(ended).Concat(told).ToHashSet();
        var named = scenario.History.OfType<TaskStarted>().Select(fact => fact.ChildId).OfType<ExecutionId>().ToList();
        Assert.All(named, child => Assert.Contains(child, known));
        Assert.True(scenario.State.Plan().Orders.Select(order => order.Child).Distinct().Count()
            == scenario.State.Plan().Orders.Length, "A child is owed one order at most.");
    }

    private static ExecutionCommand Command(
        int code, Scenario scenario, HashSet<ExecutionId> ended, HashSet<ExecutionId> told)
    {
        var path = Tasks[code / 20 % Tasks.Length];
        var task = scenario.State.Find(path);
        var attempt = task?.Attempt ?? 0;
        switch (code % 20)
        {
            case 0:
                return new PauseExecution();
            case 1:
                return new ResumeExecution();
            case 2 when code % 3 == 0:
                return new CancelExecution("no");
            case 3:
                return new RetryExecution();
            case 4 or 5:
                return new InterruptTasks([]);
            case 6:
                return new FailTask(path, attempt, new TaskFailure("busy", "No.", Retryable: true));
            case 7 or 8 or 9 or 10:
                return new CompleteTask(path, attempt, Scenario.Json("""{"v":1}"""));
            case 11 or 12 when task is { Child: { } child, Status: not Core.Executions.TaskStatus.Pending }:
                ended.Add(child);
                return new ReportChild(child, End(code));
            case 13 or 14 when scenario.State.Plan().Orders is [{ } order, ..]:
                if (order.Order == ChildOrder.Cancel)
                {
                    told.Add(order.Child);
                }

                return new ConfirmOrder(order);
            case 15:
                return new Tick();
            default:
                return new StartTasks([.. Tasks]);
        }
    }

    private static ExecutionEvent End(int code) => (code % 3) switch
    {
        0 => new WorkflowCompleted(Scenario.Json("1"), []) { At = Scenario.Noon },
        1 => new WorkflowFailed("task_failed", new TaskFailure("busy", "No.", true), []) { At = Scenario.Noon },
        _ => new WorkflowCanceled(null) { At = Scenario.Noon },
    };
}
