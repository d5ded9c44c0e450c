using Harmonia.Core.Executions;
using TaskStatus = Harmonia.Core.Executions.TaskStatus;

namespace Harmonia.Core.Tests.Executions;

public sealed class LoopTests
{
    [Fact]
    public void A_counted_loop_sees_its_iteration_and_the_output_before()
    {
        var scenario = Scenario.OfYaml("""
            tasks:
              l:
                type: loop
                count: "${input.n}"
                tasks:
                  a: {type: expression, result: "${(previous ?? 0) + iteration}"}
                result: "${tasks.a.output}"
              after: {type: expression, depends_on: l, result: "${tasks.l.output}"}
            """).Start("""{"n": 4}""");
        Assert.Equal(
            """{"after":{"iterations":4,"last":10,"outputs":[1,3,6,10]}}""",
            scenario.State.Output!.Value.GetRawText());
        Assert.StartsWith(
            "workflow_started task_started:l iteration_started:l[1] task_started:l[1].a task_completed:l[1].a"
                + " iteration_completed:l[1] iteration_started:l[2]",
            scenario.Story(),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("while: \"iteration < 1\"", 0)]
    [InlineData("while: \"(previous ?? 0) < 3\"", 3)]
    [InlineData("until: \"tasks.a.output >= 2\"", 2)]
    [InlineData("until: true", 1)]
    [InlineData("count: 0", 0)]
    [InlineData("{while: \"iteration < 9\", until: \"iteration == 4\", count: 6}", 4)]
    [InlineData("{while: \"iteration < 9\", until: \"iteration == 8\", count: 6}", 6)]
    [InlineData("{while: true, max_iterations: 5, on_limit: complete}", 5)]
    public void A_loop_ends_as_it_says(string says, int iterations)
    {
        var fields = says.Trim('{', '}');
        var scenario = Scenario.OfYaml(
            $"tasks: {{l: {{type: loop, {fields}, result: \"${{tasks.a.output}}\","
                + " tasks: {a: {type: expression, result: \"${iteration}\"}}}}").Start();
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
        Assert.Equal(iterations, Output(scenario).GetProperty("iterations").GetInt32());
    }

    [Fact]
    public void A_loop_without_any_iteration_has_nothing_to_show()
    {
        var scenario = Scenario.OfYaml(
            "tasks: {l: {type: loop, while: false, tasks: {a: {type: expression, result: 1}}}}").Start();
        Assert.Equal("""{"iterations":0,"last":null,"outputs":[]}""", Output(scenario).GetRawText());
    }

    [Fact]
    public void A_loop_that_wants_more_than_its_limit_fails()
    {
        var scenario = Scenario.OfYaml(
            "tasks: {l: {type: loop, while: true, tasks: {a: {type: expression, result: 1}}}}").Start();
        while (scenario.State.Plan().MoreToDecide)
        {
            scenario.Tick(); // Long loops are stored in between.
        }

        var failure = scenario.State.Find("l")!.Failure!;
        Assert.Equal(("loop_limit", false), (failure.Code, failure.Retryable));
        Assert.Equal(1_000, scenario.State.Find("l")!.Loop!.Iteration);
    }

    [Fact]
    public void A_count_that_is_no_number_fails_the_loop_before_it_starts()
    {
        var scenario = Scenario.OfYaml("""
            tasks: {l: {type: loop, count: "${input.n}", tasks: {a: {type: expression, result: 1}}}}
            """).Start("""{"n": "many"}""");
        Assert.Equal("invalid_input", scenario.State.Failure!.Code);
        Assert.DoesNotContain(scenario.History, fact => fact is TaskStarted);
    }

    [Fact]
    public void The_next_iteration_waits_for_the_delay_and_the_last_one_does_not()
    {
        var scenario = Scenario.OfYaml(
            "tasks: {l: {type: loop, count: 2, delay: 30, tasks: {a: {component: c, action: x}}}}").Start();
        scenario.Begin("l[1].a").Complete("l[1].a");
        Assert.Equal(Scenario.Noon.AddSeconds(30), scenario.State.Plan().WakeAt);
        Assert.Null(scenario.State.Find("l[2].a"));
        Assert.Equal(scenario.State.Plan().WakeAt, scenario.Refold().Plan().WakeAt);
        scenario.After(30).Tick().Begin("l[2].a").Complete("l[2].a");
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
    }

    [Fact]
    public void A_pause_holds_the_next_iteration()
    {
        var scenario = Scenario.OfYaml(
            "tasks: {l: {type: loop, count: 2, tasks: {a: {component: c, action: x}}}}").Start();
        scenario.Begin("l[1].a").Do(at => new PauseExecution { At = at }).Complete("l[1].a");
        Assert.Null(scenario.State.Find("l[2].a"));
        scenario.Do(at => new ResumeExecution { At = at }).Begin("l[2].a").Complete("l[2].a");
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
    }

    [Fact]
    public void A_delay_that_ends_during_a_pause_is_over_when_it_is_resumed()
    {
        var scenario = Scenario.OfYaml(
            "tasks: {l: {type: loop, count: 2, delay: 30, tasks: {a: {component: c, action: x}}}}").Start();
        scenario.Begin("l[1].a").Complete("l[1].a").Do(at => new PauseExecution { At = at }).After(60).Tick();
        Assert.Null(scenario.State.Plan().WakeAt);
        Assert.Null(scenario.Refold().Plan().WakeAt);
        scenario.Do(at => new ResumeExecution { At = at }).Tick().Begin("l[2].a").Complete("l[2].a");
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
    }

    [Fact]
    public void A_failure_within_fails_the_loop_which_may_be_retried_from_its_start()
    {
        var scenario = Scenario.OfYaml("""
            tasks:
              l:
                type: loop
                count: 2
                retry_policy: {max_retries: 1, initial_delay: 0, retry_on: ["*"]}
                tasks: {a: {component: c, action: x}}
            """).Start();
        scenario.Begin("l[1].a").Complete("l[1].a").Begin("l[2].a").Fail("l[2].a").Tick();
        Assert.Equal(1, scenario.State.Find("l")!.Loop!.Iteration);
        scenario.Begin("l[1].a");
        Assert.Equal(3, scenario.State.Find("l[1].a")!.Attempt);
        scenario.Fail("l[1].a");
        Assert.Equal("Task 'l[1].a' failed: No.", scenario.State.Failure!.Message);
    }

    [Fact]
    public void Cancelling_withdraws_the_open_iteration()
    {
        var scenario = Scenario.OfYaml(
            "tasks: {l: {type: loop, count: 2, tasks: {a: {component: c, action: x}}}}").Start();
        scenario.Begin("l[1].a").Do(at => new CancelExecution(null) { At = at });
        Assert.EndsWith(
            "task_canceled:l[1].a task_canceled:l workflow_canceled", scenario.Story(), StringComparison.Ordinal);
        Assert.Equal(0, scenario.State.RunningCalls);
    }

    [Fact]
    public void Loops_within_loops_have_their_own_numbers()
    {
        var scenario = Scenario.OfYaml("""
            tasks:
              o:
                type: loop
                count: 2
                result: "${tasks.i.output.outputs}"
                tasks:
                  n: {type: expression, result: "${iteration}"}
                  i:
                    type: loop
                    depends_on: n
                    count: 2
                    result: "${[tasks.n.output, iteration, previous == null]}"
                    tasks: {g: {type: group, tasks: {a: {type: expression, result: 1}}}}
            """).Start();
        Assert.Equal(
            "[[[1,1,true],[1,2,false]],[[2,1,true],[2,2,false]]]",
            Output(scenario, "o").GetProperty("outputs").GetRawText());
        var ids = scenario.History.OfType<TaskStarted>().Select(fact => fact.Task).ToArray();
        Assert.Contains("o[2].i[1].g.a", ids);
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [Fact]
    public void Maps_in_loops_in_maps_have_paths_of_their_own()
    {
        var scenario = Scenario.OfYaml("""
            tasks:
              rows:
                type: map
                items: "${[1, 2]}"
                result: "${tasks.turns.output.last}"
                tasks:
                  row: {type: expression, result: "${item}"}
                  turns:
                    type: loop
                    depends_on: row
                    count: 2
                    result: "${tasks.cells.output}"
                    tasks:
                      turn: {type: expression, result: "${iteration}"}
                      cells:
                        type: map
                        depends_on: turn
                        items: "${[10, 20]}"
                        task: {type: expression, result: "${tasks.row.output * 100 + item + tasks.turn.output}"}
            """).Start();
        while (scenario.State.Plan().MoreToDecide)
        {
            scenario.Tick();
        }

        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
        Assert.Contains("[[112,122],[212,222]]", Output(scenario, "rows").GetRawText(), StringComparison.Ordinal);
        var ids = scenario.History.OfType<TaskStarted>().Select(fact => fact.Task).ToArray();
        Assert.Contains("rows[1].turns[2].cells[0]", ids);
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [Fact]
    public void A_failure_that_is_covered_within_is_a_warning_of_the_loop()
    {
        var scenario = Scenario.OfYaml("""
            tasks:
              l:
                type: loop
                count: 2
                tasks: {a: {component: c, action: x, on_error: continue}}
            """).Start();
        scenario.Begin("l[1].a").Fail("l[1].a").Begin("l[2].a").Complete("l[2].a");
        Assert.Equal(["l"], scenario.State.Warnings);
        Assert.Equal(TaskStatus.Completed, scenario.StatusOf("l"));
    }

    private static System.Text.Json.JsonElement Output(Scenario scenario, string task = "l") =>
        scenario.State.Find(task)!.Output!.Value;
}
