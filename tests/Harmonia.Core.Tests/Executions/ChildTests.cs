using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using TaskStatus = Harmonia.Core.Executions.TaskStatus;

namespace Harmonia.Core.Tests.Executions;

public sealed class ChildTests
{
    private const string Waiting = """
        tasks:
          sub:
            type: workflow
            workflow: other
            input: {n: "${input.n}"}
            retry_policy: {max_retries: 1, initial_delay: 0, retry_on: ["*"]}
          after: {type: expression, depends_on: sub, result: "${tasks.sub.output.n}"}
        """;

    private const string Alone = "tasks: {sub: {type: workflow, workflow: other, wait: false}}";

    [Fact]
    public void A_task_waits_for_its_child_without_a_place_and_completes_with_its_output()
    {
        var scenario = Begun(Waiting, out var child);
        Assert.Equal((TaskStatus.Waiting, WaitReason.Child), Of(scenario, "sub"));
        Assert.Equal(0, scenario.State.RunningCalls);
        Assert.Null(scenario.State.Plan().WakeAt);
        Assert.Equal("""{"workflow":"other","input":{"n":4}}""", scenario.State.Find("sub")!.Input!.Value.GetRawText());

        scenario.Do(at => new ReportChild(child, Completed("""{"n":5}""")) { At = at });

        Assert.Equal("""{"after":5}""", scenario.State.Output!.Value.GetRawText());
        Assert.False(scenario.State.OwesOrders);
        scenario.Do(at => new ReportChild(child, Completed("""{"n":6}""")) { At = at });
        Assert.EndsWith(
            "child_started:sub task_completed:sub task_started:after task_completed:after workflow_completed",
            scenario.Story(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_child_fails_the_attempt_and_a_retry_is_another_child()
    {
        var scenario = Begun(Waiting, out var first);
        scenario.Do(at => new ReportChild(first, Failed()) { At = at }).Tick().Begin("sub");
        var second = scenario.State.Find("sub")!.Child!.Value;
        Assert.NotEqual(first, second);

        scenario.Complete("sub").Do(at => new ReportChild(first, Failed()) { At = at });
        Assert.Equal((TaskStatus.Waiting, WaitReason.Child), Of(scenario, "sub"));
        scenario.Do(at => new ReportChild(second, Failed()) { At = at });

        var failure = scenario.State.Failure!;
        Assert.Equal("http_500", failure.Code);
        Assert.Contains(second.ToString(), failure.Message, StringComparison.Ordinal);
        Assert.False(scenario.State.OwesOrders);
    }

    [Fact]
    public void An_interrupted_start_takes_up_the_same_child()
    {
        var scenario = Scenario.OfYaml(Waiting).Start("{\"n\":4}").Begin("sub");
        var child = scenario.State.Find("sub")!.Child;
        scenario.Do(at => new InterruptTasks([]) { At = at }).Begin("sub");
        Assert.Equal((2, child), (scenario.State.Find("sub")!.Attempt, scenario.State.Find("sub")!.Child));

        scenario.Do(at => new InterruptTasks([]) { At = at });
        scenario.Do(at => new ReportChild(child!.Value, Completed("""{"n":5}""")) { At = at });
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
        Assert.Equal(2, scenario.Refold().Find("sub")!.Attempt);
    }

    [Fact]
    public void What_becomes_of_the_parent_is_owed_to_the_child_until_it_is_confirmed()
    {
        var scenario = Begun(Waiting, out var child);
        scenario.Do(at => new PauseExecution { At = at });
        var pause = Assert.Single(scenario.State.Plan().Orders);
        Assert.Equal((child, ChildOrder.Pause), (pause.Child, pause.Order));
        scenario.Do(at => new ResumeExecution { At = at }).Do(at => new ConfirmOrder(pause) { At = at });
        var resume = Assert.Single(scenario.Refold().Plan().Orders);
        Assert.Equal(ChildOrder.Resume, resume.Order);
        scenario.Do(at => new ConfirmOrder(resume) { At = at });
        Assert.False(scenario.State.OwesOrders);

        scenario.Do(at => new CancelExecution(null) { At = at });
        var cancel = Assert.Single(scenario.Refold().Plan().Orders);
        Assert.Equal(ChildOrder.Cancel, cancel.Order);
        scenario.Do(at => new ReportChild(child, Completed("{}")) { At = at });
        Assert.Equal(ExecutionStatus.Canceled, scenario.State.Status);
        Assert.True(scenario.State.OwesOrders);
        scenario.Do(at => new ConfirmOrder(cancel) { At = at }).Do(at => new ConfirmOrder(cancel) { At = at });
        Assert.Equal("child_told", scenario.Story().Split(' ')[^1]);
        Assert.False(scenario.Refold().OwesOrders);
    }

    [Theory]
    [InlineData("timeout: 60", "timeout")]
    [InlineData("total_timeout: 60", "total_timeout")]
    public void A_task_whose_time_is_up_cancels_its_child(string limit, string code)
    {
        var scenario = Begun($"tasks: {{sub: {{type: workflow, workflow: other, {limit}}}}}", out var child);
        Assert.Equal(scenario.Now.AddSeconds(60), scenario.State.Plan().WakeAt);
        scenario.After(60).Tick();
        Assert.Equal(code, scenario.State.Failure!.Code);
        Assert.Equal(child, Assert.Single(scenario.State.Plan().Orders).Child);
    }

    [Fact]
    public void The_children_of_a_group_that_fails_are_canceled()
    {
        var scenario = Scenario.OfYaml("""
            tasks:
              g:
                type: group
                on_error: continue
                tasks: {a: {type: workflow, workflow: x}, b: {component: c, action: x}}
            """).Start();
        scenario.Begin("g.a", "g.b").Complete("g.a").Fail("g.b");
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
        Assert.Equal(ChildOrder.Cancel, Assert.Single(scenario.Refold().Plan().Orders).Order);
    }

    [Fact]
    public void A_child_that_is_not_waited_for_goes_on_alone()
    {
        var scenario = Begun(Alone, out var child, """{"execution_id":"x"}""");
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
        Assert.Equal("x", scenario.State.Find("sub")!.Output!.Value.GetProperty("execution_id").GetString());
        scenario.Do(at => new ReportChild(child, Failed()) { At = at });
        Assert.False(scenario.State.OwesOrders);
    }

    [Fact]
    public void A_start_that_is_withdrawn_before_it_is_known_is_canceled_even_if_nobody_would_wait()
    {
        var scenario = Scenario.OfYaml(Alone).Start().Begin("sub");
        scenario.Do(at => new CancelExecution(null) { At = at });
        Assert.Single(scenario.State.Plan().Orders);
    }

    [Fact]
    public void A_child_that_could_not_begin_is_told_nothing()
    {
        var scenario = Scenario.OfYaml(Alone).Start().Begin("sub");
        scenario.Fail("sub", FailureCodes.WorkflowNotFound, retryable: false);
        Assert.Equal(ExecutionStatus.Failed, scenario.State.Status);
        Assert.False(scenario.Refold().OwesOrders);
    }

    [Fact]
    public void A_canceled_child_fails_its_task()
    {
        var scenario = Begun("tasks: {sub: {type: workflow, workflow: other}}", out var child);
        scenario.Do(at => new ReportChild(child, new WorkflowCanceled(null) { At = at }) { At = at });
        Assert.Equal(FailureCodes.ChildCanceled, scenario.State.Failure!.Code);
    }

    [Fact]
    public void Executions_start_executions_only_so_deep()
    {
        var scenario = Scenario.OfYaml("tasks: {sub: {type: workflow, workflow: w}}");
        var deep = scenario.Settings.MaxDepth;
        scenario.Accept(new StartExecution(Scenario.Workflow, Scenario.Json("{}"), null, null)
        {
            At = scenario.Now,
            Parent = new ParentExecution(Scenario.Id, "sub", 1, deep, Waits: true),
        });
        scenario.Begin("sub");
        Assert.Equal(FailureCodes.TooDeep, scenario.State.Failure!.Code);
        Assert.False(scenario.State.OwesOrders);
    }

    [Fact]
    public void The_spelling_as_a_call_is_the_same_task()
    {
        var scenario = Begun("""
            tasks:
              sub: {component: workflow_engine, action: execute_workflow, input: {workflow_id: other, input: {a: 1}}}
            """, out var child);
        scenario.Do(at => new ReportChild(child, Completed("7")) { At = at });
        Assert.Equal("""{"sub":7}""", scenario.State.Output!.Value.GetRawText());
    }

    [Fact]
    public void What_is_restored_has_children_of_its_own_and_no_parent()
    {
        var scenario = Begun(Waiting, out var child);
        scenario.Do(at => new PauseExecution { At = at });
        var restored = scenario.Restore();
        Assert.False(restored.State.OwesOrders);
        Assert.Null(restored.State.Parent);
        restored.Begin("sub");
        var own = restored.State.Find("sub")!.Child!.Value;
        Assert.NotEqual(child, own);
        restored.Do(at => new ReportChild(child, Completed("""{"n":6}""")) { At = at }).Complete("sub");
        restored.Do(at => new ReportChild(own, Completed("""{"n":5}""")) { At = at });
        Assert.Equal("""{"after":5}""", restored.State.Output!.Value.GetRawText());
    }

    private static Scenario Begun(string yaml, out ExecutionId child, string answer = "{}")
    {
        var scenario = Scenario.OfYaml(yaml).Start("{\"n\":4}").Begin("sub").Complete("sub", answer);
        child = scenario.State.Find("sub")!.Child!.Value;
        return scenario;
    }

    private static WorkflowCompleted Completed(string output) =>
        new(Scenario.Json(output), []) { At = Scenario.Noon };

    private static WorkflowFailed Failed() =>
        new("task_failed", new TaskFailure("http_500", "No.", Retryable: true), ["x"]) { At = Scenario.Noon };

    private static (TaskStatus Status, WaitReason Waiting) Of(Scenario scenario, string task) =>
        (scenario.State.Find(task)!.Status, scenario.State.Find(task)!.Waiting);
}
