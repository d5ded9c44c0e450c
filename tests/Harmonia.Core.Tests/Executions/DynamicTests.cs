using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using TaskStatus = Harmonia.Core.Executions.TaskStatus;

namespace Harmonia.Core.Tests.Executions;

public sealed class DynamicTests
{
    private const string Good = """{"tasks":{"a":{"component":"c","action":"x"}}}""";

    [Fact]
    public void The_tasks_of_a_plan_run_within_the_task_and_it_completes_with_their_result()
    {
        var scenario = Plan("""
            {"tasks": {"a": {"component": "c", "action": "x", "input": "${tasks.before.output.n + input.n}"},
                       "b": {"type": "expression", "depends_on": "a", "result": "${tasks.a.output.v + 1}"}},
             "result": {"sum": "${tasks.b.output}"}}
            """);
        Assert.Equal(0, scenario.State.RunningCalls);
        Assert.Equal(["plan.a"], scenario.State.Plan().Ready.Select(task => task.Path));
        scenario.Begin("plan.a");
        Assert.Equal("7", scenario.State.Find("plan.a")!.Input!.Value.GetRawText());
        MapTests.AssertSameAfterRefold(scenario);
        scenario.Complete("plan.a", """{"v": 3}""");
        Assert.Equal("""{"each":[],"after":{"sum":4}}""", scenario.State.Output!.Value.GetRawText());
        MapTests.AssertSameAfterRefold(scenario);
    }

    [Fact]
    public void A_repeated_or_late_answer_of_the_planner_changes_nothing()
    {
        var scenario = Plan(Good);
        var version = scenario.State.Version;
        scenario.Decide(new CompleteTask("plan", 1, Scenario.Json(Good)) { At = scenario.Now });
        scenario.Decide(new FailTask("plan", 1, new TaskFailure("late", "", false)) { At = scenario.Now });
        scenario.Decide(new InterruptTasks([]) { At = scenario.Now });
        scenario.After(1_000).Tick();
        Assert.Equal(version, scenario.State.Version);
    }

    [Fact]
    public void A_failure_within_fails_the_task_which_can_be_planned_anew()
    {
        var scenario = Scenario.OfYaml("""
            tasks:
              plan:
                type: dynamic
                component: c
                action: plan
                retry_policy: {max_retries: 1, initial_delay: 0, retry_on: [busy]}
                policy: {components: [c]}
            """).Start().Begin("plan").Complete("plan", Good).Begin("plan.a").Fail("plan.a").Tick();
        Assert.Equal(["plan"], scenario.State.Plan().Ready.Select(task => task.Path));
        MapTests.AssertSameAfterRefold(scenario);
        scenario.Begin("plan").Complete("plan", Good).Begin("plan.a");
        Assert.True(scenario.State.Find("plan.a")!.Attempt > 1);
        scenario.Complete("plan.a");
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
    }

    [Fact]
    public void A_plan_can_be_computed_or_taken_out_of_an_answer()
    {
        var scenario = Scenario.OfYaml("""
            tasks:
              computed: {type: dynamic, plan: "${input.plan}", policy: {components: [c]}}
              answered: {type: dynamic, component: c, action: x, plan: "${response.text}", policy: {components: [c]}}
            """).Start($$"""{"plan": [{"id": "a", "component": "c", "action": "x"}]}""");
        scenario.Begin("computed.a", "answered").Complete("computed.a");
        scenario.Complete("answered", $$"""{"text": {{JsonText.Of(Good)}}}""");
        scenario.Begin("answered.a").Complete("answered.a", "5");
        Assert.Equal("""{"computed":{"a":{}},"answered":{"a":5}}""", scenario.State.Output!.Value.GetRawText());
    }

    [Fact]
    public void A_plan_within_an_item_sees_the_item()
    {
        var scenario = Scenario.OfYaml("""
            tasks:
              each:
                type: map
                items: [5]
                task:
                  type: dynamic
                  plan: {tasks: {a: {type: expression, result: "$${item + index}"}}}
                  policy: {components: []}
            """).Start();
        Assert.Equal("""{"each":[{"a":5}]}""", scenario.State.Output!.Value.GetRawText());
    }

    [Theory]
    [MemberData(nameof(GoodPlans))]
    public void A_good_plan_runs(string plan)
    {
        var scenario = Plan(plan);
        Assert.Equal(TaskStatus.Running, scenario.StatusOf("plan"));
        MapTests.AssertSameAfterRefold(scenario);
        for (var round = 0; round < 10 && scenario.State.Plan().Ready is { IsEmpty: false } ready; round++)
        {
            scenario.Begin([.. ready.Select(task => task.Path)]);
            foreach (var task in ready)
            {
                scenario.Complete(task.Path);
            }
        }

        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
        MapTests.AssertSameAfterRefold(scenario);
    }

    [Theory]
    [MemberData(nameof(HostilePlans))]
    public void A_hostile_plan_is_refused_with_a_reason_and_nothing_of_it_runs(string plan, string code)
    {
        var scenario = Plan(plan);
        var failure = scenario.State.Find("plan")!.Failure!;
        Assert.Equal("plan_refused", failure.Code);
        var findings = failure.Details!.Value.GetProperty("findings").EnumerateArray();
        Assert.Contains(code, findings.Select(finding => finding.GetProperty("code").GetString()));
        Assert.Empty(scenario.State.Plan().Ready);
        Assert.DoesNotContain("plan.", scenario.Story(), StringComparison.Ordinal);
        Assert.DoesNotContain("tasks_spliced", scenario.Story(), StringComparison.Ordinal);
    }

    public static TheoryData<string> GoodPlans() =>
    [
        Good,
        """[{"id":"a","component":"c","action":"x"},{"id":"b","component":"c","action":"y","depends_on":["a"]}]""",
        """{"a":{"component":"c","action":"x","retry":3,"timeout":60}}""",
        JsonText.Of(Good).GetRawText(),
        """{"name":"whole","version":"1","tasks":{"a":{"component":"c","action":"x"}},"result":"${tasks.a.output}"}""",
        """{"g":{"type":"group","tasks":{"a":{"component":"c","action":"x"},"b":{"component":"c","action":"x"}}}}""",
        """
        {"p":{"type":"parallel","branches":{"l":["a"],"r":["b"]}},
         "a":{"component":"c","action":"x"},"b":{"component":"c","action":"x"}}
        """,
        """
        {"d":{"type":"decision","cases":[{"when":"${input.n > 0}","then":["a"]}]},
         "a":{"component":"c","action":"x"}}
        """,
        """
        {"a":{"component":"c","action":"x","input":"${tasks.before.output.n}","on_error":{"goto":"h"}},
         "h":{"component":"c","action":"x"}}
        """,
        """{"a":{"component":"c","action":"x","compensate":{"component":"c","action":"undo"},"on_error":"continue"}}""",
    ];

    public static TheoryData<string, string> HostilePlans() => new()
    {
        // Not a plan at all.
        { "\"I cannot do that.\"", "invalid_json" },
        { "\"[]]\"", "invalid_json" },
        { "5", "wrong_type" },
        { "null", "wrong_type" },
        { "{}", "invalid_value" },
        { "[]", "invalid_value" },
        { """{"a":5}""", "wrong_type" },
        { """{"tasks":{"a":{"component":"c","action":"x"}},"error_handlers":[]}""", "unknown_field" },
        { """{"tasks":{"a":{"component":"c","action":"x"}},"finally":["after"]}""", "unknown_field" },

        // What it calls, and how.
        { """{"a":{"component":"shell","action":"run"}}""", "not_allowed" },
        { """{"a":{"component":"c","action":"forbidden"}}""", "not_allowed" },
        { """{"a":{"component":"${input.who}","action":"x"}}""", "invalid_value" },
        { """{"a":{"component":"c","action":"x","compensate":{"component":"shell","action":"run"}}}""", "not_allowed" },
        { """{"a":{"component":"c","action":"x","retry":1000}}""", "not_allowed" },
        { """{"a":{"component":"c","action":"x","timeout":9999999}}""", "not_allowed" },
        { """{"a":{"component":"c","action":"x","timeout":-1}}""", "invalid_value" },
        { """{"a":{"component":"harmonia","action":"sleep","input":{"seconds":1}}}""", "not_allowed" },

        // Its form.
        {
            """
            {"a":{"component":"c","action":"x","depends_on":"b"},"b":{"component":"c","action":"x","depends_on":"a"}}
            """,
            "cycle"
        },
        { """[{"id":"a","component":"c","action":"x"},{"id":"a","component":"c","action":"x"}]""", "duplicate_task" },
        { """{"a":{"component":"c","action":"x"},"a":{"component":"c","action":"x"}}""", "duplicate_key" },
        { """{"../../etc/passwd":{"component":"c","action":"x"}}""", "invalid_value" },
        { """{"before":{"component":"c","action":"x"}}""", "duplicate_task" },
        { """{"a":{"component":"c","action":"x","depends_on":"before"}}""", "unknown_task" },
        { """{"a":{"component":"c","action":"x","on_error":{"goto":"after"}}}""", "unknown_task" },
        { """{"a":{"component":"c","action":"x","input":"${unclosed("}}""", "invalid_expression" },
        { Many(9), "too_many_tasks" },
        { Many(6), "not_allowed" },
        {
            """
            {"g":{"type":"group","tasks":{"h":{"type":"group","tasks":{"i":{"type":"group",
             "tasks":{"a":{"component":"c","action":"x"}}}}}}}}
            """,
            "too_deep"
        },
        { $$$"""{"a":{"component":"c","action":"x","input":"{{{new string('x', 1_100_000)}}}"}}""", "too_large" },

        // Where it reaches.
        { """{"a":{"component":"c","action":"x","input":"${tasks.after.output}"}}""", "not_upstream" },
        { """{"a":{"component":"c","action":"x","input":"${tasks.nowhere.output}"}}""", "unknown_task" },
        { """{"a":{"component":"c","action":"x","input":"${env.HOME}"}}""", "not_allowed" },
        { """{"a":{"component":"c","action":"x","secrets":{"token":"secret://bank"}}}""", "not_supported" },
        { """{"a":{"component":"c","action":"x","input":{"token":"secret://bank"}}}""", "not_allowed" },
        { """{"a":{"component":"c","action":"x","completes":["each"]}}""", "not_allowed" },
        { """{"a":{"component":"c","action":"x","mutex":"m"}}""", "not_allowed" },

        // Types that are not for plans.
        { """{"a":{"type":"dynamic","component":"c","action":"x","policy":{"components":["*"]}}}""", "not_allowed" },
        { """{"a":{"type":"map","items":[1],"task":{"component":"c","action":"x"}}}""", "not_allowed" },
        {
            """
            {"a":{"component":"workflow_controller","action":"generate_tasks",
             "input":{"data_sources":[1],"task_template":{"component":"c","action":"x"}}}}
            """,
            "not_allowed"
        },
        { """{"a":{"type":"loop","count":5,"tasks":{"b":{"component":"c","action":"x"}}}}""", "not_allowed" },
        { """{"a":{"type":"nonsense","component":"c","action":"x"}}""", "invalid_value" },
    };

    private static string Many(int count)
    {
        var tasks = Enumerable.Range(0, count).Select(task => $$"""{"id":"t{{task}}","component":"c","action":"x"}""");
        return $"[{string.Join(',', tasks)}]";
    }

    /// <summary>An execution whose planner has answered.</summary>
    private static Scenario Plan(string plan)
    {
        var scenario = Scenario.OfYaml("""
            tasks:
              before: {component: c, action: x}
              each: {type: map, items: [], task: {component: c, action: x}}
              plan:
                type: dynamic
                depends_on: before
                component: planner
                action: plan
                policy: {components: [c], actions: [c.x, c.y, c.undo], max_tasks: 8, max_depth: 2, max_fan_out: 5}
              after: {type: expression, depends_on: plan, result: "${tasks.plan.output}"}
            """).Start("""{"n": 2}""");
        scenario.Begin("before").Complete("before", """{"n": 5}""").Begin("plan");
        return scenario.Complete("plan", plan);
    }
}
