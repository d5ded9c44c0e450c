using Harmonia.Core.Executions;
using Harmonia.Simulation.Checks;
using TaskStatus = Harmonia.Core.Executions.TaskStatus;

namespace Harmonia.Core.Tests.Executions;

/// <summary>Workflows with <c>steps</c>; the joins are shown by the patterns (samples/patterns).</summary>
public sealed class TransitionTests
{
    private const string Approval = """
        steps:
          - {id: start, type: start, transitions: [{to: ask, condition: "true"}]}
          - {id: ask, component: desk, action: ask, transitions: [{to: check, condition: "true"}]}
          - id: check
            type: decision
            transitions:
              - {to: approved, condition: 'state.task.status == "approved"'}
              - {to: rejected, condition: 'state.task.status == "rejected"'}
          - {id: approved, component: desk, action: log, transitions: [{to: end}]}
          - {id: rejected, component: desk, action: log, transitions: [{to: end}]}
          - {id: end, type: end}
        """;

    private const string ErrorHandling = """
        steps:
          - {id: start, type: start, transitions: [{to: work, condition: "true"}]}
          - id: work
            component: desk
            action: work
            retry_policy: {max_retries: 1, initial_delay: 0}
            transitions:
              - {to: good, condition: "state.work.success == true"}
              - {to: bad, condition: "state.work.success == false"}
          - id: bad
            component: desk
            action: log
            input: {error: "Failed: ${state.work.error}"}
            transitions: [{to: end}]
          - {id: good, component: desk, action: log, transitions: [{to: end}]}
          - {id: end, type: end}
        """;

    [Fact]
    public void A_decision_that_nothing_decides_yet_waits_for_the_state_to_change()
    {
        var scenario = Scenario.OfYaml(Approval).Start().Begin("ask").Complete("ask");
        var check = scenario.State.Find("check")!;
        Assert.Equal((TaskStatus.Waiting, WaitReason.State), (check.Status, check.Waiting));
        Set(scenario, """{"task": {"status": "open"}}""");
        Assert.Equal(TaskStatus.Waiting, check.Status);
        Set(scenario, """{"task": {"status": "approved"}}""");
        Assert.Equal("""{"chosen":"approved"}""", check.Output!.Value.GetRawText());
        scenario.Begin("approved").Complete("approved", "{\"done\": 1}");
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
        Assert.Equal("""{"approved":{"done":1}}""", scenario.State.Output!.Value.GetRawText());
        Assert.Equal("not_reached", scenario.State.Find("rejected")!.SkipReason);
    }

    [Fact]
    public void A_pause_does_not_lose_the_change_that_was_made_meanwhile()
    {
        var scenario = Scenario.OfYaml(Approval).Start().Begin("ask").Complete("ask");
        scenario.Do(at => new PauseExecution { At = at });
        Set(scenario, """{"task": {"status": "rejected"}}""");
        scenario.Do(at => new ResumeExecution { At = at }).Begin("rejected").Complete("rejected");
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
    }

    [Fact]
    public void A_decision_that_nothing_can_decide_fails()
    {
        var scenario = Scenario.OfYaml("""
            steps:
              d: {type: decision, transitions: [{to: e, condition: "${input.n > 5}"}]}
              e: {type: end}
            """).Start("{\"n\": 1}");
        Assert.Equal(("no_transition", "d"), (scenario.State.Failure!.Code, scenario.State.FailedTasks.Single()));
    }

    [Fact]
    public void A_failure_goes_where_a_condition_asks_for_it_after_its_retries()
    {
        var scenario = Scenario.OfYaml(ErrorHandling).Start();
        scenario.Begin("work").Fail("work").Tick().Begin("work").Fail("work");
        scenario.Begin("bad");
        Assert.Equal("""{"error":"Failed: No."}""", scenario.State.Find("bad")!.Input!.Value.GetRawText());
        scenario.Complete("bad");
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
        Assert.Empty(scenario.State.Warnings);
    }

    [Fact]
    public void Success_takes_the_other_way()
    {
        var scenario = Scenario.OfYaml(ErrorHandling).Start().Begin("work").Complete("work").Begin("good");
        scenario.Complete("good");
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
    }

    [Theory]
    [InlineData("", ExecutionStatus.Failed)]
    [InlineData("on_error: continue,", ExecutionStatus.Completed)]
    [InlineData("on_error: {goto: help},", ExecutionStatus.Running)]
    public void A_failure_that_no_transition_takes_follows_on_error(string onError, ExecutionStatus expected)
    {
        var scenario = Scenario.OfYaml($$"""
            steps:
              a: {type: start, transitions: [{to: work}]}
              work: {component: c, action: x, {{onError}} transitions: [{to: b}]}
              b: {type: end}
              help: {component: c, action: x}
            """);
        scenario.Start().Begin("work").Fail("work", retryable: false);
        Assert.Equal(expected, scenario.State.Status);
    }

    [Fact]
    public void An_error_handler_takes_what_nobody_else_does()
    {
        var scenario = Scenario.OfYaml("""
            error_handlers: [{on: ["bus*"], run: help}]
            steps:
              s: {type: start, transitions: [{to: a}]}
              a: {component: c, action: x, transitions: [{to: b}]}
              b: {type: end}
              help: {component: c, action: x, input: {why: "${state.a.error_code}"}, transitions: [{to: b}]}
            """).Start().Begin("a").Fail("a", retryable: false).Begin("help");
        Assert.Equal("""{"why":"busy"}""", scenario.State.Find("help")!.Input!.Value.GetRawText());
        scenario.Complete("help");
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
    }

    [Fact]
    public void A_join_of_all_keeps_the_rounds_of_a_fork_apart()
    {
        var scenario = Scenario.OfYaml("""
            steps:
              s: {type: start, transitions: [{to: f, threads: 2}]}
              f: {type: fork, branches: [a, b]}
              a: {component: c, action: x, transitions: [{to: j}]}
              b: {component: c, action: x, transitions: [{to: j}]}
              j: {type: join, sources: [a, b], transitions: [{to: e}]}
              e: {type: expression, result: "${tasks.j.output}"}
            """).Start().Begin("a", "b", "a#2", "b#2").Complete("a", "1").Complete("b#2", "2");
        Assert.Equal(0, scenario.State.Find("j")!.Visit);
        scenario.Complete("b", "3");
        Assert.Equal("""{"a":1,"b":3}""", scenario.State.Find("e")!.Output!.Value.GetRawText());
        scenario.Complete("a#2", "4");
        Assert.Equal("""{"e":{"b":2,"a":4}}""", scenario.State.Output!.Value.GetRawText());
    }

    [Fact]
    public void A_join_whose_branches_never_come_fails_the_execution()
    {
        var scenario = Scenario.OfYaml("""
            steps:
              f: {type: fork, branches: [a, b]}
              a: {component: c, action: x, transitions: [{to: j}]}
              b: {component: c, action: x, transitions: [{to: j, condition: "false"}]}
              j: {type: join}
            """).Start().Begin("a", "b").Complete("a").Complete("b");
        Assert.Equal("join_not_met", scenario.State.Failure!.Code);
        Assert.Contains("'j'", scenario.State.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cycle_has_a_bound()
    {
        var scenario = Scenario.OfYaml("""
            steps:
              s: {type: start, transitions: [{to: a}]}
              a: {type: expression, result: "${(tasks.a.output ?? 0) + 1}", max_visits: 7, transitions: [{to: a}]}
            """).Start();
        Assert.Equal("loop_limit", scenario.State.Failure!.Code);
        Assert.Equal("7", scenario.State.Find("a#7")!.Output!.Value.GetRawText());
    }

    [Fact]
    public void A_wait_ends_with_a_change_or_with_its_time()
    {
        const string Waiting = """
            steps:
              w: {type: wait, wait_for: {state_change: task.status, timeout_hours: 2}, transitions: [{to: d}]}
              d:
                type: decision
                transitions:
                  - {to: late, condition: state.w.timed_out == true}
                  - {to: done, condition: "state.task.status != null"}
              late: {type: expression, result: late}
              done: {type: expression, result: "${state.w.result.value}"}
            """;
        var late = Scenario.OfYaml(Waiting).Start();
        Assert.Equal(Scenario.Noon.AddHours(2), late.State.Plan().WakeAt);
        late.After(7_200).Tick();
        Assert.Equal("""{"late":"late"}""", late.State.Output!.Value.GetRawText());

        var done = Scenario.OfYaml(Waiting).Start();
        Set(done, """{"other": 1}""");
        Assert.Equal(TaskStatus.Waiting, done.StatusOf("w"));
        Set(done, """{"task": {"status": "ok"}}""");
        Assert.Equal("""{"done":"ok"}""", done.State.Output!.Value.GetRawText());
    }

    [Fact]
    public void A_wait_for_a_condition_or_for_some_time_goes_on_by_itself()
    {
        var scenario = Scenario.OfYaml("""
            steps:
              t: {type: wait, wait_for: {seconds: 5}, transitions: [{to: w}]}
              w: {type: wait, wait_for: {condition: state.go == true}, transitions: [{to: e}]}
              e: {type: end}
            """).Start().After(5).Tick();
        Assert.Equal(TaskStatus.Waiting, scenario.StatusOf("w"));
        Set(scenario, """{"go": true}""");
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
    }

    [Fact]
    public void A_retry_takes_up_what_failed_and_what_was_withdrawn_with_it()
    {
        var scenario = Scenario.OfYaml("""
            steps:
              f: {type: fork, branches: [a, b]}
              a: {component: c, action: x, transitions: [{to: j}]}
              b: {component: c, action: x, transitions: [{to: j}]}
              j: {type: join, transitions: [{to: e}]}
              e: {type: end}
            """).Start().Begin("a", "b").Fail("a", retryable: false);
        Assert.Equal(ExecutionStatus.Failed, scenario.State.Status);
        scenario.Do(at => new RetryExecution { At = at }).Begin("a", "b").Complete("b").Complete("a");
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
        Assert.Equal(1, scenario.State.Find("j")!.Visit);
    }

    [Fact]
    public void A_restoration_goes_on_with_the_tokens_that_there_were()
    {
        var original = Scenario.OfYaml("""
            steps:
              f: {type: fork, branches: [a, b, w]}
              a: {component: c, action: x, transitions: [{to: j}]}
              b: {component: c, action: x, transitions: [{to: j}]}
              w: {type: wait, wait_for: {state_change: go}, transitions: [{to: j}]}
              j: {type: join, transitions: [{to: e}]}
              e: {type: end}
            """).Start().Begin("a", "b").Complete("a");
        Finish(original.Restore());
        Finish(original.Do(at => new CancelExecution(null) { At = at }).Restore());

        static void Finish(Scenario restored)
        {
            restored.Begin("b").Complete("b");
            Set(restored, """{"go": 1}""");
            Assert.Equal(ExecutionStatus.Completed, restored.State.Status);
            Assert.Equal(TaskStatus.Completed, restored.StatusOf("j"));
            Assert.Equal(StateDump.Text(restored.State), StateDump.Text(restored.Refold()));
        }
    }

    [Fact]
    public void A_task_that_sets_the_state_wakes_who_waits_for_it()
    {
        var scenario = Scenario.OfYaml("""
            steps:
              f: {type: fork, branches: [set, w]}
              w: {type: wait, wait_for: {state_change: go}}
              set: {component: state_manager, action: update, input: {key: go, value: 1}}
            """).Start();
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
    }

    [Fact]
    public void A_loop_runs_within_a_step_and_a_condition_skips_one()
    {
        var scenario = Scenario.OfYaml("""
            steps:
              l: {type: loop, count: 2, tasks: {t: {type: expression, result: 1}}, transitions: [{to: no}]}
              no: {component: c, action: x, condition: "1 > 2", transitions: [{to: e}]}
              e: {type: expression, result: "${state.l.result.iterations}"}
            """).Start();
        Assert.Equal("""{"e":2}""", scenario.State.Output!.Value.GetRawText());
    }

    private static void Set(Scenario scenario, string state) =>
        scenario.Do(at => new ChangeState(Scenario.Json(state)) { At = at });
}
