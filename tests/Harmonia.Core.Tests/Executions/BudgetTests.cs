using Harmonia.Core.Executions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Tests.Executions;

/// <summary>What attempts use up, and what follows when that is too much.</summary>
public sealed class BudgetTests
{
    private const string Model = "component: llm, action: chat";

    [Fact]
    public void What_attempts_use_up_is_added_whether_they_complete_or_fail()
    {
        var scenario = Scenario.OfYaml($"tasks: {{a: {{{Model}, retry: 1}}}}").Start().Begin("a");
        Use(scenario, new FailTask("a", 1, Busy) { Usage = new TaskUsage(10, 5, 0.1m, 1) });
        scenario.After(60).Tick().Begin("a");
        Use(scenario, new CompleteTask("a", 2, Scenario.Json("{}")) { Usage = new TaskUsage(20, 7, 0.2m, 2) });

        Assert.Equal(new TaskUsage(30, 12, 0.3m, 3), scenario.State.Usage);
        Assert.Equal(new TaskUsage(10, 5, 0.1m, 1), scenario.Last<RetryAttempted>().Usage);
        Assert.Equal(new TaskUsage(20, 7, 0.2m, 2), scenario.Last<TaskCompleted>().Usage);
        Assert.Equal(BudgetLeft.Unlimited, scenario.State.BudgetLeft);
        scenario.RequireFold();
    }

    [Fact]
    public void An_execution_fails_that_uses_more_than_its_budget()
    {
        var scenario = Scenario
            .OfYaml($"budget: {{tokens: 100}}\ntasks: {{a: {{{Model}}}, b: {{{Model}, depends_on: [a]}}}}")
            .Start().Begin("a");
        Use(scenario, new CompleteTask("a", 1, Scenario.Json("{}")) { Usage = new TaskUsage(100, 0, 0, 1) });
        Assert.Equal((ExecutionStatus.Running, 0), (scenario.State.Status, scenario.State.BudgetLeft.Tokens!.Value));
        Assert.True(scenario.State.BudgetLeft.IsSpent);

        scenario.Begin("b");
        Use(scenario, new CompleteTask("b", 1, Scenario.Json("{}")) { Usage = new TaskUsage(0, 1, 0, 1) });

        Assert.Equal((ExecutionStatus.Failed, "budget"), (scenario.State.Status, scenario.State.StatusReason));
        Assert.Equal(FailureCodes.BudgetExceeded, scenario.State.Failure!.Code);
        Assert.Contains("its budget is 100 tokens", scenario.State.Failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cost_usd: 0.5")]
    [InlineData("calls: 2")]
    public void Costs_and_calls_are_limited_too(string limit)
    {
        var scenario = Scenario.OfYaml($"budget: {{{limit}}}\ntasks: {{a: {{{Model}}}}}").Start().Begin("a");
        Use(scenario, new CompleteTask("a", 1, Scenario.Json("{}")) { Usage = new TaskUsage(1, 1, 0.6m, 3) });

        Assert.Equal("budget", scenario.State.StatusReason);
    }

    [Fact]
    public void An_execution_can_be_paused_instead_and_resuming_it_grants_the_same_budget_once_more()
    {
        var scenario = Scenario.OfYaml(
            $"budget: {{tokens: 10, on_exceeded: pause}}\ntasks: {{a: {{{Model}}}, b: {{{Model}, depends_on: [a]}}}}")
            .Start().Begin("a");
        Use(scenario, new CompleteTask("a", 1, Scenario.Json("{}")) { Usage = new TaskUsage(11, 0, 0, 1) });
        Assert.Equal((ExecutionStatus.Paused, "budget"), (scenario.State.Status, scenario.State.StatusReason));

        scenario.Do(at => new ResumeExecution { At = at }).Begin("b");
        Assert.Equal(10, scenario.State.BudgetLeft.Tokens);
        Use(scenario, new CompleteTask("b", 1, Scenario.Json("{}")) { Usage = new TaskUsage(9, 0, 0, 1) });

        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
        scenario.RequireFold();
    }

    [Fact]
    public void An_attempt_that_stopped_for_want_of_budget_is_made_again_after_the_pause()
    {
        var scenario = Scenario.OfYaml(
            $"budget: {{tokens: 10, on_exceeded: pause}}\ntasks: {{a: {{{Model}}}}}").Start().Begin("a");
        var failure = new TaskFailure(FailureCodes.BudgetExceeded, "Nothing is left.", Retryable: false);
        Use(scenario, new FailTask("a", 1, failure) { Usage = new TaskUsage(10, 0, 0, 1) });

        Assert.Equal("workflow_started task_started:a task_released:a workflow_paused", scenario.Story());
        Assert.Equal(10, scenario.State.Usage.Tokens);
        scenario.Do(at => new ResumeExecution { At = at }).Begin("a").Complete("a");
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
    }

    private static TaskFailure Busy => new("busy", "No.", Retryable: true);

    private static void Use(Scenario scenario, AttemptReport report) =>
        scenario.Accept(report with { At = scenario.Now });
}
