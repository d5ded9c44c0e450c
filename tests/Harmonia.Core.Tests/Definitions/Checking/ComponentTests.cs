using Harmonia.Core.Definitions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Tests.Definitions.Checking;

public sealed class ComponentTests
{
    private static string Task(string fields) => $"{{name: n, tasks: {{a: {{{fields}}}}}}}";

    private static string BuiltIn(string action, string input) =>
        Task($"component: harmonia, action: {action}, input: {input}");

    [Fact]
    public void An_unknown_component_is_a_warning() => Compile.Warn(
        Task("component: rethor, action: generate_text"), FindingCodes.UnknownComponent, "/tasks/a/component",
            "rhetor");

    [Fact]
    public void An_unknown_action_is_a_warning_unless_the_component_is_built_in()
    {
        Compile.Warn(Task("component: rhetor, action: generate_txt"), FindingCodes.UnknownAction, "/tasks/a/action",
            "generate_text");
        Compile.Refuse(Task("component: http, action: requests"), FindingCodes.UnknownAction, "/tasks/a/action",
            "request");
        Compile.Refuse(Task("component: harmonia, action: nop"), FindingCodes.UnknownAction, "/tasks/a/action",
            "noop", "transform");
    }

    [Theory]
    [InlineData("{key: k, value: null}", null, "")]
    [InlineData("{key: '${input.k}', value: '${input.v}'}", null, "")]
    [InlineData("{value: 1}", FindingCodes.MissingField, "")]
    [InlineData("{key: k}", FindingCodes.MissingField, "")]
    [InlineData("{key: 1, value: 1}", FindingCodes.WrongType, "/key")]
    [InlineData("{key: k, value: 1, scope: x}", FindingCodes.UnknownField, "/scope")]
    public void The_update_of_the_state_takes_a_key_and_a_value(string input, string? code, string pointer)
    {
        var yaml = Task($"component: state_manager, action: update, input: {input}");
        var findings = Compile.Yaml(yaml).Findings;

        Assert.Equal(
            code is null ? [] : [(code, $"/tasks/a/input{pointer}")],
            findings.Select(finding => (finding.Code, finding.Pointer)));
        Compile.Refuse(
            Task("component: state_manager, action: updat"), FindingCodes.UnknownAction, "/tasks/a/action", "update");
    }

    [Theory]
    [InlineData("noop", "{x: 1}", TaskKind.Noop)]
    [InlineData("echo", "[1]", TaskKind.Echo)]
    [InlineData("log", "{message: x}", TaskKind.Call)]
    [InlineData("fail", "{}", TaskKind.Fail)]
    [InlineData("fail", "{code: no_money, message: Sorry, retryable: false, details: {x: 1}}", TaskKind.Fail)]
    [InlineData("fail", "{code: '${input.c}', message: '${input.m}', retryable: '${input.r}'}", TaskKind.Fail)]
    [InlineData("fail", "'${input}'", TaskKind.Fail)]
    [InlineData("sleep", "{seconds: 0}", TaskKind.Sleep)]
    [InlineData("sleep", "{seconds: 1.5}", TaskKind.Sleep)]
    [InlineData("sleep", "{seconds: '${input.s}'}", TaskKind.Sleep)]
    [InlineData("sleep", "{until: '2030-01-31T09:00:00Z'}", TaskKind.Sleep)]
    [InlineData("sleep", "{until: '2030-01-31T09:00:00.123+02:00'}", TaskKind.Sleep)]
    [InlineData("sleep", "{until: '${input.day}T09:00:00Z'}", TaskKind.Sleep)]
    [InlineData("transform", "{data: '${input}', expression: 'data.x + 1'}", TaskKind.Transform)]
    public void A_built_in_action_has_its_kind(string action, string input, TaskKind kind)
    {
        var task = Compile.Accept(BuiltIn(action, input)).Tasks[0];

        Assert.Equal(kind, task.Kind);
        Assert.Equal(kind == TaskKind.Transform, task.Transform is not null);
    }

    [Theory]
    [InlineData("fail", "{code: No-Money}", FindingCodes.InvalidValue, "/code", null)]
    [InlineData("fail", "{code: 5}", FindingCodes.WrongType, "/code", "\"5\"")]
    [InlineData("fail", "{mesage: x}", FindingCodes.UnknownField, "/mesage", "message")]
    [InlineData("fail", "{message: [x]}", FindingCodes.WrongType, "/message", null)]
    [InlineData("fail", "{retryable: 'yes'}", FindingCodes.WrongType, "/retryable", null)]
    [InlineData("fail", "[]", FindingCodes.WrongType, "", null)]
    [InlineData("sleep", "{}", FindingCodes.MissingField, "", null)]
    [InlineData("sleep", "{seconds: 1, until: '2030-01-31T09:00:00Z'}", FindingCodes.InvalidValue, "", null)]
    [InlineData("sleep", "{seconds: -1}", FindingCodes.InvalidValue, "/seconds", null)]
    [InlineData("sleep", "{seconds: 1 hour}", FindingCodes.InvalidValue, "/seconds", "1h")]
    [InlineData("sleep", "{seconds: true}", FindingCodes.WrongType, "/seconds", null)]
    [InlineData("sleep", "{cron: '* * *'}", FindingCodes.InvalidValue, "/cron", null)]
    [InlineData("sleep", "{cron: '@daily', zone: UTC}", FindingCodes.UnknownField, "/zone", null)]
    [InlineData("sleep", "{until: tomorrow}", FindingCodes.InvalidValue, "/until", null)]
    [InlineData("sleep", "{until: '2030-01-31T09:00:00'}", FindingCodes.InvalidValue, "/until", null)]
    [InlineData("sleep", "{until: 5}", FindingCodes.WrongType, "/until", "\"5\"")]
    [InlineData("transform", "{expression: 'data'}", FindingCodes.MissingField, "", null)]
    [InlineData("transform", "{data: 1}", FindingCodes.MissingField, "", null)]
    [InlineData("transform", "{data: 1, expression: 5}", FindingCodes.WrongType, "/expression", "\"5\"")]
    [InlineData("transform", "{data: 1, expression: 'data +'}", FindingCodes.InvalidExpression, "/expression", null)]
    [InlineData("transform", "{data: 1, expression: 'input.x'}", FindingCodes.UnknownReference, "/expression", "data")]
    [InlineData("transform", "{data: 1, expression: '${data}'}", FindingCodes.InvalidExpression, "/expression", null)]
    [InlineData("transform", "'${input}'", FindingCodes.WrongType, "", null)]
    public void A_wrong_input_of_a_built_in_action_is_named(
        string action, string input, string code, string pointer, string? suggestion)
    {
        var findings = Compile.Yaml(BuiltIn(action, input)).Findings;

        Assert.Contains(findings, finding =>
            (finding.Code, finding.Pointer, finding.Suggestion) == (code, $"/tasks/a/input{pointer}", suggestion));
        Assert.All(findings, finding => Assert.True(finding.IsError));
    }
}
