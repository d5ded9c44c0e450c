using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using TaskStatus = Harmonia.Core.Executions.TaskStatus;

namespace Harmonia.Core.Tests.Executions;

/// <summary>What each command does, told as stories.</summary>
public class RuleTests
{
    private static readonly string Pair = $"{Scenario.Call("a")},{Scenario.Call("b", ["a"])}";

    [Fact]
    public void A_workflow_goes_from_its_first_task_to_its_output()
    {
        var scenario = Scenario.Of(Pair).Start().Begin("a").Complete("a").Begin("b").Complete("b", """{"x":1}""");

        Assert.Equal(
            "workflow_started task_started:a task_completed:a task_started:b task_completed:b workflow_completed",
            scenario.Story());
        Assert.Equal("""{"b":{"x":1}}""", scenario.Last<WorkflowCompleted>().Output.GetRawText());
    }

    [Fact]
    public void A_chain_of_computed_tasks_is_one_decision()
    {
        var scenario = Scenario.Of("""
            {"id":"a","component":"harmonia","action":"echo","input":{"v":"${input.n}"}},
            {"id":"b","type":"expression","depends_on":["a"],"result":"${tasks.a.output.v + 1}"},
            {"id":"c","component":"harmonia","action":"noop","depends_on":["b"]}
            """, "\"result\":\"${tasks.b.output}\",").Start("""{"n":41}""");

        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
        Assert.Equal("42", scenario.State.Output!.Value.GetRawText());
    }

    [Fact]
    public void Nothing_happens_before_the_start() =>
        Assert.Equal(RefusalCodes.NotStarted, Scenario.Of(Pair).Refuse(new PauseExecution { At = Scenario.Noon }));

    [Fact]
    public void A_repeated_start_with_the_same_key_is_the_same_start()
    {
        var scenario = Scenario.Of(Pair);
        var start = new StartExecution(Scenario.Workflow, Scenario.Json("{}"), null, "hash")
        {
            At = Scenario.Noon,
            Request = "key",
        };
        scenario.Accept(start);

        Assert.Empty(scenario.Accept(start));
        Assert.Equal(RefusalCodes.IdempotencyKeyReused, scenario.Refuse(start with { RequestHash = "other" }));
        Assert.Equal(RefusalCodes.AlreadyStarted, scenario.Refuse(start with { Request = null }));
    }

    [Fact]
    public void An_input_is_completed_with_defaults_and_then_checked()
    {
        const string Schema = """
            "input":{"type":"object","required":["n"],"properties":{"n":{"type":"integer"},"m":{"default":7}}},
            """;
        var scenario = Scenario.Of(Pair, Schema).Start("""{"n":1}""");
        Assert.Equal("""{"n":1,"m":7}""", scenario.State.Input.GetRawText());

        var refused = Scenario.Of(Pair, Schema);
        var start = new StartExecution(Scenario.Workflow, Scenario.Json("""{"n":"x"}"""), null, null);
        var decision = refused.Decide(start);
        var rejected = Assert.IsType<Decision.Rejected>(decision);
        Assert.Equal(RefusalCodes.InvalidInput, rejected.Code);
        Assert.Equal("/input/n", Assert.Single(rejected.Findings).Pointer);
        Assert.Equal(0, refused.State.Version);
    }

    [Fact]
    public void Late_repeated_and_foreign_reports_change_nothing()
    {
        var scenario = Scenario.Of(Pair).Start().Begin("a");
        var failure = new TaskFailure("busy", "No.", Retryable: true);
        var nothing = Scenario.Json("{}");

        Assert.Empty(scenario.Accept(new CompleteTask("a", 2, nothing)));
        Assert.Empty(scenario.Accept(new CompleteTask("a", 0, nothing)));
        Assert.Empty(scenario.Accept(new FailTask("a", 7, failure)));
        Assert.Empty(scenario.Accept(new CompleteTask("b", 0, nothing)));
        Assert.Empty(scenario.Accept(new CompleteTask("nobody", 1, nothing)));
        scenario.Complete("a");
        Assert.Empty(scenario.Accept(new CompleteTask("a", 1, nothing)));
        Assert.Empty(scenario.Accept(new FailTask("a", 1, failure)));
    }

    [Fact]
    public void A_task_that_is_not_ready_is_not_started()
    {
        var scenario = Scenario.Of(Pair).Start();
        Assert.Empty(scenario.Accept(new StartTasks(["b", "nobody"])));
        scenario.Begin("a");
        Assert.Empty(scenario.Accept(new StartTasks(["a"])));
    }

    [Fact]
    public void No_more_calls_run_at_once_than_the_settings_allow()
    {
        var scenario = Scenario.Of(
            string.Join(',', Scenario.Call("a"), Scenario.Call("b"), Scenario.Call("c")),
            settings: new ExecutionSettings { MaxConcurrentTasks = 2 }).Start();
        Assert.Equal([0, 1], scenario.State.Plan().Ready.Select(task => task.Definition.Index));
        Assert.True(scenario.State.Plan().MoreReady);

        scenario.Begin("a", "b", "c");
        Assert.Equal(2, scenario.State.RunningCalls);
        Assert.Empty(scenario.State.Plan().Ready);
        scenario.Complete("a");
        Assert.Equal([2], scenario.State.Plan().Ready.Select(task => task.Definition.Index));
    }

    [Fact]
    public void A_lost_attempt_is_offered_again_with_a_new_number_and_costs_no_retry()
    {
        var scenario = Scenario.Of(Pair).Start().Begin("a");
        Assert.Empty(scenario.Accept(new InterruptTasks([("a", 1)])));

        scenario.Do(at => new InterruptTasks([]) { At = at });
        Assert.Equal([0], scenario.State.Plan().Ready.Select(task => task.Definition.Index));
        scenario.Begin("a");
        Assert.Equal((2, 0), (scenario.State.Tasks[0].Attempt, scenario.State.Tasks[0].Retries));
        Assert.Empty(scenario.Accept(new CompleteTask("a", 1, Scenario.Json("{}"))));
    }

    [Fact]
    public void A_pause_starts_nothing_and_lets_what_runs_go_on()
    {
        var scenario = Scenario.Of(Pair).Start().Begin("a").Do(at => new PauseExecution { At = at }).Complete("a");
        Assert.Empty(scenario.State.Plan().Ready);
        Assert.Empty(scenario.Accept(new StartTasks(["b"])));
        Assert.Equal(RefusalCodes.NotRunning, scenario.Refuse(new PauseExecution { At = Scenario.Noon }));

        scenario.Do(at => new ResumeExecution { At = at });
        Assert.Equal([1], scenario.State.Plan().Ready.Select(task => task.Definition.Index));
        Assert.Equal(RefusalCodes.NotPaused, scenario.Refuse(new ResumeExecution { At = Scenario.Noon }));
    }

    [Fact]
    public void A_cancel_withdraws_everything_and_is_final()
    {
        var scenario = Scenario.Of(Pair).Start().Begin("a").Do(at => new CancelExecution("enough") { At = at });

        Assert.Equal("checkpoint_created task_canceled:a workflow_canceled", scenario.Story(from: 2));
        Assert.Equal((TaskStatus.Canceled, TaskStatus.Canceled), (scenario.StatusOf("a"), scenario.StatusOf("b")));
        Assert.Equal(RefusalCodes.AlreadyEnded, scenario.Refuse(new CancelExecution(null) { At = Scenario.Noon }));
        Assert.Equal(RefusalCodes.AlreadyEnded, scenario.Refuse(new PauseExecution { At = Scenario.Noon }));
        Assert.Equal(RefusalCodes.NotFailed, scenario.Refuse(new RetryExecution { At = Scenario.Noon }));
    }

    [Fact]
    public void A_command_with_a_known_key_does_nothing_again()
    {
        var scenario = Scenario.Of(Pair).Start();
        scenario.Accept(new PauseExecution { At = Scenario.Noon, Request = "p" });
        scenario.Accept(new ResumeExecution { At = Scenario.Noon });
        Assert.Empty(scenario.Accept(new PauseExecution { At = Scenario.Noon, Request = "p" }));
        Assert.Equal(ExecutionStatus.Running, scenario.State.Status);
    }

    [Fact]
    public void The_free_state_is_replaced_as_a_whole_and_bounded()
    {
        var scenario = Scenario.Of(Pair, settings: new ExecutionSettings { MaxValueBytes = 20 }).Start();
        scenario.Do(at => new ChangeState(Scenario.Json("""{"x":1}""")) { At = at });
        Assert.Equal("""{"x":1}""", scenario.State.CustomState.GetRawText());
        Assert.Equal(
            RefusalCodes.InvalidInput,
            scenario.Refuse(new ChangeState(Scenario.Json($"\"{new string('x', 20)}\"")) { At = Scenario.Noon }));
    }

    [Fact]
    public void An_output_too_large_or_of_another_shape_fails_the_attempt()
    {
        var settings = new ExecutionSettings { MaxValueBytes = 100 };
        var shaped = Scenario.Call("a", null, ",\"output\":{\"type\":\"object\",\"required\":[\"x\"]}");
        var scenario = Scenario.Of(shaped, settings: settings).Start().Begin("a").Complete("a");
        Assert.Equal(FailureCodes.InvalidOutput, scenario.State.Tasks[0].Failure!.Code);

        scenario = Scenario.Of(shaped, settings: settings).Start().Begin("a")
            .Complete("a", $"\"{new string('x', 100)}\"");
        Assert.Equal(FailureCodes.OutputTooLarge, scenario.State.Tasks[0].Failure!.Code);
    }

    [Fact]
    public void An_answer_is_reshaped_as_the_task_says() => Assert.Equal(
        """{"text":"hi"}""",
        Scenario.Of(Scenario.Call("a", null, ",\"result\":{\"text\":\"${response.choices[0]}\"}")).Start().Begin("a")
            .Complete("a", """{"choices":["hi"]}""").State.Tasks[0].Output!.Value.GetRawText());

    [Fact]
    public void Attempts_alone_can_fill_a_history()
    {
        var scenario = Scenario.Of(
            Scenario.Call("a", null, ",\"retry_policy\":{\"max_retries\":50,\"initial_delay\":0}"),
            settings: new ExecutionSettings { MaxEvents = 6 }).Start();
        for (var attempt = 0; attempt < 3 && !scenario.State.Status.IsFinal; attempt++)
        {
            scenario.Tick().Begin("a").Fail("a");
        }

        Assert.Equal(ExecutionStatus.Failed, scenario.State.Status);
        Assert.Equal(FailureCodes.HistoryLimit, scenario.State.StatusReason);
        Assert.Equal(Plan.Nothing.WakeAt, scenario.State.Plan().WakeAt);
    }

    [Fact]
    public void History_knows_its_last_instant_whatever_order_clocks_go_in()
    {
        var scenario = Scenario.Of(Pair).Start();
        scenario.Accept(new PauseExecution { At = Scenario.Noon.AddHours(1) });
        scenario.Accept(new ResumeExecution { At = Scenario.Noon });
        Assert.Equal(Scenario.Noon.AddHours(1), scenario.State.LastAt);
        Assert.Equal(scenario.State.LastAt, scenario.Refold().LastAt);
    }
}
