using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using TaskStatus = Harmonia.Core.Executions.TaskStatus;

namespace Harmonia.Core.Tests.Executions;

/// <summary>Error handlers, <c>finally</c>, and what a task does to others.</summary>
public sealed class ClosingTests
{
    private const string Handled = """
        error_handlers:
          - {on: [timeout, "component_*"], run: notify}
        tasks:
          a: {component: lab, action: x}
          b: {type: expression, depends_on: a, result: 1}
          notify: {component: lab, action: tell, input: {what: "${error.code} in ${error.task}"}}
        """;

    [Fact]
    public void A_matching_handler_takes_care_of_a_failure()
    {
        var scenario = Scenario.OfYaml(Handled).Start();
        Assert.Equal(["a"], scenario.State.Plan().Ready.Select(task => task.Path));
        scenario.Begin("a").Fail("a", "component_error", retryable: false).Begin("notify");
        Assert.Equal("""{"what":"component_error in a"}""", scenario.State.Find("notify")!.Input!.Value.GetRawText());
        scenario.Complete("notify");
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
        Assert.Equal(["a"], scenario.State.Warnings);
        Assert.Equal(TaskStatus.Skipped, scenario.StatusOf("b"));
        scenario.RequireFold();
    }

    [Fact]
    public void Other_failures_are_not_handled_and_an_idle_handler_is_skipped()
    {
        var failing = Scenario.OfYaml(Handled).Start().Begin("a").Fail("a", "http_404", retryable: false);
        Assert.Equal(ExecutionStatus.Failed, failing.State.Status);
        var succeeding = Scenario.OfYaml(Handled).Start().Begin("a").Complete("a");
        Assert.Equal(ExecutionStatus.Completed, succeeding.State.Status);
        Assert.Equal("not_needed", succeeding.State.Find("notify")!.SkipReason);
        Assert.Empty(succeeding.State.Warnings);
    }

    [Fact]
    public void What_fails_within_a_handler_fails_the_execution()
    {
        var scenario = Scenario.OfYaml(Handled).Start().Begin("a").Fail("a", "timeout", retryable: false);
        scenario.Begin("notify").Fail("notify", "timeout", retryable: false);
        Assert.Equal(ExecutionStatus.Failed, scenario.State.Status);
        Assert.Equal(["notify"], scenario.State.FailedTasks);
    }

    private const string Cleaning = """
        finally: [cleanup]
        tasks:
          a: {component: lab, action: x}
          cleanup: {component: lab, action: clean, input: {how: "${execution.status}", why: "${error?.code}"}}
          log: {type: expression, depends_on: cleanup, result: done}
        """;

    [Theory]
    [InlineData("complete", ExecutionStatus.Completed, """{"how":"completed","why":null}""")]
    [InlineData("fail", ExecutionStatus.Failed, """{"how":"failed","why":"busy"}""")]
    [InlineData("cancel", ExecutionStatus.Canceled, """{"how":"canceled","why":null}""")]
    public void The_last_tasks_always_run(string how, ExecutionStatus end, string input)
    {
        var scenario = Scenario.OfYaml(Cleaning).Start().Begin("a");
        _ = how switch
        {
            "complete" => scenario.Complete("a"),
            "fail" => scenario.Fail("a", retryable: false),
            _ => scenario.Do(at => new CancelExecution(null) { At = at }),
        };
        Assert.Equal((ExecutionStatus.Running, "finalizing"), (scenario.State.Status, scenario.State.StatusReason));
        scenario.Begin("cleanup");
        Assert.Equal(input, scenario.State.Find("cleanup")!.Input!.Value.GetRawText());
        scenario.RequireFold();
        scenario.Complete("cleanup");
        Assert.Equal(end, scenario.State.Status);
        Assert.Equal(TaskStatus.Completed, scenario.StatusOf("log"));
        scenario.RequireFold();
    }

    [Fact]
    public void A_failure_in_the_end_fails_an_execution_that_would_have_completed()
    {
        var scenario = Scenario.OfYaml(Cleaning).Start().Begin("a").Complete("a");
        scenario.Begin("cleanup").Fail("cleanup", retryable: false);
        Assert.Equal(ExecutionStatus.Failed, scenario.State.Status);
        Assert.Equal(["cleanup"], scenario.State.FailedTasks);
    }

    [Fact]
    public void The_last_tasks_wait_for_each_other_alone()
    {
        var (_, findings) = Definitions.Checking.Compile.Yaml("""
            name: n
            finally: [z]
            tasks: {a: {type: expression, result: 1}, z: {type: expression, depends_on: a, result: 1}}
            """);
        Assert.Equal("/tasks/z/depends_on", Assert.Single(findings).Pointer);
    }

    [Fact]
    public void A_task_that_completes_withdraws_what_it_names()
    {
        var scenario = Scenario.OfYaml("""
            tasks:
              slow: {type: group, tasks: {a: {component: lab, action: x}, b: {component: lab, action: x}}}
              later: {component: lab, action: x, depends_on: slow}
              quick: {component: lab, action: x, cancels: [slow]}
            """).Start().Begin("slow.a", "quick").Complete("quick");
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
        Assert.Equal(TaskStatus.Canceled, scenario.StatusOf("slow"));
        Assert.Equal(TaskStatus.Skipped, scenario.StatusOf("later"));
        Assert.Contains("task_canceled:slow.a task_canceled:slow", scenario.Story());
        scenario.RequireFold();
    }

    [Fact]
    public void Tasks_with_one_mutex_never_run_at_the_same_time()
    {
        var scenario = Scenario.OfYaml("""
            tasks:
              a: {component: lab, action: x, mutex: m, retry_policy: {max_retries: 1, initial_delay: 5}}
              b: {component: lab, action: x, mutex: m}
            """).Start();
        scenario.Begin("a", "b");
        Assert.Equal(1, scenario.State.RunningCalls);
        Assert.Equal(WaitReason.Mutex, scenario.State.Find("b")!.Waiting);
        scenario.Fail("a").After(1).Tick().Begin("b");
        Assert.Equal(0, scenario.State.RunningCalls); // It keeps the mutex between its attempts.
        scenario.After(5).Tick().Begin("a").Complete("a").RequireFold();
        scenario.Begin("b").Complete("b");
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
    }

    [Fact]
    public void A_group_holds_its_mutex_for_as_long_as_it_runs()
    {
        var scenario = Scenario.OfYaml("""
            tasks:
              one: {type: group, mutex: m, tasks: {a: {component: lab, action: x}, b: {component: lab, action: x}}}
              two: {type: group, mutex: m, tasks: {c: {component: lab, action: x}}}
            """).Start();
        Assert.Equal(["one.a", "one.b"], scenario.State.Plan().Ready.Select(task => task.Path));
        scenario.Begin("one.a", "one.b").Complete("one.a");
        Assert.Equal(WaitReason.Mutex, scenario.State.Find("two")!.Waiting);
        scenario.Complete("one.b").Begin("two.c").Complete("two.c");
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
        scenario.RequireFold();
    }

    [Theory]
    [InlineData("retry", TaskStatus.Waiting)]
    [InlineData("fail", TaskStatus.Failed)]
    [InlineData("ask", TaskStatus.Waiting)]
    public void What_follows_an_unknown_outcome_is_the_authors_to_say(string mode, TaskStatus then)
    {
        var scenario = Scenario.OfYaml($$"""
            tasks:
              a: {component: lab, action: x, on_unknown: {{mode}}, on_error: continue}
              b: {component: lab, action: x}
            """).Start();
        scenario.Begin("a", "b").Do(at => new InterruptTasks([("b", 1)]) { At = at });
        Assert.Equal(then, scenario.StatusOf("a"));
        Assert.Equal(mode == "ask", scenario.State.Find("a")!.Waiting == WaitReason.Operator);
        Assert.Equal(mode == "retry", scenario.State.Plan().Ready.Any());
        scenario.RequireFold();
    }

    [Theory]
    [InlineData(TaskResolution.Retry, TaskStatus.Waiting)]
    [InlineData(TaskResolution.Complete, TaskStatus.Completed)]
    [InlineData(TaskResolution.Fail, TaskStatus.Failed)]
    public void Somebody_says_what_became_of_it(TaskResolution resolution, TaskStatus then)
    {
        var scenario = Scenario.OfYaml("""
            tasks:
              a: {component: lab, action: x, on_unknown: ask, on_error: continue}
              b: {component: lab, action: x}
            """).Start();
        scenario.Begin("a", "b").Do(at => new InterruptTasks([("b", 1)]) { At = at });
        scenario.Do(at => new ResolveTask("a", resolution, null, null) { At = at });
        Assert.Equal(then, scenario.StatusOf("a"));
        var again = new ResolveTask("a", resolution, null, null) { At = scenario.Now };
        Assert.Equal(RefusalCodes.NotAsked, scenario.Refuse(again));
        scenario.RequireFold();
    }
}
