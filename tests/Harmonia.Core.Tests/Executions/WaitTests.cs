using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using TaskStatus = Harmonia.Core.Executions.TaskStatus;

namespace Harmonia.Core.Tests.Executions;

/// <summary>Tasks of type <c>wait</c>.</summary>
public sealed class WaitTests
{
    [Theory]
    [InlineData("seconds: 90", "2030-01-01T12:01:30Z")]
    [InlineData("seconds: 1h30m", "2030-01-01T13:30:00Z")]
    [InlineData("seconds: '${input.seconds}'", "2030-01-01T12:00:05Z")]
    [InlineData("seconds: '${input.pause}'", "2030-01-01T12:15:00Z")]
    [InlineData("until: '2030-02-01T09:00:00+02:00'", "2030-02-01T07:00:00Z")]
    [InlineData("until: '${input.until}'", "2031-01-01T00:00:00Z")]
    [InlineData("until: '2029-01-01T00:00:00Z'", "2029-01-01T00:00:00Z")]
    [InlineData("cron: '*/5 * * * *'", "2030-01-01T12:05:00Z")]
    [InlineData("cron: '0 9 * * *', timezone: Asia/Tokyo", "2030-01-02T00:00:00Z")]
    [InlineData("cron: '${input.cron}', timezone: '${input.zone}'", "2030-01-02T05:30:00Z")]
    public void It_ends_at_its_instant_and_not_before(string fields, string due)
    {
        var scenario = Scenario.OfYaml($"tasks: {{a: {{type: wait, {fields}}}}}").Start(
            """
            {
              "seconds": 5, "pause": "15m", "until": "2031-01-01T00:00:00Z",
              "cron": "30 0 * * *", "zone": "America/New_York"
            }
            """);
        var instant = DateTimeOffset.Parse(due, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(instant, scenario.State.Plan().WakeAt);
        Assert.Equal(WaitReason.Timer, scenario.State.Find("a")!.Waiting);
        Assert.Equal(instant, scenario.Refold().Plan().WakeAt);
        Assert.Empty(scenario.Accept(new Tick { At = instant.AddTicks(-1) }));
        Assert.NotEmpty(scenario.Accept(new Tick { At = instant }));
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
    }

    [Fact]
    public void Its_output_says_when_it_was_due_and_when_it_woke_and_can_be_reshaped()
    {
        var scenario = Scenario.OfYaml(
            "tasks: {a: {type: wait, seconds: 5}, b: {type: wait, seconds: 5, result: '${response.due_at}'}}");

        scenario.Start().After(7).Tick();

        Assert.Equal(
            """{"a":{"woke_at":"2030-01-01T12:00:07Z","due_at":"2030-01-01T12:00:05Z"},"b":"2030-01-01T12:00:05Z"}""",
            scenario.State.Output!.Value.GetRawText());
    }

    [Theory]
    [InlineData("seconds", "-1", "A wait needs")]
    [InlineData("seconds", "\"soon\"", "A wait needs")]
    [InlineData("seconds", "[5]", "A wait needs")]
    [InlineData("seconds", "1e12", "A wait needs")]
    [InlineData("until", "\"2030-01-01\"", "A wait needs")]
    [InlineData("until", "\"2045-01-01T00:00:00Z\"", "A wait needs")]
    [InlineData("cron", "5", "A wait needs")]
    [InlineData("cron", "\"0 0 30 2 *\"", "never fires")]
    [InlineData("cron", "\"* * *\"", "3 fields")]
    public void What_is_computed_wrongly_fails_the_task(string field, string value, string words)
    {
        var scenario = Scenario.OfYaml($"tasks: {{a: {{type: wait, {field}: '${{input.x}}'}}}}");

        scenario.Start($$"""{"x": {{value}}}""");

        Assert.Equal(FailureCodes.InvalidInput, scenario.State.Find("a")!.Failure!.Code);
        Assert.Contains(words, scenario.State.Find("a")!.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_zone_that_is_computed_fails_the_task()
    {
        var scenario = Scenario.OfYaml(
            "tasks: {a: {type: wait, cron: '* * * * *', timezone: '${input.zone}'}}");

        scenario.Start("""{"zone": "Atlantis"}""");

        Assert.Contains("'Atlantis'", scenario.State.Find("a")!.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void It_goes_on_during_a_pause_and_what_follows_starts_when_that_is_over()
    {
        var scenario = Scenario.OfYaml(
            "tasks: {a: {type: wait, seconds: 5}, b: {component: lab, action: work, depends_on: a}}").Start();

        scenario.Do(at => new PauseExecution { At = at }).After(5).Tick();
        Assert.Equal(TaskStatus.Completed, scenario.StatusOf("a"));
        Assert.Empty(scenario.State.Plan().Ready);

        scenario.Do(at => new ResumeExecution { At = at });
        Assert.Equal(["b"], scenario.State.Plan().Ready.Select(task => task.Path));
    }

    [Fact]
    public void It_can_be_canceled_and_is_given_up_at_its_total_timeout()
    {
        const string Tasks = "tasks: {a: {type: wait, seconds: 50, total_timeout: 5}}";

        var canceled = Scenario.OfYaml(Tasks).Start().Do(at => new CancelExecution(null) { At = at });
        Assert.Equal(TaskStatus.Canceled, canceled.StatusOf("a"));
        Assert.Null(canceled.State.Plan().WakeAt);

        var late = Scenario.OfYaml(Tasks).Start().After(5).Tick();
        Assert.Equal(FailureCodes.TotalTimeout, late.State.Find("a")!.Failure!.Code);
    }
}
