using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;
using Harmonia.Engine.Tests.Support;

namespace Harmonia.Engine.Tests.Running;

public sealed class RunningTests
{
    private const string Chain =
        """
        name: chain
        tasks:
          a: { component: test, action: ok, input: { n: 1 } }
          b: { component: test, action: ok, input: { n: "${tasks.a.output.n + 1}" }, depends_on: a }
        """;

    private const string Held =
        """
        name: held
        tasks:
          a: { component: test, action: hold, timeout: 30 }
        """;

    [Fact]
    public async Task A_chain_runs_to_its_end_with_one_append_for_each_step_on_the_way()
    {
        await using var harness = new Harness();
        var id = await harness.StartAsync(Chain);

        var events = await harness.EndAsync(id);

        Assert.Equal(
            [
                "workflow_started", "task_started", "task_completed", "task_started", "task_completed",
                "workflow_completed",
            ],
            events.Select(EventNames.Of));
        Assert.Equal("{\"b\":{\"n\":2}}", ((WorkflowCompleted)events[^1]).Output.GetRawText());
    }

    [Fact]
    public async Task A_call_that_nobody_can_make_fails_and_is_never_mocked()
    {
        await using var harness = new Harness();
        var id = await harness.StartAsync("name: x\ntasks:\n  a: { component: nobody, action: ok }");

        var failed = Assert.IsType<WorkflowFailed>((await harness.EndAsync(id))[^1]);

        Assert.Equal(FailureCodes.ComponentNotFound, failed.Failure.Code);
    }

    [Fact]
    public async Task An_unknown_action_of_a_known_component_fails()
    {
        await using var harness = new Harness();
        var id = await harness.StartAsync("name: x\ntasks:\n  a: { component: test, action: none }");

        var failed = Assert.IsType<WorkflowFailed>((await harness.EndAsync(id))[^1]);

        Assert.Equal(FailureCodes.ActionNotFound, failed.Failure.Code);
    }

    [Fact]
    public async Task An_executor_that_throws_fails_the_attempt_and_nothing_else()
    {
        await using var harness = new Harness();
        var id = await harness.StartAsync("name: x\ntasks:\n  a: { component: test, action: throw }");

        var failed = Assert.IsType<WorkflowFailed>((await harness.EndAsync(id))[^1]);

        Assert.Equal(FailureCodes.ComponentError, failed.Failure.Code);
    }

    [Fact]
    public async Task An_attempt_that_takes_too_long_is_asked_to_stop_and_fails()
    {
        await using var harness = new Harness();
        var id = await harness.StartAsync(Held);
        await harness.Executor.CallOf("a");

        harness.Time.Advance(TimeSpan.FromSeconds(31));

        var failed = Assert.IsType<WorkflowFailed>((await harness.EndAsync(id))[^1]);
        Assert.Equal(FailureCodes.Timeout, failed.Failure.Code);
    }

    [Fact]
    public async Task Cancelling_ends_the_execution_while_a_call_runs()
    {
        await using var harness = new Harness();
        var id = await harness.StartAsync(Held);
        await harness.Executor.CallOf("a");

        var reply = Assert.IsType<CommandReply.Decided>(await harness.SendAsync(id, new CancelExecution("enough")));

        Assert.Equal(ExecutionStatus.Canceled, reply.Status);
        Assert.Equal(
            ["task_canceled", "workflow_canceled"],
            (await harness.EndAsync(id)).TakeLast(2).Select(EventNames.Of));
    }

    [Fact]
    public async Task A_paused_execution_takes_the_result_of_what_runs_and_starts_nothing()
    {
        await using var harness = new Harness();
        var id = await harness.StartAsync(
            """
            name: two
            tasks:
              a: { component: test, action: hold }
              b: { component: test, action: ok, depends_on: a }
            """);
        await harness.Executor.CallOf("a");
        await harness.SendAsync(id, new PauseExecution());
        harness.Executor.Release("a");
        await harness.UntilAsync(id, fact => fact is TaskCompleted);
        Assert.Equal(Core.Executions.TaskStatus.Waiting, (await harness.LoadAsync(id)).Find("b")!.Status);

        await harness.SendAsync(id, new ResumeExecution());

        Assert.IsType<WorkflowCompleted>((await harness.EndAsync(id))[^1]);
    }

    [Fact]
    public async Task A_command_to_an_unknown_execution_is_answered_so()
    {
        await using var harness = new Harness();

        var reply = await harness.SendAsync(new ExecutionId(DerivedId.From("none")), new PauseExecution());

        Assert.IsType<CommandReply.NotFound>(reply);
    }

    [Fact]
    public async Task A_start_that_is_refused_leaves_nothing_behind()
    {
        await using var harness = new Harness();

        var result = await harness.TryStartAsync(
            "name: x\ninput: { type: object, required: [n] }\ntasks:\n  a: { component: test, action: ok }");

        var rejected = Assert.IsType<Decision.Rejected>(Assert.IsType<CommandReply.Decided>(result.Reply).Decision);
        Assert.Equal(RefusalCodes.InvalidInput, rejected.Code);
        Assert.Null(await harness.Store.FindAsync(result.Id, CancellationToken.None));
    }

    [Fact]
    public async Task The_same_key_is_the_same_execution_and_another_input_is_refused()
    {
        await using var harness = new Harness();
        var first = await harness.StartAsync(Chain, key: "k");

        var again = await harness.TryStartAsync(Chain, key: "k");
        var other = await harness.TryStartAsync(Chain, "{\"x\":1}", key: "k");

        Assert.Equal(first, again.Id);
        Assert.IsType<Decision.Accepted>(Assert.IsType<CommandReply.Decided>(again.Reply).Decision);
        var rejected = Assert.IsType<Decision.Rejected>(Assert.IsType<CommandReply.Decided>(other.Reply).Decision);
        Assert.Equal(RefusalCodes.IdempotencyKeyReused, rejected.Code);
        Assert.Single((await harness.EndAsync(first)).OfType<WorkflowStarted>());
    }

    [Fact]
    public async Task No_more_calls_run_at_once_than_one_execution_may_make()
    {
        var tasks = string.Concat(
            Enumerable.Range(1, 30).Select(n => $"  t{n}: {{ component: test, action: hold }}\n"));
        await using var harness = new Harness(new EngineOptions
        {
            Execution = ExecutionSettings.Default with { MaxConcurrentTasks = 4 },
        });
        var id = await harness.StartAsync("name: wide\ntasks:\n" + tasks);

        for (var n = 1; n <= 30; n++)
        {
            await harness.Executor.CallOf($"t{Math.Min(n + 3, 30)}");
            harness.Executor.Release($"t{n}");
        }

        Assert.IsType<WorkflowCompleted>((await harness.EndAsync(id))[^1]);
        Assert.Equal(4, harness.Executor.MostRunning);
    }

    [Fact]
    public async Task Executions_share_the_places_of_a_component_and_all_get_their_turn()
    {
        await using var harness = new Harness(executor: new TestExecutor { MaxConcurrent = 2 });
        var ids = new List<ExecutionId>();
        for (var n = 0; n < 20; n++)
        {
            ids.Add(await harness.StartAsync(Chain));
        }

        foreach (var id in ids)
        {
            Assert.IsType<WorkflowCompleted>((await harness.EndAsync(id))[^1]);
        }

        Assert.InRange(harness.Executor.MostRunning, 1, 2);
    }
}
