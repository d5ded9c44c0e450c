using Harmonia.Core.Executions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Tests.Executions;

/// <summary>
/// Everything that can happen to a task, in every order: the first decision wins, and nothing breaks.
/// </summary>
public class OrderTests
{
    private const string Policy = ",\"timeout\":5,\"retry_policy\":{\"max_retries\":2,\"initial_delay\":2}";

    private static readonly TaskFailure Busy = new("busy", "No.", Retryable: true);

    private static readonly string[] Happenings = ["cancel", "complete", "fail", "timeout", "pause", "resume"];

    [Fact]
    public void Every_order_of_what_can_happen_to_one_task_keeps_the_promises()
    {
        var definition = Scenario.Compile($$"""{"name":"w","tasks":[{{Scenario.Call("a", null, Policy)}}]}""");
        var orders = 0;
        foreach (var order in Orders([.. Happenings, "due"]))
        {
            Live(Scenario.Of(definition).Start().Begin("a"), order);
            orders++;
        }

        Assert.Equal(5_040, orders);
    }

    /// <summary>Reports of the first attempt come late once another has started; those of the last do not.</summary>
    [Theory]
    [InlineData("top", false)]
    [InlineData("top", true)]
    [InlineData("left", false)]
    [InlineData("left", true)]
    [InlineData("bottom", false)]
    [InlineData("bottom", true)]
    public void Every_order_of_what_can_happen_in_a_diamond_keeps_the_promises(string target, bool isLast)
    {
        var definition = Scenario.Compile($$"""
            {"name":"w","tasks":[
            {{Scenario.Call("top", null, Policy)}},
            {{Scenario.Call("left", ["top"], Policy)}},
            {{Scenario.Call("right", ["top"], Policy)}},
            {{Scenario.Call("bottom", ["left", "right"], Policy)}}]}
            """);
        var orders = 0;
        foreach (var order in Orders(["cancel", "complete", "fail", "timeout", "pause", "due"]))
        {
            Live(Reach(Scenario.Of(definition).Start(), target), order, target, isLast);
            orders++;
        }

        Assert.Equal(720, orders);
    }

    [Fact]
    public void Of_a_cancel_and_a_completion_the_first_wins()
    {
        var scenario = Scenario.Of(Scenario.Call("a")).Start().Begin("a");
        scenario.Do(at => new CancelExecution(null) { At = at });
        Assert.Empty(scenario.Accept(new CompleteTask("a", 1, Scenario.Json("{}"))));
        Assert.Equal(ExecutionStatus.Canceled, scenario.State.Status);

        scenario = Scenario.Of(Scenario.Call("a")).Start().Begin("a").Complete("a");
        Assert.Equal(RefusalCodes.AlreadyEnded, scenario.Refuse(new CancelExecution(null)));
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
    }

    /// <summary>Brings a diamond to where the target runs.</summary>
    private static Scenario Reach(Scenario scenario, string target)
    {
        scenario.Begin("top");
        if (target != "top")
        {
            scenario.Complete("top").Begin("left", "right");
        }

        return target == "bottom" ? scenario.Complete("left").Complete("right").Begin("bottom") : scenario;
    }

    private static void Live(Scenario scenario, string[] order, string target = "a", bool isLast = false)
    {
        foreach (var happening in order)
        {
            var attempt = isLast ? scenario.State.Find(target)!.Attempt : 1;
            var before = Counted(scenario);
            _ = scenario.Decide(happening switch
            {
                "cancel" => new CancelExecution(null) { At = scenario.Now },
                "complete" => new CompleteTask(target, attempt, Scenario.Json("{}")) { At = scenario.Now },
                "fail" => new FailTask(target, attempt, Busy) { At = scenario.Now },
                "timeout" => new Tick { At = scenario.After(5).Now },
                "pause" => new PauseExecution { At = scenario.Now },
                "resume" => new ResumeExecution { At = scenario.Now },
                _ => new Tick { At = scenario.After(2).Now },
            });
            if (happening is "pause" or "resume")
            {
                Assert.Equal(before, Counted(scenario));
            }

            Invariants.Check(scenario);
            if (happening == "due")
            {
                scenario.Begin(target); // If it may.
                Invariants.Check(scenario);
            }
        }

        Finish(scenario);
        Assert.True(scenario.State.Status.IsFinal, scenario.Story());
        Invariants.Check(scenario);
    }

    /// <summary>What a pause must not change.</summary>
    private static string Counted(Scenario scenario) => string.Join(
        ' ', scenario.State.Tasks.Select(task => $"{task.Path} {task.Attempt} {task.Retries} {task.DueAt:O}"));

    /// <summary>Lets everything go its way to the end.</summary>
    private static void Finish(Scenario scenario)
    {
        for (var turn = 0; turn < 20 && !scenario.State.Status.IsFinal; turn++)
        {
            scenario.Decide(new ResumeExecution { At = scenario.After(10).Now });
            scenario.Tick().Begin([.. scenario.State.Tasks.Select(task => task.Definition.Id)]);
            foreach (var task in scenario.State.Tasks)
            {
                scenario.Complete(task.Definition.Id);
            }
        }
    }

    private static IEnumerable<string[]> Orders(string[] items) => items.Length <= 1
        ? [items]
        : items.SelectMany((first, place) =>
            Orders([.. items.Where((_, other) => other != place)]).Select(rest => (string[])[first, .. rest]));
}
