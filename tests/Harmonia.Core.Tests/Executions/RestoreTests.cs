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

        Assert.Equal("task_interrupted:b workflow_restored", restored.Story(from: 5));
        Assert.Equal(TaskStatus.Completed, restored.StatusOf("a"));
        Assert.Equal(["b"], restored.State.Plan().Ready.Select(task => task.Path));
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
        Assert.Equal(["a"], restored.State.Plan().Ready.Select(task => task.Path));
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
    public void A_delay_is_counted_from_the_restoration()
    {
        var restored = Scenario.OfYaml("""
            tasks:
              a: {component: c, action: x, schedule: {delay: 60, reference: workflow_start}}
            """).Start().After(1_000).Restore();

        Assert.Equal(restored.Now.AddSeconds(60), restored.State.Plan().WakeAt);
        Assert.Empty(restored.State.Plan().Ready);
        restored.After(60).Tick().Begin("a").Complete("a");
        Assert.Equal(ExecutionStatus.Completed, restored.State.Status);
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

    [Fact]
    public void What_is_open_within_a_task_goes_on_and_what_finished_there_is_not_done_again()
    {
        var restored = Scenario.OfYaml("""
            tasks:
              g:
                type: group
                timeout: 100
                tasks:
                  a: {component: c, action: x}
                  b: {component: c, action: x, depends_on: a}
              z: {component: c, action: x, depends_on: g}
            """).Start().Begin("g.a").Complete("g.a").Begin("g.b").After(5_000).Restore();

        Assert.Empty(restored.Last<WorkflowRestored>().Tasks);
        Assert.Equal(["g.b"], restored.State.Plan().Ready.Select(task => task.Path));
        Assert.Equal(restored.Now.AddSeconds(100), restored.State.Plan().WakeAt);
        restored.Begin("g.b").Complete("g.b").Begin("z").Complete("z");
        Assert.Equal(ExecutionStatus.Completed, restored.State.Status);
        Assert.Equal(2, restored.State.Find("g.b")!.Attempt);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void From_every_version_it_comes_to_the_undisturbed_end_without_doing_anything_twice(bool isCanceled)
    {
        const string Yaml = """
            tasks:
              a: {component: c, action: x}
              g:
                type: group
                depends_on: a
                tasks:
                  p: {component: c, action: x}
                  q: {type: expression, depends_on: p, result: "${tasks.p.output.by}"}
                  r: {component: c, action: x, depends_on: q}
              s: {component: harmonia, action: sleep, input: {seconds: 60}, depends_on: a}
              e: {component: c, action: x, depends_on: [g, s], condition: "${tasks.g.output.r.by == 'g.r'}"}
              n: {component: c, action: x, depends_on: a, condition: "${false}"}
              last: {component: c, action: x, depends_on: [e, n], join: none_failed}
            """;
        var expected = Finish(Scenario.OfYaml(Yaml).Start()).State.Output!.Value.GetRawText();
        var original = isCanceled
            ? Advance(Scenario.OfYaml(Yaml).Start(), calls: 3).Do(at => new CancelExecution(null) { At = at })
            : Finish(Scenario.OfYaml(Yaml).Start());

        for (var version = 1; version <= original.History.Count; version++)
        {
            var restored = original.Restore(version);
            var own = restored.History.Count;
            var reopened = restored.Last<WorkflowRestored>().Tasks;
            Finish(restored);

            Assert.Equal(expected, restored.State.Output!.Value.GetRawText());
            var finished = original.History.Take(version).OfType<TaskCompleted>().Select(fact => fact.Task)
                .Where(task => !reopened.Any(open => task == open || task.StartsWith(open + ".")));
            var startedAgain = restored.History.Skip(own).OfType<TaskStarted>().Select(fact => fact.Task);
            Assert.Empty(finished.Intersect(startedAgain));
            Invariants.Check(restored);
        }
    }

    /// <summary>Makes the next calls that are ready, each of which says who it is.</summary>
    private static Scenario Advance(Scenario scenario, int calls)
    {
        for (var call = 0; call < calls; call++)
        {
            var ready = scenario.State.Plan().Ready;
            if (ready.IsEmpty)
            {
                scenario.After(60).Tick();
                continue;
            }

            scenario.Begin(ready[0].Path).Complete(ready[0].Path, $$"""{"by":"{{ready[0].Path}}"}""");
        }

        return scenario;
    }

    private static Scenario Finish(Scenario scenario)
    {
        const int MaxCalls = 20;
        for (var call = 0; call < MaxCalls && !scenario.State.Status.IsFinal; call++)
        {
            Advance(scenario, calls: 1);
        }

        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
        return scenario;
    }
}
