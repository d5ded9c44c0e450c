using Harmonia.Core.Executions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Tests.Executions;

/// <summary>When versions get names.</summary>
public class CheckpointTests
{
    private static readonly string Pair = $"{Scenario.Call("a")},{Scenario.Call("b", ["a"])}";
    private static readonly CheckpointId One = new(DerivedId.From("one"));
    private static readonly ExecutionSettings EveryMinute = new() { CheckpointInterval = TimeSpan.FromMinutes(1) };

    [Fact]
    public void A_checkpoint_is_an_event_with_what_the_caller_said()
    {
        var scenario = Scenario.Of(Pair).Start().Begin("a");
        scenario.Accept(Take("half-way", "before the move"));

        Assert.Equal(
            new CheckpointCreated(One, CheckpointKind.Manual, ExecutionStatus.Running)
            {
                At = Scenario.Noon,
                Name = "half-way",
                Description = "before the move",
            },
            scenario.Last<CheckpointCreated>());
        Assert.Equal(1, scenario.State.ManualCheckpoints);
    }

    [Fact]
    public void What_has_ended_gets_a_checkpoint_only_if_the_caller_says_so()
    {
        var scenario = Scenario.Of(Scenario.Call("a")).Start().Begin("a").Complete("a");

        Assert.Equal(RefusalCodes.NotRunning, scenario.Refuse(Take()));
        scenario.Accept(Take() with { MayHaveEnded = true });

        Assert.Equal(ExecutionStatus.Completed, scenario.Last<CheckpointCreated>().Status);
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
        Invariants.Check(scenario);
    }

    [Fact]
    public void A_paused_execution_can_get_one()
    {
        var scenario = Scenario.Of(Pair).Start().Do(at => new PauseExecution { At = at });
        scenario.Accept(Take());
        Assert.Equal(ExecutionStatus.Paused, scenario.Last<CheckpointCreated>().Status);
    }

    [Fact]
    public void Names_and_numbers_are_bounded()
    {
        var scenario = Scenario.Of(Pair, settings: new ExecutionSettings { MaxCheckpoints = 2 }).Start();
        Assert.Equal(RefusalCodes.InvalidInput, scenario.Refuse(Take(new string('x', 201))));
        Assert.Equal(RefusalCodes.InvalidInput, scenario.Refuse(Take(null, new string('x', 2_001))));

        scenario.Accept(Take());
        scenario.Accept(Take());
        Assert.Equal(RefusalCodes.CheckpointLimit, scenario.Refuse(Take()));
    }

    [Fact]
    public void A_running_execution_is_kept_before_it_is_paused_or_canceled()
    {
        var scenario = Scenario.Of(Pair).Start().Begin("a")
            .Do(at => new PauseExecution { At = at }).Do(at => new ResumeExecution { At = at })
            .Do(at => new CancelExecution(null) { At = at });

        Assert.Equal(
            "checkpoint_created workflow_paused workflow_resumed "
                + "checkpoint_created task_canceled:a workflow_canceled",
            scenario.Story(from: 2));
        Assert.Equal(
            [CheckpointKind.BeforePause, CheckpointKind.BeforeCancel],
            scenario.History.OfType<CheckpointCreated>().Select(taken => taken.Kind));
        Assert.Equal(0, scenario.State.ManualCheckpoints);
    }

    [Fact]
    public void A_paused_execution_is_canceled_without_another_one() => Assert.Single(
        Scenario.Of(Pair).Start()
            .Do(at => new PauseExecution { At = at })
            .Do(at => new CancelExecution(null) { At = at })
            .History.OfType<CheckpointCreated>());

    [Fact]
    public void One_is_taken_along_when_the_last_is_too_old()
    {
        var scenario = Scenario.Of(Pair, settings: EveryMinute).Start().After(59).Begin("a");
        Assert.Empty(scenario.History.OfType<CheckpointCreated>());

        scenario.After(1).Complete("a").After(59).Begin("b");

        Assert.Equal("checkpoint_created task_started:b", scenario.Story(from: 3));
        Assert.Equal(CheckpointKind.Periodic, scenario.Last<CheckpointCreated>().Kind);
        Invariants.Check(scenario);
    }

    [Fact]
    public void None_is_taken_on_its_own_account_nor_at_the_end()
    {
        var scenario = Scenario.Of(Scenario.Call("a"), settings: EveryMinute).Start().Begin("a");
        Assert.Empty(scenario.After(120).Accept(new Tick { At = scenario.Now }));
        Assert.Equal(
            scenario.Now.AddSeconds(180), scenario.State.Plan().WakeAt); // The attempt's own limit and nothing else.

        scenario.Complete("a");
        Assert.Empty(scenario.History.OfType<CheckpointCreated>());
    }

    [Fact]
    public void State_is_updated_member_by_member()
    {
        var scenario = Scenario.Of(Pair, settings: new ExecutionSettings { MaxValueBytes = 30 }).Start()
            .Do(at => new ChangeState(Scenario.Json("""{"a":1,"b":{"c":2}}""")) { At = at })
            .After(5).Do(at => new UpdateState(Scenario.Json("""{"b":null,"d":[3]}""")) { At = at });

        Assert.Equal("""{"a":1,"b":null,"d":[3]}""", scenario.State.CustomState.GetRawText());
        Assert.Equal(scenario.Now, scenario.State.CustomStateAt);
        Assert.Equal(
            RefusalCodes.InvalidInput,
            scenario.Refuse(new UpdateState(Scenario.Json("""{"e":"much too long"}""")) { At = scenario.Now }));
        Assert.Equal(
            RefusalCodes.InvalidInput, scenario.Refuse(new UpdateState(Scenario.Json("[1]")) { At = scenario.Now }));
        Invariants.Check(scenario);
    }

    private static TakeCheckpoint Take(string? name = null, string? description = null) =>
        new(One, name, description, MayHaveEnded: false) { At = Scenario.Noon };
}
