using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using TaskStatus = Harmonia.Core.Executions.TaskStatus;

namespace Harmonia.Core.Tests.Executions;

/// <summary>What a new execution makes of the first events of another one.</summary>
public class RestoreTests
{
    private static readonly string Three =
        $"{Scenario.Call("a")},{Scenario.Call("b", ["a"])},{Scenario.Call("c", ["b"])}";

    [Fact]
    public void What_has_completed_stays_and_what_ran_is_ready_again_with_the_next_attempt()
    {
        var restored = Scenario.Of(Three).Start().Begin("a").Complete("a", """{"x":1}""").Begin("b").Checkpoint()
            .After(3600).Restore();

        Assert.Equal("workflow_restored", restored.Story(from: 5));
        Assert.Equal(TaskStatus.Completed, restored.StatusOf("a"));
        Assert.Equal([1], restored.State.Plan().Ready);
        restored.Begin("b");
        Assert.Equal((2, 0), (restored.State.Find("b")!.Attempt, restored.State.Find("b")!.Retries));
        restored.Complete("b").Begin("c").Complete("c", """{"y":2}""");
        Assert.Equal("""{"c":{"y":2}}""", restored.State.Output!.Value.GetRawText());
        Invariants.Check(restored);
    }

    [Fact]
    public void It_knows_where_it_comes_from_and_forgets_the_keys_of_the_original()
    {
        var original = Scenario.Of(Three);
        original.Accept(new StartExecution(Scenario.Workflow, Scenario.Json("{}"), Scenario.Json("""{"m":1}"""), "h1")
        {
            At = Scenario.Noon,
            Request = "start",
        });
        original.Accept(new PauseExecution { At = Scenario.Noon, Request = "pause" });
        var restored = original.After(60).Restore();
        var started = Assert.IsType<WorkflowStarted>(restored.History[0]);

        Assert.Equal(new RestoredFrom(Scenario.Id, 3, null), started.RestoredFrom);
        Assert.Equal(started.RestoredFrom, restored.State.RestoredFrom);
        Assert.Equal(("restore", "hash"), (started.Request, started.RequestHash));
        Assert.Equal(
            $$"""{"m":1,"original_execution_id":"{{Scenario.Id}}"}""", restored.State.Metadata!.Value.GetRawText());
        Assert.Equal(restored.Now, restored.State.CreatedAt);
        Assert.Equal(ExecutionStatus.Running, restored.State.Status);
        Assert.NotEmpty(restored.Accept(new PauseExecution { At = restored.Now, Request = "pause" }));
    }

    [Fact]
    public void A_repeated_restoration_is_the_same_one()
    {
        var original = Scenario.Of(Three).Start();
        var restored = original.Restore();
        var again = new RestoreExecution(new RestoredFrom(Scenario.Id, 1, null), [original.History[0]], "hash")
        {
            At = Scenario.Noon,
            Request = "restore",
        };

        Assert.Empty(restored.Accept(again));
        Assert.Equal(RefusalCodes.IdempotencyKeyReused, restored.Refuse(again with { RequestHash = "other" }));
        Assert.Equal(RefusalCodes.AlreadyStarted, restored.Refuse(again with { Request = null }));
    }

    [Fact]
    public void Waits_and_limits_begin_anew()
    {
        const string Timed = ",\"retry_policy\":{\"max_retries\":3,\"initial_delay\":100,\"jitter\":\"none\","
            + "\"max_elapsed\":500},\"total_timeout\":1000";
        const string Nap = """{"id":"s","component":"harmonia","action":"sleep","input":{"seconds":100}}""";
        const string Until =
            """{"id":"u","component":"harmonia","action":"sleep","input":{"until":"2030-01-01T12:00:50Z"}}""";
        var restored = Scenario
            .Of($"{Scenario.Call("a", null, Timed)},{Nap},{Until}", "\"timeout\":900,").Start().Begin("a").After(1)
            .Fail("a").Checkpoint().After(10_000).Tick().Restore(version: 6);

        Assert.Equal(ExecutionStatus.Running, restored.State.Status);
        Assert.Equal(restored.Now.AddSeconds(900), restored.State.Deadline);
        Assert.Equal([0], restored.State.Plan().Ready);
        Assert.Equal(1, restored.State.Find("a")!.Retries);
        Assert.Equal(restored.Now.AddSeconds(100), restored.State.Find("s")!.DueAt);
        restored.Tick();
        Assert.Equal((TaskStatus.Waiting, TaskStatus.Completed), (restored.StatusOf("s"), restored.StatusOf("u")));
        restored.After(50).Begin("a").Fail("a");
        Assert.Equal(TaskStatus.Waiting, restored.StatusOf("a"));
        Assert.Equal(2, restored.State.Find("a")!.Retries);
        Invariants.Check(restored);
    }

    [Fact]
    public void What_the_end_took_is_open_again_and_what_completed_is_not()
    {
        var tasks = string.Join(
            ',',
            Scenario.Call("a"),
            Scenario.Call("b", ["a"]),
            Scenario.Call("c", ["b"]),
            Scenario.Call("d"),
            Scenario.Call("cleanup", ["b"], ",\"join\":\"all_done\""));
        var restored = Scenario.Of(tasks).Start().Begin("a", "d").Complete("a").Begin("b")
            .Fail("b", retryable: false).Begin("cleanup").Complete("cleanup")
            .Do(at => new CancelExecution(null) { At = at }).Checkpoint().Restore();

        Assert.Equal(
            (TaskStatus.Completed, TaskStatus.Failed, TaskStatus.Skipped, TaskStatus.Waiting, TaskStatus.Completed),
            (restored.StatusOf("a"), restored.StatusOf("b"), restored.StatusOf("c"), restored.StatusOf("d"),
                restored.StatusOf("cleanup")));
        restored.Begin("d").Complete("d");
        Assert.Equal(ExecutionStatus.Completed, restored.State.Status);
        Invariants.Check(restored);
    }

    [Fact]
    public void A_failed_execution_goes_on_at_what_failed_and_what_was_skipped_for_it()
    {
        var restored = Scenario.Of(Three).Start().Begin("a").Complete("a").Begin("b").Fail("b", retryable: false)
            .Checkpoint().Restore();

        Assert.Equal(["b", "c"], restored.Last<WorkflowRestored>().Tasks);
        restored.Begin("b").Complete("b").Begin("c").Complete("c");
        Assert.Equal(ExecutionStatus.Completed, restored.State.Status);
        Assert.Null(restored.State.Failure);
        Invariants.Check(restored);
    }

    [Fact]
    public void A_completed_execution_completes_again_without_any_call()
    {
        var original = Scenario.Of(Scenario.Call("a")).Start().Begin("a").Complete("a", """{"v":7}""");
        var restored = original.Restore();

        Assert.Equal("workflow_restored workflow_completed", restored.Story(from: 4));
        Assert.Equal(original.State.Output!.Value.GetRawText(), restored.State.Output!.Value.GetRawText());
        Invariants.Check(restored);
    }

    [Fact]
    public void What_was_restored_can_be_restored()
    {
        var first = Scenario.Of(Three).Start().Begin("a").Complete("a").Begin("b").Restore();
        var second = first.Begin("b").Restore();

        Assert.Equal(new RestoredFrom(first.State.Id, first.State.Version, null), second.State.RestoredFrom);
        second.Begin("b");
        Assert.Equal(3, second.State.Find("b")!.Attempt);
        Invariants.Check(second);
    }

    [Fact]
    public void Reports_of_the_originals_attempts_change_nothing()
    {
        var restored = Scenario.Of(Three).Start().Begin("a").Restore().Begin("a");
        Assert.Empty(restored.Accept(new CompleteTask("a", 1, Scenario.Json("{}")) { At = restored.Now }));
    }

    [Fact]
    public void What_does_not_lead_to_a_version_or_leaves_no_room_is_refused()
    {
        var history = Scenario.Of(Three).Start().Begin("a").History;
        var command = new RestoreExecution(new RestoredFrom(Scenario.Id, 2, null), [.. history], null)
        {
            At = Scenario.Noon,
        };

        Assert.Equal(RefusalCodes.NotRestorable, Scenario.Of(Three).Refuse(command with { History = [] }));
        Assert.Equal(
            RefusalCodes.NotRestorable,
            Scenario.Of(Three).Refuse(command with { Original = command.Original with { Version = 3 } }));
        Assert.Equal(
            RefusalCodes.NotRestorable,
            Scenario.Of(Three, settings: new ExecutionSettings { MaxEvents = 3 }).Refuse(command));
    }

    [Fact]
    public void History_does_not_run_backwards_when_a_clock_does()
    {
        var original = Scenario.Of(Three).After(100).Start();
        var restored = Scenario.Of(Three);
        restored.Accept(new RestoreExecution(new RestoredFrom(Scenario.Id, 1, null), [.. original.History], null)
        {
            At = Scenario.Noon,
        });

        Assert.Equal(Scenario.Noon.AddSeconds(100), restored.State.LastAt);
        Assert.Equal(restored.State.LastAt, restored.History[^1].At);
    }
}
