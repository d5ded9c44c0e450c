using Harmonia.Core.Executions;
using TaskStatus = Harmonia.Core.Executions.TaskStatus;

namespace Harmonia.Core.Tests.Executions;

/// <summary>Maps that complete before all of their items have, and maps that grow.</summary>
public sealed class MapJoinTests
{
    private const string FiveItems = """{"list": [1, 2, 3, 4, 5]}""";

    [Fact]
    public void With_enough_items_a_map_completes_and_the_rest_is_withdrawn()
    {
        var scenario = Scenario.OfYaml(MapTests.Calls("min_completed: 2")).Start(FiveItems);
        scenario.Begin("each[0]", "each[1]", "each[2]").Complete("each[2]", "3").Fail("each[0]");
        Assert.Equal(TaskStatus.Running, scenario.StatusOf("each"));
        scenario.Begin("each[3]").Complete("each[1]", "2");
        Assert.Equal("""{"after":[null,2,3,null,null]}""", scenario.State.Output!.Value.GetRawText());
        Assert.Contains("task_canceled:each[3] task_completed:each", scenario.Story(), StringComparison.Ordinal);
        Assert.Equal(0, scenario.State.RunningCalls);
        MapTests.AssertSameAfterRefold(scenario);
    }

    [Fact]
    public void A_map_fails_as_soon_as_enough_items_cannot_complete_any_more()
    {
        var scenario = Scenario.OfYaml(MapTests.Calls("min_completed: 4")).Start(FiveItems);
        scenario.Begin("each[0]", "each[1]").Fail("each[0]");
        Assert.Equal(TaskStatus.Running, scenario.StatusOf("each"));
        scenario.Fail("each[1]");
        Assert.Equal("items_failed", scenario.State.Find("each")!.Failure!.Code);
        Assert.Contains("4 must complete", scenario.State.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_rest_may_run_to_an_end_that_nobody_minds_while_the_others_go_on()
    {
        var scenario = Scenario.OfYaml(MapTests.Calls("min_completed: 1\n    rest: consume")).Start(FiveItems);
        scenario.Begin("each[0]", "each[1]").Complete("each[0]", "1");
        Assert.Equal(
            (TaskStatus.Completed, TaskStatus.Completed), (scenario.StatusOf("each"), scenario.StatusOf("after")));
        Assert.Equal((ExecutionStatus.Running, 1), (scenario.State.Status, scenario.State.RunningCalls));
        MapTests.AssertSameAfterRefold(scenario);
        scenario.Fail("each[1]").Begin("each[2]", "each[3]", "each[4]").Complete("each[2]").Complete("each[3]");
        Assert.Equal(ExecutionStatus.Running, scenario.State.Status);
        scenario.Complete("each[4]");
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
        Assert.Empty(scenario.State.Warnings);
        MapTests.AssertSameAfterRefold(scenario);
    }

    [Fact]
    public void What_is_consumed_is_withdrawn_when_the_execution_is_cancelled()
    {
        var scenario = Scenario.OfYaml(MapTests.Calls("min_completed: 1\n    rest: consume")).Start(FiveItems);
        scenario.Begin("each[0]", "each[1]").Complete("each[0]", "1");
        scenario.Decide(new CancelExecution(null) { At = scenario.Now });
        Assert.Contains("task_canceled:each[1] workflow_canceled", scenario.Story(), StringComparison.Ordinal);
        Assert.Equal((0, 0), (scenario.State.RunningCalls, scenario.State.OpenTasks));
        MapTests.AssertSameAfterRefold(scenario);
    }

    [Fact]
    public void A_condition_over_what_has_ended_completes_a_map()
    {
        var scenario = Scenario.OfYaml(MapTests.Calls(
            "tolerated_failures: 5\n"
                + "    complete_when: \"${failed > 0 && completed * 2 > total - 2 && outputs[0] > 6}\""))
            .Start(FiveItems);
        scenario.Begin("each[0]", "each[1]", "each[2]").Complete("each[0]", "7").Complete("each[1]", "8");
        Assert.Equal(TaskStatus.Running, scenario.StatusOf("each"));
        scenario.Fail("each[2]");
        Assert.Equal("""{"after":[7,8,null,null,null]}""", scenario.State.Output!.Value.GetRawText());
        Assert.Equal(["each"], scenario.State.Warnings);
    }

    [Fact]
    public void A_task_that_completes_a_map_ends_it_with_what_it_has()
    {
        var scenario = Scenario.OfYaml(MapTests.Calls() + """

              stop: {component: c, action: x, completes: [each]}
            """).Start(FiveItems);
        scenario.Begin("each[0]", "each[1]", "stop").Complete("each[0]", "1").Complete("stop");
        Assert.Contains(
            "task_completed:stop task_canceled:each[1] task_completed:each",
            scenario.Story(),
            StringComparison.Ordinal);
        Assert.Equal("""{"stop":{},"after":[1,null,null,null,null]}""", Sorted(scenario));
    }

    [Fact]
    public void An_item_may_complete_its_own_map()
    {
        var scenario = Scenario.OfYaml("""
            tasks:
              race: {type: map, items: [1, 2, 3], task: {component: c, action: x, completes: [race]}}
              graph:
                type: map
                items: [1, 2]
                tasks:
                  a: {component: c, action: x}
                  b: {component: c, action: x, depends_on: a, completes: [graph]}
            """).Start();
        scenario.Begin("race[0]", "race[1]").Complete("race[1]", "1");
        Assert.Equal("[null,1,null]", scenario.State.Find("race")!.Output!.Value.GetRawText());
        scenario.Begin("graph[0].a", "graph[1].a").Complete("graph[0].a").Begin("graph[0].b").Complete("graph[0].b");
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
        MapTests.AssertSameAfterRefold(scenario);
    }

    [Fact]
    public void An_open_map_takes_items_until_it_is_closed()
    {
        var scenario = Scenario.OfYaml(MapTests.Calls("open: true")).Start("""{"list": [1]}""");
        scenario.Begin("each[0]").Complete("each[0]", "1");
        Assert.Equal(TaskStatus.Running, scenario.StatusOf("each"));
        Add(scenario, "[2, 3]", close: false);
        scenario.Begin("each[1]", "each[2]").Complete("each[2]", "3");
        Add(scenario, "[]", close: true);
        Assert.Equal("TASK_NOT_OPEN", scenario.Refuse(Items("[4]")));
        MapTests.AssertSameAfterRefold(scenario);
        scenario.Complete("each[1]", "2");
        Assert.Equal("""{"after":[1,2,3]}""", scenario.State.Output!.Value.GetRawText());
        Assert.Equal("EXECUTION_ALREADY_ENDED", scenario.Refuse(Items("[4]")));
    }

    [Theory]
    [InlineData("other", "[1]", "TASK_NOT_FOUND")]
    [InlineData("each", "{}", "INVALID_INPUT")]
    [InlineData("later", "[1]", "TASK_NOT_OPEN")]
    [InlineData("fixed", "[1]", "TASK_NOT_OPEN")]
    public void Items_that_cannot_be_added_are_refused(string task, string items, string code)
    {
        var scenario = Scenario.OfYaml("""
            tasks:
              each: {type: map, open: true, task: {component: c, action: x}}
              fixed: {type: map, items: [1], task: {component: c, action: x}}
              later: {type: map, open: true, depends_on: each, task: {component: c, action: x}}
            """).Start();
        Assert.Equal(code, scenario.Refuse(Items(items) with { Task = task }));
    }

    private static AddItems Items(string items, bool close = false) =>
        new("each", Scenario.Json(items), close) { At = Scenario.Noon };

    private static void Add(Scenario scenario, string items, bool close) => scenario.Accept(Items(items, close));

    private static string Sorted(Scenario scenario)
    {
        var output = scenario.State.Output!.Value;
        return $$"""{"stop":{{output.GetProperty("stop")}},"after":{{output.GetProperty("after")}}}""";
    }
}
