using System.Globalization;
using System.Text.Json;
using Harmonia.Core.Executions;
using Harmonia.Simulation.Checks;

namespace Harmonia.Core.Tests.Executions;

public sealed class MapTests
{
    private static readonly ExecutionSettings Wide = new() { MaxConcurrentTasks = 20_000 };

    [Fact]
    public void Each_item_costs_a_start_and_an_end_and_the_results_are_in_order()
    {
        var scenario = Scenario.OfYaml(Calls()).Start("""{"list": ["x", "y", "z"]}""");
        scenario.Begin("each[0]", "each[1]", "each[2]");
        Assert.Equal("""{"v":"y","i":1}""", scenario.State.Find("each[1]")!.Input!.Value.GetRawText());
        scenario.Complete("each[2]", "3").Complete("each[0]", "1").Complete("each[1]", "2");
        Assert.Equal(
            "workflow_started task_started:each task_started:each[0] task_started:each[1] task_started:each[2]"
                + " task_completed:each[2] task_completed:each[0] task_completed:each[1] task_completed:each"
                + " task_started:after task_completed:after workflow_completed",
            scenario.Story());
        Assert.Equal("""{"after":[1,2,3]}""", scenario.State.Output!.Value.GetRawText());
        Assert.Empty(scenario.State.Warnings);
        AssertSameAfterRefold(scenario);
    }

    [Fact]
    public void No_more_items_are_under_way_than_the_map_says_and_the_next_begins_when_one_ends()
    {
        var scenario = Scenario.OfYaml(Calls("max_concurrency: 2")).Start("""{"list": [1, 2, 3]}""");
        Assert.Equal(["each[0]", "each[1]"], scenario.State.Plan().Ready.Select(task => task.Path));
        scenario.Begin("each[0]", "each[1]").Complete("each[1]");
        Assert.Equal(["each[2]"], scenario.State.Plan().Ready.Select(task => task.Path));
        Assert.Null(scenario.State.Find("each[1]"));
        AssertSameAfterRefold(scenario);
    }

    [Fact]
    public void Items_may_be_graphs_with_a_result_and_end_with_an_event()
    {
        var scenario = Scenario.OfYaml("""
            tasks:
              each:
                type: map
                items: [1, 2]
                tasks:
                  get: {component: c, action: x, input: "${item}"}
                  sum: {type: expression, depends_on: get, result: "${tasks.get.output + item + index}"}
                result: {sum: "${tasks.sum.output}"}
            """).Start();
        scenario.Begin("each[0].get", "each[1].get").Complete("each[1].get", "10").Complete("each[0].get", "20");
        Assert.Contains(
            "task_completed:each[1].sum item_completed:each[1]", scenario.Story(), StringComparison.Ordinal);
        Assert.Equal("""{"each":[{"sum":21},{"sum":13}]}""", scenario.State.Output!.Value.GetRawText());
        AssertSameAfterRefold(scenario);
    }

    [Fact]
    public void Failures_within_tolerance_are_listed_and_a_retry_calls_only_those_again()
    {
        const int Items = 10_000;
        var scenario = Scenario.OfYaml("""
            tasks:
              each:
                type: map
                items: "${range(0, 10000)}"
                tolerated_failures: 5%
                task: {component: c, action: x}
              errors: {type: expression, depends_on: each, result: "${tasks.each.errors}"}
            """, Wide).Start();
        Finish(scenario, index => index % 100 is 7 or 50 or 99);
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
        Assert.Equal(["each"], scenario.State.Warnings);
        var output = scenario.State.Output!.Value.GetProperty("errors");
        Assert.Equal(300, output.GetArrayLength());
        Assert.Equal("""{"index":7,"code":"busy","message":"No."}""", output[0].GetRawText());
        var results = scenario.State.Find("each")!.Output!.Value;
        Assert.Equal((Items, JsonValueKind.Null), (results.GetArrayLength(), results[50].ValueKind));

        var version = scenario.History.Count;
        scenario.Do(at => new RetryExecution { At = at });
        Assert.Equal(300, Finish(scenario, _ => false));
        Assert.Equal(300, scenario.History.Skip(version).OfType<TaskStarted>().Count(fact => fact.Task.Contains('[')));
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
        Assert.Empty(scenario.State.Warnings);
        Assert.Equal("""{"errors":[]}""", scenario.State.Output!.Value.GetRawText());
        Assert.Equal(50, scenario.State.Find("each")!.Output!.Value[50].GetInt32());
        AssertSameAfterRefold(scenario);
    }

    [Fact]
    public void One_failure_too_many_fails_the_map_at_once_and_withdraws_what_runs()
    {
        var scenario = Scenario.OfYaml(Calls("tolerated_failures: 1")).Start("""{"list": [1, 2, 3, 4]}""");
        scenario.Begin("each[0]", "each[1]", "each[2]").Fail("each[1]").Fail("each[0]");
        Assert.Equal(ExecutionStatus.Failed, scenario.State.Status);
        var failure = scenario.State.Find("each")!.Failure!;
        Assert.Equal("items_failed", failure.Code);
        Assert.Equal(
            """{"total":4,"completed":0,"failed":2,"errors":[{"index":0,"code":"busy","message":"No."},"""
                + """{"index":1,"code":"busy","message":"No."}]}""",
            failure.Details!.Value.GetRawText());
        Assert.EndsWith(
            "task_canceled:each[2] task_failed:each task_skipped:after workflow_failed",
            scenario.Story(),
            StringComparison.Ordinal);
        Assert.Equal(0, scenario.State.RunningCalls);
        AssertSameAfterRefold(scenario);
    }

    [Fact]
    public void A_retry_of_a_failed_map_keeps_what_completed()
    {
        var scenario = Scenario.OfYaml(Calls()).Start("""{"list": ["a", "b", "c"]}""");
        scenario.Begin("each[0]", "each[1]", "each[2]").Complete("each[0]", "1").Fail("each[1]");
        scenario.Do(at => new RetryExecution { At = at });
        Assert.Equal(["each"], scenario.Last<WorkflowRetried>().Kept!);
        Assert.Equal(["each[1]", "each[2]"], scenario.State.Plan().Ready.Select(task => task.Path));
        scenario.Begin("each[1]", "each[2]");
        Assert.True(scenario.State.Find("each[2]")!.Attempt > 1);
        scenario.Complete("each[1]", "2").Complete("each[2]", "3");
        Assert.Equal("""{"after":[1,2,3]}""", scenario.State.Output!.Value.GetRawText());
        AssertSameAfterRefold(scenario);
    }

    [Fact]
    public void A_map_behind_what_is_retried_starts_anew()
    {
        var scenario = Scenario.OfYaml("""
            tasks:
              first: {component: c, action: x, on_error: continue}
              each: {type: map, depends_on: first, items: [1, 2], task: {component: c, action: x}}
            """).Start();
        scenario.Begin("first").Fail("first").Begin("each[0]", "each[1]").Complete("each[0]").Fail("each[1]");
        scenario.Do(at => new RetryExecution { At = at });
        Assert.Null(scenario.Last<WorkflowRetried>().Kept);
        scenario.Begin("first").Complete("first");
        Assert.Equal(["each[0]", "each[1]"], scenario.State.Plan().Ready.Select(task => task.Path));
    }

    [Fact]
    public void A_completed_execution_without_warnings_is_not_retried()
    {
        var scenario = Scenario.OfYaml(Calls()).Start("""{"list": []}""");
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
        Assert.Equal("""{"after":[]}""", scenario.State.Output!.Value.GetRawText());
        Assert.Equal("EXECUTION_NOT_FAILED", scenario.Refuse(new RetryExecution { At = Scenario.Noon }));
    }

    [Fact]
    public void Items_that_are_no_list_or_too_many_fail_the_map_before_anything_begins()
    {
        var odd = Scenario.OfYaml(Calls()).Start("""{"list": {"a": 1}}""");
        Assert.Equal("invalid_input", odd.State.Find("each")!.Failure!.Code);
        var many = Scenario.OfYaml(
            "tasks: {each: {type: map, items: '${range(0, 1001)}', complete_when: '${len(outputs) > 3}', "
                + "task: {component: c, action: x}}}").Start();
        Assert.Equal("too_many_items", many.State.Find("each")!.Failure!.Code);
        Assert.DoesNotContain("task_started", many.Story(), StringComparison.Ordinal);
    }

    [Fact]
    public void Several_elements_can_be_one_item()
    {
        var scenario = Scenario.OfYaml(Calls("batch_size: 2")).Start("""{"list": [1, 2, 3]}""");
        scenario.Begin("each[0]", "each[1]");
        Assert.Equal("""{"v":[3],"i":1}""", scenario.State.Find("each[1]")!.Input!.Value.GetRawText());
    }

    [Fact]
    public void A_skipped_item_and_one_whose_failure_is_covered_give_null()
    {
        var scenario = Scenario.OfYaml("""
            tasks:
              each:
                type: map
                items: [0, 1, 2]
                task: {component: c, action: x, condition: "${item > 0}", on_error: continue}
            """).Start();
        scenario.Begin("each[1]", "each[2]").Fail("each[1]").Complete("each[2]", "2");
        Assert.Equal("""{"each":[null,null,2]}""", scenario.State.Output!.Value.GetRawText());
        Assert.Equal(["each"], scenario.State.Warnings);
        AssertSameAfterRefold(scenario);
    }

    [Fact]
    public void Maps_may_be_within_maps_and_groups_within_items()
    {
        var scenario = Scenario.OfYaml("""
            tasks:
              each:
                type: map
                items: [[1, 2], [3]]
                task: {type: map, items: "${item}", task: {component: c, action: x, input: "${item}"}}
              grouped:
                type: map
                items: [1]
                task: {type: group, tasks: {a: {type: expression, result: "${item + 1}"}}}
            """).Start();
        scenario.Begin("each[0][0]", "each[0][1]", "each[1][0]");
        Assert.Equal("3", scenario.State.Find("each[1][0]")!.Input!.Value.GetRawText());
        AssertSameAfterRefold(scenario);
        scenario.Complete("each[0][1]", "2").Complete("each[1][0]", "3").Complete("each[0][0]", "1");
        Assert.Equal("""{"each":[[1,2],[3]],"grouped":[{"a":2}]}""", scenario.State.Output!.Value.GetRawText());
        AssertSameAfterRefold(scenario);
    }

    [Fact]
    public void Computed_items_are_decided_in_portions_and_do_not_fill_the_history()
    {
        var scenario = Scenario.OfYaml(
            "tasks: {each: {type: map, items: '${input.list}', task: {type: expression, result: '${item * 2}'}}}")
            .Start($$"""{"list": [{{string.Join(',', Enumerable.Range(0, 30_000))}}]}""");
        var decisions = 0;
        while (scenario.State.Plan().MoreToDecide && decisions++ < 10)
        {
            scenario.Tick();
        }

        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
        Assert.True(scenario.State.Version > scenario.Settings.MaxEvents);
        Assert.Equal(59_998, scenario.State.Output!.Value.GetProperty("each")[29_999].GetInt32());
    }

    [Fact]
    public void An_interrupted_item_is_offered_again_and_a_timeout_of_the_map_withdraws_them()
    {
        var scenario = Scenario.OfYaml(Calls("timeout: 10")).Start("""{"list": [1, 2]}""");
        scenario.Begin("each[0]", "each[1]").Complete("each[1]").Do(at => new InterruptTasks([]) { At = at });
        Assert.Equal(["each[0]"], scenario.State.Plan().Ready.Select(task => task.Path));
        scenario.Begin("each[0]").After(11).Tick();
        Assert.Equal("timeout", scenario.State.Find("each")!.Failure!.Code);
        Assert.Equal(0, scenario.State.RunningCalls);
        AssertSameAfterRefold(scenario);
    }

    internal static string Calls(string more = "") => $$$"""
        tasks:
          each:
            type: map
            items: "${input.list}"
            task: {component: c, action: x, input: {v: "${item}", i: "${index}"}}
            {{{more}}}
          after: {type: expression, depends_on: each, result: "${tasks.each.output}"}
        """;

    internal static void AssertSameAfterRefold(Scenario scenario) =>
        Assert.Equal(StateDump.Text(scenario.State), StateDump.Text(scenario.Refold()));

    /// <summary>Starts and ends every item; what completes gives its index.</summary>
    private static int Finish(Scenario scenario, Func<int, bool> fails)
    {
        var calls = 0;
        while (scenario.State.Plan().Ready is { IsEmpty: false } ready)
        {
            scenario.Begin([.. ready.Select(task => task.Path)]);
            foreach (var task in ready)
            {
                calls++;
                var index = task.Frame.Number!.Value;
                _ = fails(index)
                    ? scenario.Fail(task.Path)
                    : scenario.Complete(task.Path, index.ToString(CultureInfo.InvariantCulture));
            }
        }

        return calls;
    }
}
