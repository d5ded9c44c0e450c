using Harmonia.Core.Definitions;
using Harmonia.Core.Executions;
using Harmonia.Core.Executions.Deciding;
using Harmonia.Core.Failures;
using TaskStatus = Harmonia.Core.Executions.TaskStatus;

namespace Harmonia.Core.Tests.Executions;

/// <summary>Whether and when a failed attempt is followed by another.</summary>
public class RetryTests
{
    [Fact]
    public void A_retryable_failure_schedules_the_next_attempt_after_the_backoff()
    {
        var scenario = Retried("\"max_retries\":2,\"initial_delay\":4,\"jitter\":\"none\"").Fail("a");

        Assert.Equal(Scenario.Noon.AddSeconds(4), scenario.Last<RetryAttempted>().DueAt);
        Assert.Equal(Scenario.Noon.AddSeconds(4), scenario.State.Plan().WakeAt);
        Assert.Empty(scenario.State.Plan().Ready);
        Assert.Equal([0], scenario.After(4).Tick().State.Plan().Ready.Select(task => task.Definition.Index));
    }

    [Fact]
    public void After_the_last_retry_the_task_has_failed()
    {
        var scenario = Retried("\"max_retries\":1,\"initial_delay\":0").Fail("a").Tick().Begin("a").Fail("a");
        Assert.Equal((TaskStatus.Failed, 1), (scenario.StatusOf("a"), scenario.Last<TaskFailed>().Retries));
        Assert.Equal(ExecutionStatus.Failed, scenario.State.Status);
    }

    [Theory]
    [InlineData("", "busy", true, true)]
    [InlineData("", "busy", false, false)]
    [InlineData(",\"retry_on\":[\"http_5*\"]", "http_503", false, true)]
    [InlineData(",\"retry_on\":[\"http_5*\"]", "http_404", true, false)]
    [InlineData(",\"retry_on\":[\"server_error\"]", "http_500", false, true)]
    [InlineData(",\"retry_on\":[\"*\"],\"no_retry_on\":[\"busy\"]", "busy", true, false)]
    [InlineData(",\"no_retry_on\":[\"server_error\"]", "http_502", true, false)]
    [InlineData(",\"retry_on\":[\"connection_error\"]", FailureCodes.ConnectionError, true, true)]
    [InlineData(",\"retry_on\":[\"CONNECTION_ERROR\"]", FailureCodes.ConnectionError, true, true)]
    [InlineData(",\"retry_on\":[\"connection_error\"]", FailureCodes.ServerError, true, false)]
    [InlineData(",\"retry_on\":[\"server_error\"]", FailureCodes.ServerError, false, true)]
    [InlineData(",\"retry_on\":[\"server_error\"]", "http_499", true, false)]
    [InlineData(",\"retry_on\":[\"timeout\"]", FailureCodes.Timeout, true, true)]
    [InlineData(",\"retry_on\":[\"component_*\"]", FailureCodes.ComponentNotFound, false, true)]
    [InlineData(",\"retry_on\":[\"component_*\"]", FailureCodes.ComponentError, false, true)]
    [InlineData(",\"retry_on\":[\"component_*\"]", FailureCodes.ConnectionError, true, false)]
    [InlineData(",\"retry_on\":[\"component_*\"],\"no_retry_on\":[\"*_not_found\"]", FailureCodes.ComponentNotFound,
        true, false)]
    [InlineData(",\"retry_on\":[\"http_*\",\"timeout\"]", "http_404", false, true)]
    [InlineData(",\"retry_on\":[\"my.own/class\"]", "my.own/class", false, true)]
    [InlineData(",\"retry_on\":[\"http_5\"]", "http_503", true, false)]
    public void Patterns_decide_which_failures_are_retried(
        string policy, string code, bool retryable, bool isRetried) =>
        Assert.Equal(
            isRetried ? TaskStatus.Waiting : TaskStatus.Failed,
            Retried("\"max_retries\":1" + policy).Fail("a", code, retryable).StatusOf("a"));

    [Fact]
    public void A_component_may_ask_for_a_longer_wait_up_to_an_hour()
    {
        var scenario = Retried("\"max_retries\":3,\"initial_delay\":1").Fail("a", details: """{"retry_after":30}""");
        Assert.Equal(Scenario.Noon.AddSeconds(30), scenario.Last<RetryAttempted>().DueAt);

        scenario = Retried("\"max_retries\":3").Fail("a", details: """{"retry_after":99999}""");
        Assert.Equal(Scenario.Noon.AddHours(1), scenario.Last<RetryAttempted>().DueAt);

        scenario = Retried("\"max_retries\":3,\"initial_delay\":8,\"jitter\":\"none\"")
            .Fail("a", details: """{"retry_after":2}""");
        Assert.Equal(Scenario.Noon.AddSeconds(8), scenario.Last<RetryAttempted>().DueAt);
    }

    [Fact]
    public void No_attempt_starts_after_the_elapsed_time() => Assert.Equal(
        TaskStatus.Failed,
        Retried("\"max_retries\":9,\"initial_delay\":5,\"jitter\":\"none\",\"max_elapsed\":10")
            .After(6).Fail("a").StatusOf("a"));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void No_delay_stays_no_delay_however_often_it_is_multiplied(bool jitter)
    {
        var policy = new RetryPolicy { InitialDelay = TimeSpan.Zero, BackoffMultiplier = 1_000, Jitter = jitter };
        Assert.Equal(TimeSpan.Zero, RetryRules.Delay(policy, RetryPolicy.MaxMaxRetries, 0.5));
    }

    [Fact]
    public void The_backoff_lies_between_nothing_and_its_bound_and_is_spread()
    {
        var policy = new RetryPolicy { InitialDelay = TimeSpan.FromSeconds(1), MaxDelay = TimeSpan.FromSeconds(20) };
        foreach (var (retry, bound) in new[] { (1, 1.0), (2, 2.0), (3, 4.0), (6, 20.0), (1_000, 20.0) })
        {
            var delays = Enumerable.Range(0, 100)
                .Select(place => RetryRules.Delay(policy, retry, place / 100.0).TotalSeconds)
                .ToArray();
            Assert.All(delays, delay => Assert.InRange(delay, 0, bound));
            Assert.True(delays.Max() > bound * 0.9 && delays.Min() < bound * 0.1);
            Assert.Equal(bound, RetryRules.Delay(policy with { Jitter = false }, retry, 0.5).TotalSeconds, 6);
        }
    }

    [Fact]
    public void One_random_number_gives_many_tasks_different_delays()
    {
        var tasks = Enumerable.Range(0, 20).Select(place => Scenario.Call(
            $"t{place}", null, ",\"retry_policy\":{\"initial_delay\":10,\"max_retries\":1},\"timeout\":1"));
        var scenario = Scenario.Of(
            string.Join(',', tasks), settings: new ExecutionSettings { MaxConcurrentTasks = 20 }).Start();
        scenario.Begin([.. scenario.State.Tasks.Select(task => task.Definition.Id)]);
        scenario.After(1).Do(at => new Tick { At = at, Jitter = 0.3 });

        var delays = scenario.History.OfType<RetryAttempted>()
            .Select(retry => (retry.DueAt - retry.At).TotalSeconds)
            .ToArray();
        Assert.Equal(20, delays.Length);
        Assert.Equal(20, delays.Distinct().Count());
        Assert.All(delays, delay => Assert.InRange(delay, 0, 10));
    }

    [Fact]
    public void A_pause_keeps_the_backoff_and_the_count()
    {
        var scenario = Retried("\"max_retries\":2,\"initial_delay\":10,\"jitter\":\"none\"").Fail("a");
        scenario.After(2).Do(at => new PauseExecution { At = at });
        scenario.After(2).Do(at => new ResumeExecution { At = at });

        Assert.Equal(Scenario.Noon.AddSeconds(10), scenario.State.Plan().WakeAt);
        Assert.Equal(1, scenario.State.Tasks[0].Retries);
    }

    [Fact]
    public void A_backoff_that_ends_during_a_pause_starts_nothing_until_it_is_resumed()
    {
        var scenario = Retried("\"max_retries\":2,\"initial_delay\":10,\"jitter\":\"none\"").Fail("a");
        scenario.Do(at => new PauseExecution { At = at }).After(20).Tick();
        Assert.Empty(scenario.State.Plan().Ready);
        Assert.Null(scenario.State.Plan().WakeAt);
        scenario.Do(at => new ResumeExecution { At = at });
        Assert.Equal([0], scenario.State.Plan().Ready.Select(task => task.Definition.Index));
    }

    [Fact]
    public void A_further_attempt_gets_the_input_of_the_first()
    {
        var scenario = Scenario.Of(
            Scenario.Call("a", null, ",\"retry\":1,\"input\":{\"s\":\"${state.x ?? 0}\"}")).Start();
        scenario.Begin("a").Fail("a");
        scenario.Do(at => new ChangeState(Scenario.Json("""{"x":5}""")) { At = at }).After(99).Tick().Begin("a");
        Assert.Null(scenario.Last<TaskStarted>().Input);
        Assert.Equal("""{"s":0}""", scenario.State.Tasks[0].Input!.Value.GetRawText());
    }

    [Theory]
    [InlineData("x", TaskFailure.MaxMessageLength)]
    [InlineData("😀", TaskFailure.MaxMessageLength)]
    [InlineData("x😀", TaskFailure.MaxMessageLength - 1)]
    public void A_message_is_cut_to_what_is_kept_and_never_within_a_character(string text, int length)
    {
        var message = string.Concat(Enumerable.Repeat(text, TaskFailure.MaxMessageLength));
        var failure = new TaskFailure("busy", message, Retryable: false);
        var scenario = Retried("\"max_retries\":1").Do(at => new FailTask("a", 1, failure) { At = at });

        var kept = scenario.State.Tasks[0].Failure!.Message;
        Assert.InRange(kept.Length, length - 1, TaskFailure.MaxMessageLength);
        Assert.Equal(kept, scenario.Refold().Tasks[0].Failure!.Message);
    }

    private static Scenario Retried(string policy) =>
        Scenario.Of(Scenario.Call("a", null, $",\"retry_policy\":{{{policy}}}")).Start().Begin("a");
}
