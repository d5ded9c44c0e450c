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

    [Theory]
    [InlineData("a")]
    [InlineData("b")]
    public void Every_order_of_what_can_happen_in_a_diamond_keeps_the_promises(string target)
    {
        var tasks = string.Join(
            ',',
            Scenario.Call("a", null, Policy),
            Scenario.Call("b", null, Policy),
            Scenario.Call("c", ["a", "b"], Policy));
        var definition = Scenario.Compile($$"""{"name":"w","tasks":[{{tasks}}]}""");
        var orders = 0;
        foreach (var order in Orders(Happenings))
        {
            Live(Scenario.Of(definition).Start().Begin("a", "b"), order, target);
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

    private static void Live(Scenario scenario, string[] order, string target = "a")
    {
        foreach (var happening in order)
        {
            // The report is of attempt 1, whatever attempt it is by now.
            _ = scenario.Decide(happening switch
            {
                "cancel" => new CancelExecution(null) { At = scenario.Now },
                "complete" => new CompleteTask(target, 1, Scenario.Json("{}")) { At = scenario.Now },
                "fail" => new FailTask(target, 1, Busy) { At = scenario.Now },
                "timeout" => new Tick { At = scenario.After(5).Now },
                "pause" => new PauseExecution { At = scenario.Now },
                "resume" => new ResumeExecution { At = scenario.Now },
                _ => new Tick { At = scenario.After(2).Now },
            });
            Invariants.Check(scenario);
        }

        Finish(scenario);
        Assert.True(scenario.State.Status.IsFinal, scenario.Story());
        Invariants.Check(scenario);
    }

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
