using Harmonia.Core.Executions;
using TaskStatus = Harmonia.Core.Executions.TaskStatus;

namespace Harmonia.Core.Tests.Executions;

/// <summary>What becomes of an end that was on its way, or was reached, when an execution is restored.</summary>
public class RestoreEndingTests
{
    private const string Undoable = """
        finally: [cleanup]
        tasks:
          a: {component: lab, action: x, compensate: {component: lab, action: undo}}
          b: {component: lab, action: x, depends_on: a}
          c: {component: lab, action: x, depends_on: b}
          cleanup: {component: lab, action: x}
        """;

    [Fact]
    public void What_was_undone_is_done_again_and_what_comes_last_comes_last_again()
    {
        var failed = Scenario.OfYaml(Undoable).Start().Begin("a").Complete("a").Begin("b").Complete("b")
            .Begin("c").Fail("c", retryable: false)
            .Begin("a~compensate").Complete("a~compensate").Begin("cleanup").Complete("cleanup");
        Assert.Equal(ExecutionStatus.Failed, failed.State.Status);

        var restored = failed.Restore();

        Assert.Equal(["a", "c", "cleanup"], restored.Last<WorkflowRestored>().Tasks);
        Finish(restored, "a", "c", "cleanup");
    }

    [Fact]
    public void An_end_that_is_on_its_way_is_given_up()
    {
        var closing = Scenario.OfYaml(Undoable).Start().Begin("a").Complete("a").Begin("b").Complete("b").Begin("c")
            .Do(at => new CancelExecution(null) { At = at }).Begin("a~compensate");
        var restored = closing.Restore();

        Assert.Null(restored.State.Closing);
        Assert.Equal(TaskStatus.Canceled, restored.StatusOf("a~compensate"));
        Assert.Equal(0, restored.State.RunningCalls);
        Finish(restored, "a", "c", "cleanup");
    }

    [Fact]
    public void A_good_end_that_is_on_its_way_goes_on()
    {
        var restored = Scenario.OfYaml(Undoable).Start().Begin("a").Complete("a").Begin("b").Complete("b")
            .Begin("c").Complete("c").Begin("cleanup").Restore();

        Assert.Equal("finalizing", restored.State.StatusReason);
        Assert.Equal(2, Finish(restored, "cleanup").State.Find("cleanup")!.Attempt);
        Finish(restored.Restore());
    }

    [Fact]
    public void What_another_task_withdrew_stays_withdrawn()
    {
        var restored = Scenario.OfYaml("""
            tasks:
              slow: {component: lab, action: x}
              quick: {component: lab, action: x, cancels: [slow]}
              last: {component: lab, action: x, depends_on: quick}
            """).Start().Begin("slow", "quick").Complete("quick").Begin("last")
            .Do(at => new CancelExecution(null) { At = at }).Restore();

        Assert.Equal(["last"], restored.Last<WorkflowRestored>().Tasks);
        Assert.Equal(TaskStatus.Canceled, restored.StatusOf("slow"));
        Finish(restored, "last");
    }

    [Fact]
    public void A_handler_that_the_end_withdrew_still_knows_what_called_for_it()
    {
        var restored = Scenario.OfYaml("""
            error_handlers: [{on: ["*"], run: notify}]
            tasks:
              a: {component: lab, action: x}
              notify: {component: lab, action: tell, input: {what: "${error.task}"}}
            """).Start().Begin("a").Fail("a", retryable: false).Begin("notify")
            .Do(at => new CancelExecution(null) { At = at }).Restore();

        Assert.Equal(TaskStatus.Failed, restored.StatusOf("a"));
        Finish(restored, "notify");
        Assert.Equal("""{"what":"a"}""", restored.State.Find("notify")!.Input!.Value.GetRawText());
    }

    [Fact]
    public void A_loop_goes_on_in_its_iteration_and_a_mutex_is_held_by_who_held_it()
    {
        var restored = Scenario.OfYaml("""
            tasks:
              l:
                type: loop
                count: 3
                tasks: {p: {component: lab, action: x}, q: {component: lab, action: x, depends_on: p}}
              m: {component: lab, action: x, mutex: one}
              n: {component: lab, action: x, mutex: one}
            """).Start().Begin("l[1].p").Complete("l[1].p").Begin("l[1].q").Complete("l[1].q")
            .Begin("l[2].p", "m").Complete("l[2].p").Begin("l[2].q").Restore();

        Assert.Equal(["l[2].q", "m"], restored.State.Plan().Ready.Select(task => task.Path).Order());
        Assert.Equal(WaitReason.Mutex, restored.State.Find("n")!.Waiting);
        Finish(restored, "m", "l[2].q", "n", "l[3].p", "l[3].q");
    }

    [Theory]
    [InlineData("retry", TaskStatus.Waiting)]
    [InlineData("fail", TaskStatus.Failed)]
    [InlineData("ask", TaskStatus.Waiting)]
    public void Nobody_knows_how_a_running_call_went_and_the_author_said_what_then(string mode, TaskStatus then)
    {
        var restored = Scenario.OfYaml($$"""
            tasks:
              a: {component: lab, action: x, on_unknown: {{mode}}, on_error: continue}
              b: {component: lab, action: x}
            """).Start().Begin("a").Restore();

        Assert.Equal(then, restored.StatusOf("a"));
        Assert.Equal(mode == "ask", restored.State.Find("a")!.Waiting == WaitReason.Operator);
        Assert.Equal(mode == "retry", restored.State.Plan().Ready.Any(task => task.Path == "a"));
        restored.RequireFold();
    }

    /// <summary>Does exactly these, whenever they are ready, and comes to a good end.</summary>
    private static Scenario Finish(Scenario scenario, params string[] tasks)
    {
        scenario.RequireFold();
        List<string> done = [];
        while (!scenario.State.Plan().Ready.IsEmpty && done.Count <= tasks.Length)
        {
            var path = scenario.State.Plan().Ready[0].Path;
            done.Add(path);
            scenario.Begin(path).Complete(path).RequireFold();
        }

        Assert.Equal(tasks.Order(), done.Order());
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
        return scenario;
    }
}
