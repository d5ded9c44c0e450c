using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using TaskStatus = Harmonia.Core.Executions.TaskStatus;

namespace Harmonia.Core.Tests.Executions;

public sealed class CompensationTests
{
    private const int Steps = 8;

    /// <summary>A trip of eight bookings, each of which can be undone.</summary>
    private static readonly string Trip = "tasks:\n" + string.Concat(Enumerable.Range(1, Steps).Select(Booking));

    public static TheoryData<int> Positions() => [.. Enumerable.Range(1, Steps)];

    [Theory]
    [MemberData(nameof(Positions))]
    public void What_was_done_is_undone_in_reverse_order(int position)
    {
        var scenario = Scenario.OfYaml(Trip).Start();
        for (var n = 1; n < position; n++)
        {
            scenario.Begin($"b{n}").Complete($"b{n}", $$"""{"id":{{n}}}""");
        }

        scenario.Begin($"b{position}").Fail($"b{position}", retryable: false);
        for (var n = position - 1; n >= 1; n--)
        {
            Assert.Equal(ExecutionStatus.Running, scenario.State.Status);
            Assert.Equal("compensating", scenario.State.StatusReason);
            var undo = Assert.Single(scenario.State.Plan().Ready);
            Assert.Equal($"b{n}~compensate", undo.Path);
            scenario.Begin(undo.Path);
            Assert.Equal($$"""{"booking":{{n}}}""", undo.Input!.Value.GetRawText());
            scenario.RequireFold();
            scenario.Do(at => new InterruptTasks([]) { At = at }).Begin(undo.Path); // The process died in between.
            scenario.Complete(undo.Path);
        }

        Assert.Equal(ExecutionStatus.Failed, scenario.State.Status);
        Assert.Equal([$"b{position}"], scenario.State.FailedTasks);
        scenario.RequireFold();
    }

    [Fact]
    public void Order_is_that_of_completion_and_not_of_the_definition()
    {
        var scenario = Scenario.OfYaml("""
            tasks:
              a: {component: lab, action: x, compensate: {component: lab, action: undo}}
              b: {component: lab, action: x, compensate: {component: lab, action: undo}}
              c: {component: lab, action: x, depends_on: [a, b]}
            """).Start();
        scenario.Begin("a", "b").Complete("b").Complete("a").Begin("c");
        scenario.Do(at => new CancelExecution("enough") { At = at });
        Assert.Equal(["a~compensate"], scenario.State.Plan().Ready.Select(task => task.Path));
        scenario.Begin("a~compensate").Complete("a~compensate").Begin("b~compensate").Complete("b~compensate");
        Assert.Equal(ExecutionStatus.Canceled, scenario.State.Status);
        scenario.RequireFold();
    }

    [Fact]
    public void A_compensation_is_retried_and_its_failure_does_not_hold_up_the_others()
    {
        var scenario = Scenario.OfYaml("""
            tasks:
              a: {component: lab, action: x, compensate: {component: lab, action: undo}}
              b:
                component: lab
                action: x
                depends_on: a
                compensate: {component: lab, action: undo, retry_policy: {max_retries: 1, initial_delay: 0}}
              c: {component: lab, action: x, depends_on: b}
            """).Start();
        scenario.Begin("a").Complete("a").Begin("b").Complete("b").Begin("c").Fail("c", retryable: false);
        scenario.Begin("b~compensate").Fail("b~compensate").Tick().Begin("b~compensate").Fail("b~compensate");
        scenario.Begin("a~compensate").Complete("a~compensate");
        Assert.Equal(ExecutionStatus.Failed, scenario.State.Status);
        Assert.Equal("compensation_failed", scenario.State.StatusReason);
        var end = Assert.IsType<WorkflowFailed>(scenario.History[^1]);
        Assert.Equal(["b~compensate"], end.CompensationsFailed!.Value);
    }

    [Fact]
    public void Items_and_groups_that_are_over_are_undone_too()
    {
        var scenario = Scenario.OfYaml("""
            tasks:
              g:
                type: group
                tasks: {a: {component: lab, action: x, compensate: {component: lab, action: undo}}}
              last: {component: lab, action: x, depends_on: g}
            """).Start();
        scenario.Begin("g.a").Complete("g.a").Begin("last").Fail("last", retryable: false);
        Assert.Equal(["g.a~compensate"], scenario.State.Plan().Ready.Select(task => task.Path));
    }

    [Fact]
    public void Retrying_does_again_what_was_undone()
    {
        var scenario = Scenario.OfYaml("""
            tasks:
              a: {component: lab, action: x, compensate: {component: lab, action: undo}}
              b: {component: lab, action: x}
              c: {component: lab, action: x, depends_on: [a, b]}
            """).Start();
        scenario.Begin("a", "b").Complete("a").Complete("b").Begin("c").Fail("c", retryable: false);
        scenario.Begin("a~compensate").Complete("a~compensate");
        scenario.Do(at => new RetryExecution { At = at });
        Assert.Equal((TaskStatus.Waiting, TaskStatus.Completed), (scenario.StatusOf("a"), scenario.StatusOf("b")));
        scenario.Begin("a").Complete("a").Begin("c").Complete("c");
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
        scenario.RequireFold();
    }

    [Fact]
    public void What_was_done_before_a_failed_cleanup_is_undone_when_a_retry_fails_too()
    {
        var scenario = Scenario.OfYaml("""
            finally: [cleanup]
            tasks:
              a: {component: lab, action: x, compensate: {component: lab, action: undo}}
              b: {component: lab, action: x, on_error: continue}
              c: {component: lab, action: x, depends_on: b}
              cleanup: {component: lab, action: x}
            """).Start();
        scenario.Begin("a", "b").Complete("a").Fail("b", retryable: false).Begin("c").Complete("c");
        scenario.Begin("cleanup").Fail("cleanup", retryable: false);
        Assert.Equal(ExecutionStatus.Failed, scenario.State.Status);
        scenario.Do(at => new RetryExecution { At = at });
        scenario.Begin("b").Complete("b").Begin("c").Fail("c", retryable: false);
        Assert.Equal(["a~compensate"], scenario.State.Plan().Ready.Select(task => task.Path));
        scenario.RequireFold();
    }

    [Fact]
    public void While_it_closes_it_cannot_be_cancelled_but_paused()
    {
        var scenario = Scenario.OfYaml(Trip).Start();
        scenario.Begin("b1").Complete("b1", "{\"id\":1}").Begin("b2").Fail("b2", retryable: false);
        Assert.Equal(RefusalCodes.AlreadyEnded, scenario.Refuse(new CancelExecution(null) { At = scenario.Now }));
        scenario.Do(at => new PauseExecution { At = at });
        Assert.Empty(scenario.State.Plan().Ready);
        scenario.Do(at => new ResumeExecution { At = at });
        scenario.Begin("b1~compensate").Complete("b1~compensate");
        Assert.Equal(ExecutionStatus.Failed, scenario.State.Status);
    }

    private static string Booking(int n) =>
        $"  b{n}: {{component: lab, action: book, depends_on: [{(n == 1 ? "" : $"b{n - 1}")}], "
            + "compensate: {component: lab, action: undo, "
            + $"input: {{booking: \"${{tasks.b{n}.output.id}}\"}}}}}}\n";
}
