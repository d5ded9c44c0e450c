using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Simulation.Checks;
using TaskStatus = Harmonia.Core.Executions.TaskStatus;

namespace Harmonia.Core.Tests.Executions;

public sealed class ApprovalTests
{
    [Fact]
    public void Somebody_approves_and_the_execution_goes_on_with_what_was_filled_in()
    {
        var scenario = Scenario.OfYaml("""
            tasks:
              gate:
                type: approval
                title: "Release ${input.version}?"
                form: {type: object, required: [date], properties: {date: {type: string}}}
              ship: {type: expression, depends_on: gate, result: "${tasks.gate.output.data.date}"}
            """).Start("""{"version": "1.2"}""");
        Assert.Equal("Release 1.2?", scenario.Last<ApprovalRequested>().Title);
        Assert.Equal(WaitReason.Approval, scenario.State.Find("gate")!.Waiting);
        Assert.Equal(RefusalCodes.InvalidInput, scenario.Refuse(Approve()));
        Assert.Equal(RefusalCodes.InvalidInput, scenario.Refuse(Approve(data: """{"date": 1}""")));
        scenario.Accept(Approve("ann", """{"date": "monday"}"""));
        Assert.Equal("\"monday\"", scenario.State.Find("ship")!.Output!.Value.GetRawText());
        Assert.Equal("ann", scenario.State.Find("gate")!.Output!.Value.GetProperty("actor").GetString());
        AssertRefolds(scenario);
    }

    [Fact]
    public void One_answer_wins_and_the_others_are_told_who_was_first()
    {
        var scenario = Scenario.OfYaml("tasks: {gate: {type: approval}}").Start();
        scenario.Accept(Approve("ann"));
        foreach (var late in (ExecutionCommand[])[Approve("bob"), Reject("cid"), Approve(), Approve("ann")])
        {
            var refusal = Assert.IsType<Decision.Rejected>(scenario.Decide(late));
            Assert.Equal((RefusalCodes.ApprovalAlreadyAnswered, "ann"), (refusal.Code, refusal.Winner?.Actor));
        }

        Assert.Single(scenario.History.OfType<ApprovalAnswered>());
    }

    [Theory]
    [InlineData("fail", ExecutionStatus.Failed, TaskStatus.Failed)]
    [InlineData("continue", ExecutionStatus.Completed, TaskStatus.Completed)]
    [InlineData("skip", ExecutionStatus.Completed, TaskStatus.Skipped)]
    public void A_rejection_ends_it_as_it_says(string mode, ExecutionStatus end, TaskStatus task)
    {
        var scenario = Scenario.OfYaml($"tasks: {{gate: {{type: approval, on_reject: {mode}}}}}").Start();
        scenario.Accept(Reject("ann"));
        Assert.Equal((end, task), (scenario.State.Status, scenario.StatusOf("gate")));
        Assert.True(mode != "fail" || scenario.State.Find("gate")!.Failure!.Code == FailureCodes.Rejected);
        AssertRefolds(scenario);
    }

    [Fact]
    public void A_changed_input_goes_on_and_an_unchanged_one_does_so_as_it_is()
    {
        const string Text = """
            tasks:
              gate: {type: approval, edits: true, input: {text: "${input.text}"}, result: "${response.data}"}
            """;
        var edited = Scenario.OfYaml(Text).Start("""{"text": "a"}""");
        edited.Accept(Approve("ann", """{"text":"b"}"""));
        Assert.Equal("""{"gate":{"text":"b"}}""", edited.State.Output!.Value.GetRawText());
        var plain = Scenario.OfYaml(Text).Start("""{"text": "a"}""");
        plain.Accept(Approve("ann"));
        Assert.Equal("""{"gate":{"text":"a"}}""", plain.State.Output!.Value.GetRawText());
    }

    [Fact]
    public void Data_that_nobody_asked_for_is_refused()
    {
        var scenario = Scenario.OfYaml("tasks: {gate: {type: approval}}").Start();
        Assert.Equal(RefusalCodes.InvalidInput, scenario.Refuse(Approve("ann", "{}")));
    }

    [Fact]
    public void Only_those_may_answer_to_whom_it_is_assigned()
    {
        var scenario = Scenario.OfYaml("""
            tasks: {gate: {type: approval, assignees: "${input.people}"}}
            """).Start("""{"people": ["ann", "bob"]}""");
        Assert.Equal(RefusalCodes.ApprovalNotAssigned, scenario.Refuse(Approve("cid")));
        Assert.Equal(RefusalCodes.ApprovalNotAssigned, scenario.Refuse(Approve()));
        scenario.Accept(Approve("bob"));
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
    }

    [Fact]
    public void A_quorum_is_that_many_different_people()
    {
        var scenario = Scenario.OfYaml("tasks: {gate: {type: approval, quorum: 2, reject_quorum: 2}}").Start();
        Assert.Equal(RefusalCodes.InvalidInput, scenario.Refuse(Approve()));
        scenario.Accept(Approve("ann"));
        Assert.Equal(RefusalCodes.ApprovalAlreadyAnswered, scenario.Refuse(Approve("ann")));
        scenario.Accept(Reject("bob"));
        Assert.Equal(TaskStatus.Waiting, scenario.StatusOf("gate"));
        scenario.Accept(Approve("cid"));
        Assert.Equal(TaskStatus.Completed, scenario.StatusOf("gate"));
        Assert.Equal(3, scenario.State.Find("gate")!.Output!.Value.GetProperty("answers").GetArrayLength());
        AssertRefolds(scenario);
    }

    [Theory]
    [InlineData("fail", ExecutionStatus.Failed, null)]
    [InlineData("approve", ExecutionStatus.Completed, "approve")]
    [InlineData("reject", ExecutionStatus.Failed, null)]
    [InlineData("continue", ExecutionStatus.Completed, "timeout")]
    public void A_deadline_decides_as_it_says(string mode, ExecutionStatus end, string? decision)
    {
        var scenario = Scenario
            .OfYaml($"tasks: {{gate: {{type: approval, deadline: 1h, on_timeout: {mode}}}}}")
            .Start();
        Assert.Equal(Scenario.Noon.AddHours(1), scenario.Refold().Plan().WakeAt);
        scenario.After(3600).Tick();
        Assert.Equal(end, scenario.State.Status);
        Assert.Equal(decision, scenario.State.Find("gate")!.Output?.GetProperty("decision").GetString());
        Assert.IsType<Decision.Rejected>(scenario.Decide(Approve("late")));
    }

    [Fact]
    public void People_are_reminded_and_then_others_are_asked()
    {
        var scenario = Scenario.OfYaml("""
            tasks:
              gate:
                type: approval
                assignees: ann
                reminders: [10m, 1h]
                escalate_after: 2h
                escalate_to: [boss]
                deadline: 1d
            """).Start();
        scenario.After(600).Tick().After(3000).Tick().After(3600).Tick();
        Assert.Equal(
            "approval_reminded:gate approval_reminded:gate approval_escalated:gate", scenario.Story(from: 3));
        Assert.Equal(Scenario.Noon.AddDays(1), scenario.Refold().Plan().WakeAt);
        Assert.Equal(RefusalCodes.ApprovalNotAssigned, scenario.Refuse(Approve("ann")));
        scenario.Accept(Approve("boss"));
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
    }

    [Fact]
    public void An_answer_to_what_was_asked_before_is_told_so()
    {
        var scenario = Scenario.OfYaml("tasks: {gate: {type: approval}}").Start();
        scenario.Accept(Reject("ann"));
        scenario.Do(at => new RetryExecution { At = at });
        Assert.Equal(RefusalCodes.ApprovalNotOpen, scenario.Refuse(Approve("bob") with { Attempt = 1 }));
        scenario.Accept(Approve("ann") with { Attempt = 2 });
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
        AssertRefolds(scenario);
    }

    [Fact]
    public void What_cannot_be_answered_says_why()
    {
        var scenario = Scenario.OfYaml("""
            tasks:
              hold: {component: c, action: x}
              gate: {type: approval, depends_on: hold}
            """).Start();
        Assert.Equal(RefusalCodes.ApprovalNotOpen, scenario.Refuse(Approve()));
        Assert.Equal(RefusalCodes.ApprovalNotFound, scenario.Refuse(Approve() with { Task = "hold" }));
        scenario.Do(at => new CancelExecution(null) { At = at });
        Assert.Equal(RefusalCodes.AlreadyEnded, scenario.Refuse(Approve()));
    }

    [Fact]
    public void It_can_be_answered_only_while_what_it_asks_for_holds()
    {
        var scenario = Scenario.OfYaml("""
            tasks:
              auction: {component: c, action: x}
              bid: {type: approval, while: "${tasks.auction.status != 'completed'}"}
              after: {type: expression, depends_on: [{task: bid, on: [skipped]}], result: 1}
            """).Start().Begin("auction");
        Assert.Equal(TaskStatus.Waiting, scenario.StatusOf("bid"));
        scenario.Complete("auction");
        Assert.Equal((TaskStatus.Skipped, "while"), (scenario.StatusOf("bid"), scenario.State.Find("bid")!.SkipReason));
        Assert.IsType<Decision.Rejected>(scenario.Decide(Approve() with { Task = "bid" }));
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
        AssertRefolds(scenario);
    }

    [Fact]
    public void A_change_of_the_state_withdraws_what_depends_on_it_in_the_same_decision()
    {
        var scenario = Scenario.OfYaml("""
            tasks:
              paid: {type: event, signal: paid, while: "${state.open ?? true}"}
              hold: {component: c, action: x}
            """).Start();
        scenario.Do(at => new ChangeState(Scenario.Json("""{"other": 1}""")) { At = at });
        Assert.Equal(TaskStatus.Waiting, scenario.StatusOf("paid"));
        scenario.Do(at => new ChangeState(Scenario.Json("""{"open": false}""")) { At = at });
        Assert.Equal(TaskStatus.Skipped, scenario.StatusOf("paid"));
        Assert.Empty(scenario.State.Listeners("paid"));
    }

    private static AnswerApproval Approve(string? actor = null, string? data = null) =>
        new("gate", Approve: true, data is null ? null : Scenario.Json(data), null, actor)
        {
            At = Scenario.Noon.AddDays(1),
        };

    private static AnswerApproval Reject(string actor) =>
        new("gate", Approve: false, null, "No.", actor) { At = Scenario.Noon.AddHours(1) };

    private static void AssertRefolds(Scenario scenario) =>
        Assert.Equal(StateDump.Text(scenario.State), StateDump.Text(scenario.Refold()));
}
