using Harmonia.Core.Executions;
using Harmonia.Core.Tests.Definitions.Dialects;

namespace Harmonia.Core.Tests.Executions;

/// <summary>Graphs in the form of the older documents run as those say.</summary>
public sealed class OlderGraphTests
{
    private const string Parallel = """
        {"name": "shop", "steps": [
          {"id": "start", "type": "start", "transitions": [{"to": "fork", "condition": "true"}]},
          {"id": "fork", "type": "fork", "branches": ["x", "y"], "transitions": []},
          {"id": "x", "type": "action", "component": "lab", "action": "act", "parameters": {"set": "x"},
            "transitions": [{"to": "join", "condition": "true"}]},
          {"id": "y", "type": "action", "component": "lab", "action": "act", "parameters": {"set": "y"},
            "transitions": [{"to": "join", "condition": "true"}]},
          {"id": "join", "type": "join", "join_type": "all", "sources": ["x", "y"],
            "transitions": [{"to": "sum", "condition": "true"}]},
          {"id": "sum", "type": "action", "component": "lab", "action": "act",
            "parameters": {"results": ["state.x.result", "state.y.result"]},
            "transitions": [{"to": "end", "condition": "true"}]},
          {"id": "end", "type": "end"}]}
        """;

    private const string Gate = """
        {"name": "gate", "steps": [
          {"id": "start", "type": "start", "transitions": [{"to": "ask", "automatic": true}]},
          {"id": "ask", "type": "action", "component": "lab", "action": "act", "retry": {"max_attempts": 2},
            "parameters": {"title": "For ${input.title}"},
            "transitions": [
              {"to": "tell", "condition": "parameters.tell == true"},
              {"to": "hold", "condition": "parameters.tell == false"}]},
          {"id": "tell", "type": "action", "component": "lab", "action": "act", "parameters": {},
            "transitions": [{"to": "hold", "condition": "true"}]},
          {"id": "hold", "type": "wait", "wait_for": {"state_change": "task.status", "timeout_hours": "${input.hours}"},
            "transitions": [{"to": "check", "condition": "true"}]},
          {"id": "check", "type": "decision", "transitions": [
            {"to": "yes", "condition": "state.task.status == \"approved\""},
            {"to": "no", "condition": "state.task.status == \"rejected\""},
            {"to": "late", "condition": "state.hold.timed_out == true"}]},
          {"id": "yes", "type": "action", "component": "lab", "action": "act",
            "parameters": {"by": "${state.task.approver}"}, "transitions": [{"to": "end", "condition": "true"}]},
          {"id": "no", "type": "action", "component": "lab", "action": "act", "parameters": {},
            "transitions": [{"to": "end", "condition": "true"}]},
          {"id": "late", "type": "action", "component": "lab", "action": "act", "parameters": {},
            "transitions": [{"to": "end", "condition": "true"}]},
          {"id": "end", "type": "end"}]}
        """;

    [Fact]
    public void Branches_of_a_fork_meet_at_the_join_and_bare_paths_are_results()
    {
        var scenario = Taken(Parallel).Start().Begin("x", "y").Complete("y", "2");
        Assert.Equal(0, scenario.State.Find("sum")!.Visit);
        scenario.Complete("x", "1").Begin("sum");
        Assert.Equal("""{"results":[1,2]}""", scenario.State.Find("sum")!.Input!.Value.GetRawText());
        scenario.Complete("sum", "{\"total\": 3}");
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
        Assert.Equal("""{"sum":{"total":3}}""", scenario.State.Output!.Value.GetRawText());
    }

    [Fact]
    public void A_gate_opens_when_somebody_sets_the_state()
    {
        var scenario = Taken(Gate).Start("""{"title": "t", "tell": false, "hours": 24}""");
        scenario.Begin("ask").Complete("ask");
        Assert.Equal(Scenario.Noon.AddHours(24), scenario.State.Plan().WakeAt);
        var set = Scenario.Json("""{"task": {"status": "approved", "approver": "ann"}}""");
        scenario.Do(at => new ChangeState(set) { At = at }).Begin("yes");
        Assert.Equal("""{"by":"ann"}""", scenario.State.Find("yes")!.Input!.Value.GetRawText());
        scenario.Complete("yes");
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
    }

    [Fact]
    public void A_gate_that_nobody_opens_is_too_late()
    {
        var scenario = Taken(Gate).Start("""{"title": "t", "tell": true, "hours": 24}""");
        scenario.Begin("ask").Complete("ask").Begin("tell").Complete("tell").After(86_400).Tick();
        scenario.Begin("late").Complete("late");
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
    }

    private static Scenario Taken(string json)
    {
        var (definition, findings, _) = Normal.Take(json);
        Assert.DoesNotContain(findings, finding => finding.IsError);
        return Scenario.Of(definition!);
    }
}
