using Harmonia.Core.Definitions;
using Harmonia.Core.Failures;
using Harmonia.Core.Schedules;

namespace Harmonia.Core.Tests.Definitions.Checking;

public sealed class WaitTypeTests
{
    [Fact]
    public void What_it_waits_for_stands_in_the_task_itself()
    {
        var task = Compile.Task("tasks: {a: {type: wait, cron: '@daily', timezone: '${input.zone}'}}", "a");

        Assert.Equal((TaskKind.Sleep, "", null), (task.Kind, task.Component, task.Timeout));
        Assert.Equal("""{"cron":"@daily","timezone":"${input.zone}"}""", task.Input.Source.GetRawText());
    }

    [Theory]
    [InlineData("", FindingCodes.MissingField, "", null)]
    [InlineData("seconds: 5, until: '2030-01-01T00:00:00Z'", FindingCodes.InvalidValue, "", null)]
    [InlineData("seconds: 5, cron: '@daily'", FindingCodes.InvalidValue, "", null)]
    [InlineData("seconds: 5, timezone: UTC", FindingCodes.InvalidValue, "/timezone", null)]
    [InlineData("second: 5", FindingCodes.UnknownField, "/second", "seconds")]
    [InlineData("seconds: -1", FindingCodes.InvalidValue, "/seconds", null)]
    [InlineData("seconds: 11y", FindingCodes.InvalidValue, "/seconds", null)]
    [InlineData("seconds: 4000d", FindingCodes.InvalidValue, "/seconds", null)]
    [InlineData("until: tomorrow", FindingCodes.InvalidValue, "/until", null)]
    [InlineData("until: 5", FindingCodes.WrongType, "/until", "\"5\"")]
    [InlineData("cron: '60 * * * *'", FindingCodes.InvalidValue, "/cron", null)]
    [InlineData("cron: '@daily', timezone: Europe/Berln", FindingCodes.InvalidValue, "/timezone", "Europe/Berlin")]
    [InlineData("seconds: '${1 +}'", FindingCodes.InvalidExpression, "/seconds", null)]
    [InlineData("cron: '${input.x} * *', timezone: '${nothing.x}'", FindingCodes.UnknownReference, "/timezone", null)]
    [InlineData("seconds: 5, component: harmonia", FindingCodes.InvalidValue, "/component", null)]
    [InlineData("seconds: 5, timeout: 5", FindingCodes.InvalidValue, "/timeout", null)]
    [InlineData("seconds: 5, retry: 1", FindingCodes.InvalidValue, "/retry", null)]
    [InlineData("seconds: 5, input: {}", FindingCodes.InvalidValue, "/input", null)]
    public void A_wrong_field_is_named(string fields, string code, string pointer, string? suggestion)
    {
        var findings = Compile.Yaml($"{{name: test, tasks: {{a: {{type: wait, {fields}}}}}}}").Findings;

        Assert.Contains(findings, finding =>
            (finding.Code, finding.Pointer) == (code, $"/tasks/a{pointer}") && finding.IsError
            && (suggestion is null || finding.Suggestion == suggestion));
        Assert.InRange(findings.Length, 1, 2);
    }

    [Fact]
    public void A_schedule_holds_back_from_the_start_unless_it_says_otherwise()
    {
        const string Task = "tasks: {a: {component: harmonia, action: noop, schedule: {delay: 90";

        Assert.Equal(
            new StartDelay(TimeSpan.FromSeconds(90), DelayReference.WorkflowStart),
            Compile.Task($"{Task}}}}}}}", "a").Delay);
        Assert.Equal(
            new StartDelay(TimeSpan.FromSeconds(90), DelayReference.DependenciesDone),
            Compile.Task($"{Task}, reference: dependencies_done}}}}}}", "a").Delay);
    }

    [Fact]
    public void A_wrong_window_of_a_workflow_is_named() => Compile.Refuse(
        "{name: n, execution_window: {hours_start: 25}, tasks: {a: {component: harmonia, action: noop}}}",
        FindingCodes.InvalidValue,
        "/execution_window/hours_start");
}
