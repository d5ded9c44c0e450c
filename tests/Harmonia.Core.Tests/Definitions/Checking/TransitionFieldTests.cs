using Harmonia.Core.Definitions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Tests.Definitions.Checking;

public sealed class TransitionFieldTests
{
    [Theory]
    [InlineData("a: {type: start, depends_on: b}, b: {type: end}", FindingCodes.InvalidValue, "/steps/a/depends_on")]
    [InlineData("a: {type: start, branches: [b]}, b: {type: end}", FindingCodes.InvalidValue, "/steps/a/branches")]
    [InlineData("a: {type: start, terminate: true}", FindingCodes.InvalidValue, "/steps/a/terminate")]
    [InlineData("a: {type: end, terminate: 1}", FindingCodes.WrongType, "/steps/a/terminate")]
    [InlineData("a: {type: start, max_visits: 0}", FindingCodes.InvalidValue, "/steps/a/max_visits")]
    [InlineData("a: {type: start, transitions: {to: a}}", FindingCodes.WrongType, "/steps/a/transitions")]
    [InlineData("a: {type: start, transitions: [{}]}", FindingCodes.MissingField, "/steps/a/transitions/0")]
    [InlineData(
        "a: {type: start, transitions: [{to: a, threads: 0}]}",
        FindingCodes.InvalidValue,
        "/steps/a/transitions/0/threads")]
    [InlineData(
        "a: {type: start, transitions: [{to: a, on: [skipped]}]}",
        FindingCodes.InvalidValue,
        "/steps/a/transitions/0/on")]
    [InlineData(
        "a: {type: start, transitions: [{to: a, condition: 'nobody == 1'}]}",
        FindingCodes.UnknownReference,
        "/steps/a/transitions/0/condition")]
    [InlineData("a: {type: decision}", FindingCodes.InvalidValue, "/steps/a")]
    [InlineData("a: {type: join, join: some}", FindingCodes.InvalidValue, "/steps/a/join")]
    [InlineData("a: {type: join, join: 5}", FindingCodes.WrongType, "/steps/a/join")]
    [InlineData("a: {type: join, join: {count: 2}}", FindingCodes.InvalidValue, "/steps/a/join/count")]
    [InlineData("a: {type: join, join: {mode: any, rest: eat}}", FindingCodes.InvalidValue, "/steps/a/join/rest")]
    [InlineData("a: {type: wait, wait_for: {}}", FindingCodes.InvalidValue, "/steps/a/wait_for")]
    [InlineData("a: {type: parallel}", FindingCodes.InvalidValue, "/steps/a/type")]
    [InlineData("a: {type: end, transitions: [{to: a}]}", FindingCodes.InvalidValue, "/steps")]
    public void What_transitions_cannot_mean_is_refused(string steps, string code, string pointer)
    {
        var (definition, findings) = Compile.Yaml($"{{name: n, steps: {{{steps}}}}}");
        Assert.Null(definition);
        Assert.Contains(findings, finding => (finding.Code, finding.Pointer) == (code, pointer));
    }

    [Theory]
    [InlineData("steps: {a: {type: start, transitions: [{to: b}]}}", "/steps/a/transitions/0/to")]
    [InlineData("steps: {a: {type: fork, branches: [b]}}", "/steps/a/branches/0")]
    [InlineData("steps: {a: {type: join, sources: [b]}}", "/steps/a/sources/0")]
    [InlineData("steps: {a: {type: start}}, transitions: [{from: b, to: a}]", "/transitions/0/from")]
    [InlineData("steps: {a: {type: start}}, error_handlers: [{run: b}]", "/error_handlers/0/run")]
    [InlineData("steps: {a: {component: builder, action: build, on_error: {goto: b}}}", "/steps/a/on_error/goto")]
    public void A_transition_leads_to_something(string fields, string pointer)
    {
        var (_, findings) = Compile.Yaml($"{{name: n, {fields}}}");
        Assert.Contains(findings, finding => (finding.Code, finding.Pointer) == (FindingCodes.UnknownTask, pointer));
    }

    [Fact]
    public void A_workflow_has_one_form_only() => Compile.Refuse(
        "{name: n, tasks: {a: {type: expression, result: 1}}, steps: {a: {type: start}}}",
        FindingCodes.InvalidValue,
        "/steps");

    [Fact]
    public void Nothing_comes_last_where_transitions_lead() => Compile.Refuse(
        "{name: n, finally: [a], steps: {a: {type: start}}}", FindingCodes.NotSupported, "/finally");

    [Fact]
    public void Transitions_have_names_of_their_own_when_several_lead_to_the_same_place()
    {
        var (definition, _) = Compile.Yaml(
            "{name: n, steps: {a: {type: start, transitions: [{to: b}, {to: b}, {to: b, name: x}]}, b: {type: end}}}");
        Assert.Equal(["b", "b~2", "x"], definition!.Tasks[0].Routing!.Out.Select(way => way.Key));
        Assert.Equal(1_000, definition.Tasks[1].Routing!.MaxVisits);
    }

    [Fact]
    public void A_condition_that_asks_how_it_went_is_asked_however_it_did()
    {
        var (definition, _) = Compile.Yaml("""
            name: n
            steps:
              a:
                component: builder
                action: build
                transitions:
                  - {to: b, condition: state.a.success == false}
                  - {to: b, condition: "tasks.a.status == 'failed'"}
                  - {to: b, condition: state.b.success == false}
                  - {to: b, on: [failed]}
              b: {type: end}
            """);
        Assert.Equal(
            [TaskEnds.Completed | TaskEnds.Failed, TaskEnds.Completed | TaskEnds.Failed, TaskEnds.Completed,
                TaskEnds.Failed],
            definition!.Tasks[0].Routing!.Out.Select(way => way.On));
    }
}
