using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Core.Tests.Definitions.Checking;

namespace Harmonia.Core.Tests.Executions;

public sealed class StreamTests
{
    [Fact]
    public void Chunks_are_worked_on_while_the_producer_runs_and_their_results_are_in_order()
    {
        var scenario = Start();
        Report(scenario, 1, "10");
        Report(scenario, 2, "20");
        scenario.Begin("target[0]", "target[1]");
        Assert.Equal("""{"v":20,"i":1}""", scenario.State.Find("target[1]")!.Input!.Value.GetRawText());
        scenario.Complete("target[1]", "2").Complete("target[0]", "1").Complete("producer", "9");
        Assert.Equal("""{"after":[1,2]}""", scenario.State.Output!.Value.GetRawText());
        Assert.Equal(
            "workflow_started task_started:target task_started:producer task_chunk:producer task_chunk:producer"
                + " task_started:target[0] task_started:target[1] task_completed:target[1] task_completed:target[0]"
                + " task_completed:producer task_completed:target task_started:after task_completed:after"
                + " workflow_completed",
            scenario.Story());
        MapTests.AssertSameAfterRefold(scenario);
    }

    [Fact]
    public void After_a_crash_in_the_middle_every_chunk_is_worked_on_exactly_once()
    {
        var scenario = Start();
        Report(scenario, 1, "1");
        Report(scenario, 2, "2");
        scenario.Begin("target[0]").Complete("target[0]", "1").Do(at => new InterruptTasks([]) { At = at });
        scenario.Begin("producer");
        Assert.Empty(Report(scenario, 1, "1"));
        Assert.Empty(Report(scenario, 2, "2"));
        Assert.Single(Report(scenario, 3, "3"));
        scenario.Decide(new ReportChunk("producer", 1, 4, Scenario.Json("4")) { At = scenario.Now });
        scenario.Complete("producer").Begin("target[1]", "target[2]").Complete("target[1]", "2");
        scenario.Complete("target[2]", "3");
        Assert.Equal("""{"after":[1,2,3]}""", scenario.State.Output!.Value.GetRawText());
        MapTests.AssertSameAfterRefold(scenario);
    }

    [Fact]
    public void A_slow_target_makes_the_producer_wait()
    {
        var scenario = Start();
        for (var sequence = 1; sequence <= Core.Definitions.StreamSettings.MaxUndigested; sequence++)
        {
            Assert.False(scenario.State.IsStreamFull("producer"));
            Report(scenario, sequence, "0");
        }

        Assert.True(scenario.State.IsStreamFull("producer"));
        scenario.Begin("target[0]").Complete("target[0]");
        Assert.False(scenario.State.IsStreamFull("producer"));
    }

    [Fact]
    public void Elements_are_gathered_to_chunks_of_a_size_and_the_rest_comes_at_the_end()
    {
        var scenario = Start("chunk_size: 3, ");
        Report(scenario, 1, "[1,2]");
        Report(scenario, 2, "[3,4]");
        Report(scenario, 3, "5");
        scenario.Complete("producer").Begin("target[0]", "target[1]");
        Assert.Equal("""{"v":[1,2,3],"i":0}""", scenario.State.Find("target[0]")!.Input!.Value.GetRawText());
        Assert.Equal("""{"v":[4,5],"i":1}""", scenario.State.Find("target[1]")!.Input!.Value.GetRawText());
        MapTests.AssertSameAfterRefold(scenario);
    }

    [Fact]
    public void A_retried_execution_brings_the_rest_to_what_the_target_has()
    {
        var scenario = Start();
        Report(scenario, 1, "1");
        scenario.Begin("target[0]").Complete("target[0]", "1").Fail("producer", retryable: false);
        Assert.Equal(ExecutionStatus.Failed, scenario.State.Status);
        scenario.Do(at => new RetryExecution { At = at }).Begin("producer");
        Assert.Empty(Report(scenario, 1, "1"));
        Report(scenario, 2, "2");
        scenario.Begin("target[1]").Complete("target[1]", "2").Complete("producer");
        Assert.Equal("""{"after":[1,2]}""", scenario.State.Output!.Value.GetRawText());
        MapTests.AssertSameAfterRefold(scenario);
    }

    [Fact]
    public void A_producer_that_brings_nothing_leaves_an_empty_list()
    {
        var scenario = Start().Complete("producer");
        Assert.Equal("""{"after":[]}""", scenario.State.Output!.Value.GetRawText());
    }

    [Fact]
    public void A_stream_takes_no_items_from_outside_and_no_gaps()
    {
        var scenario = Start();
        Assert.Equal("TASK_NOT_OPEN", scenario.Refuse(
            new AddItems("target", Scenario.Json("[1]"), Close: false) { At = scenario.Now }));
        Assert.Equal("INVALID_INPUT", scenario.Refuse(
            new ReportChunk("producer", 1, 2, Scenario.Json("1")) { At = scenario.Now }));
    }

    [Theory]
    [InlineData("streaming: {target_task: nobody}", FindingCodes.UnknownTask, "/tasks/p/streaming/target_task")]
    [InlineData("streaming: {target_task: p}", FindingCodes.InvalidValue, "/tasks/p/streaming/target_task")]
    [InlineData("streaming: {enabled: true}", FindingCodes.MissingField, "/tasks/p/streaming")]
    [InlineData("streaming: {target_task: t, size: 1}", FindingCodes.UnknownField, "/tasks/p/streaming/size")]
    public void What_is_wrong_with_a_stream_is_said(string streaming, string code, string pointer) => Assert.Contains(
        Compile.Yaml(
            $"{{name: n, tasks: {{p: {{component: c, action: x, {streaming}}}, t: {{component: c, action: x}}}}}}")
            .Findings,
        finding => (finding.Code, finding.Pointer) == (code, pointer) && finding.IsError);

    [Fact]
    public void Only_a_target_sees_a_chunk_and_it_waits_for_nobody_else()
    {
        Assert.Contains(
            Compile.Yaml("{name: n, tasks: {a: {component: c, action: x, input: '${chunk}'}}}").Findings,
            finding => finding.Code == FindingCodes.UnknownReference);
        Assert.Contains(
            Compile.Yaml("""
                name: n
                tasks:
                  a: {component: c, action: x}
                  p: {component: c, action: x, streaming: {target_task: t}}
                  t: {component: c, action: x, depends_on: [a]}
                """).Findings,
            finding => (finding.Code, finding.Pointer) == (FindingCodes.InvalidValue, "/tasks/t/depends_on"));
    }

    private static Scenario Start(string more = "") => Scenario.OfYaml($$$"""
        tasks:
          producer: {component: c, action: x, streaming: {{{{more}}}target_task: target}}
          target: {component: c, action: x, depends_on: producer, input: {v: "${chunk}", i: "${index}"}}
          after: {type: expression, depends_on: [target, producer], result: "${tasks.target.output}"}
        """).Start().Begin("producer");

    private static IReadOnlyList<ExecutionEvent> Report(Scenario scenario, int sequence, string data) =>
        scenario.Accept(new ReportChunk(
            "producer", scenario.State.Find("producer")!.Attempt, sequence, Scenario.Json(data))
        { At = scenario.Now });
}
