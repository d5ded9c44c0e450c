using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using TaskStatus = Harmonia.Core.Executions.TaskStatus;

namespace Harmonia.Core.Tests.Executions;

public sealed class WebhookTests
{
    private const string Yaml = """
        tasks:
          ask:
            type: webhook
            url: "https://example.com/${input.n}"
            body: {reply_to: "${callback.url}", token: "${callback.token}"}
            timeout: 600
            retry_policy: {max_retries: 1, initial_delay: 1, retry_on: ["*"]}
            result: {said: "${response.said}", id: "${call.body.id}"}
        """;

    [Fact]
    public void A_webhook_calls_waits_without_a_place_and_completes_with_what_it_is_called_back_with()
    {
        var scenario = Called();
        Assert.Equal((TaskStatus.Waiting, WaitReason.Callback, 0), (
            scenario.StatusOf("ask"), scenario.State.Find("ask")!.Waiting, scenario.State.RunningCalls));
        Assert.Equal(Scenario.Noon.AddSeconds(600), scenario.State.Plan().WakeAt);
        Assert.Equal(
            $$$"""
            {"method":"POST","url":"https://example.com/4","json":{"reply_to":"{{{CallbackState.UrlMark}}}","token":"{{{CallbackState.TokenMark}}}"}}
            """,
            scenario.State.Find("ask")!.Input!.Value.GetRawText());

        Assert.Empty(Refusal(scenario, 1, """{"said":"yes"}"""));

        Assert.Equal("""{"ask":{"said":"yes","id":7}}""", scenario.State.Output!.Value.GetRawText());
        Assert.EndsWith(
            "task_started:ask callback_awaited:ask callback_received:ask task_completed:ask workflow_completed",
            scenario.Story(),
            StringComparison.Ordinal);
        Assert.Equal(scenario.State.Version, scenario.Refold().Version);
    }

    [Theory]
    [InlineData("{n: 1}", "json", "{\"n\":1}")]
    [InlineData("\"${input.n}\"", "json", "4")]
    [InlineData("\"Call ${input.n}\"", "text", "\"Call 4\"")]
    public void A_body_is_what_an_HTTP_request_takes_as_text_or_as_JSON(string body, string form, string sent)
    {
        var yaml = Yaml.Replace(
            """{reply_to: "${callback.url}", token: "${callback.token}"}""", body, StringComparison.Ordinal);
        var scenario = Scenario.OfYaml(yaml).Start("{\"n\":4}").Begin("ask");
        var input = scenario.State.Find("ask")!.Input!.Value;
        Assert.Equal(sent, input.GetProperty(form).GetRawText());
        Assert.False(input.TryGetProperty("body", out _));
    }

    [Fact]
    public void A_callback_that_comes_before_the_answer_is_kept_until_the_call_is_over()
    {
        var scenario = Scenario.OfYaml(Yaml).Start("{\"n\":4}").Begin("ask");
        Assert.Empty(Refusal(scenario, 1, """{"said":"yes"}"""));
        Assert.Equal(TaskStatus.Running, scenario.StatusOf("ask"));
        scenario.Complete("ask", """{"body":{"id":7}}""");
        Assert.Equal("""{"ask":{"said":"yes","id":7}}""", scenario.State.Output!.Value.GetRawText());
    }

    [Fact]
    public void The_first_callback_counts_and_may_be_repeated()
    {
        var scenario = Called();
        Refusal(scenario, 1, """{"said":"yes"}""");
        Assert.Empty(Refusal(scenario, 1, """{ "said": "yes" }"""));
        Assert.Equal(RefusalCodes.CallbackReceived, Refusal(scenario, 1, """{"said":"no"}"""));
        Assert.Single(scenario.History.OfType<CallbackReceived>());
    }

    [Fact]
    public void A_retry_has_a_new_address_and_the_old_one_is_late()
    {
        var scenario = Called().After(600).Tick().After(1).Tick().Begin("ask");
        Assert.Equal(2, scenario.State.Find("ask")!.Callback!.Number);
        Assert.Equal(RefusalCodes.CallbackLate, Refusal(scenario, 1, "{}"));
        scenario.Complete("ask", """{"body":{"id":8}}""");
        Assert.Empty(Refusal(scenario, 2, """{"said":"yes"}"""));
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
    }

    [Fact]
    public void An_interrupted_call_goes_on_with_the_address_that_somebody_may_know()
    {
        var scenario = Scenario.OfYaml(Yaml).Start("{\"n\":4}").Begin("ask");
        Refusal(scenario, 1, """{"said":"yes"}""");
        scenario.Do(at => new InterruptTasks([]) { At = at }).Begin("ask");
        Assert.Equal((2, 1), (scenario.State.Find("ask")!.Attempt, scenario.State.Find("ask")!.Callback!.Number));
        scenario.Complete("ask", """{"body":{"id":7}}""");
        Assert.Equal(ExecutionStatus.Completed, scenario.State.Status);
        Assert.Equal(ExecutionStatus.Completed, scenario.Refold().Status);
    }

    [Fact]
    public void After_the_end_a_callback_is_late()
    {
        var scenario = Called();
        scenario.Do(at => new CancelExecution(null) { At = at });
        Assert.Equal(RefusalCodes.CallbackLate, Refusal(scenario, 1, "{}"));
        Assert.Equal(RefusalCodes.CallbackLate, scenario.Refuse(
            new ReceiveCallback("nobody", 1, Scenario.Json("{}")) { At = scenario.Now }));
    }

    [Fact]
    public void Any_component_can_make_the_call()
    {
        var scenario = Scenario.OfYaml("""
            tasks:
              ask: {type: webhook, component: lab, action: order, input: {to: "${callback.url}"}}
            """).Start();
        scenario.Begin("ask").Complete("ask", "{}");
        Assert.Null(scenario.State.Plan().WakeAt);
        Refusal(scenario, 1, "5");
        Assert.Equal("""{"ask":5}""", scenario.State.Output!.Value.GetRawText());
    }

    private static Scenario Called() =>
        Scenario.OfYaml(Yaml).Start("{\"n\":4}").Begin("ask").Complete("ask", """{"body":{"id":7}}""");

    /// <returns>The code of the refusal, or nothing.</returns>
    private static string Refusal(Scenario scenario, int number, string body) =>
        scenario.Decide(new ReceiveCallback("ask", number, Scenario.Json(body)) { At = scenario.Now })
            is Decision.Rejected refused ? refused.Code : "";
}
