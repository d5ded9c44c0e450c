using Harmonia.Core.Definitions;
using Harmonia.Core.Executions;
using Harmonia.Simulation.Workflows;
using TaskStatus = Harmonia.Core.Executions.TaskStatus;

namespace Harmonia.Simulation.Checks;

/// <summary>What the stored events of one task say, followed apart from the product's own fold.</summary>
internal sealed class TaskAudit(TaskSketch sketch)
{
    public TaskSketch Sketch => sketch;

    public TaskStatus Status { get; private set; }

    public int Attempt { get; private set; }

    public int Retries { get; private set; }

    public bool WasInterrupted { get; private set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>When its next attempt may start, or it wakes.</summary>
    public DateTimeOffset? DueAt { get; private set; }

    public bool IsCall => sketch.Kind == TaskKind.Call;

    public bool IsFinal => Status.IsFinal;

    public void Start(TaskStarted fact)
    {
        Require(Status is TaskStatus.Pending or TaskStatus.Waiting, "I4", $"started while it was {Status}");
        Require(fact.Attempt == Attempt + 1, "I3", $"attempt {fact.Attempt} followed {Attempt}");
        Require(DueAt is not { } due || fact.At >= due, "I9", $"started at {fact.At:O}, before {DueAt:O}");
        if (sketch is { Kind: TaskKind.Sleep, Wait: WaitForm.Cron })
        {
            Require(fact.WakeAt == NextOfCron(fact.At), "I9", $"waits until {fact.WakeAt:O} from {fact.At:O}");
        }

        (Attempt, Status, DueAt, WasInterrupted) = (fact.Attempt, TaskStatus.Running, fact.WakeAt, false);
    }

    public void Postpone(TaskPostponed fact, WindowSketch? window)
    {
        Require(Status is TaskStatus.Pending or TaskStatus.Waiting, "I9", $"was put off while it was {Status}");
        Require(window?.IsOpen(fact.At) == false, "I9", $"was put off at {fact.At:O} for no reason");
        Require(fact.DueAt == window!.Opening(fact.At), "I9", $"was put off until {fact.DueAt:O}");
        DueAt = fact.DueAt;
    }

    public void Complete(TaskCompleted fact)
    {
        RequireRunning(fact.Attempt);
        Require(DueAt is not { } due || fact.At >= due, "I9", "woke too early");
        End(TaskStatus.Completed);
    }

    public void Fail(TaskFailed fact)
    {
        Require(!IsFinal, "I3", $"failed after it was {Status}");
        Require(fact.Attempt == Attempt, "I3", $"attempt {fact.Attempt} failed while {Attempt} was the last");
        Require(fact.Retries == Retries, "I9", "a retry was not counted");
        End(TaskStatus.Failed);
    }

    public void Retry(RetryAttempted fact)
    {
        RequireRunning(fact.Attempt);
        Retries++;
        var max = sketch.Retry?.Max ?? 0;
        Require(fact.RetryCount == Retries && Retries <= max, "I9", $"retry {fact.RetryCount} of {max}");
        RequireBackoff(fact);
        (Status, DueAt) = (TaskStatus.Waiting, fact.DueAt);
    }

    public void Interrupt(TaskInterrupted fact)
    {
        RequireRunning(fact.Attempt);
        Require(IsCall, "I3", "only calls can be interrupted");
        (Status, WasInterrupted) = (TaskStatus.Waiting, true);
    }

    public void Skip()
    {
        Require(Status == TaskStatus.Pending, "I4", $"skipped while it was {Status}");
        End(TaskStatus.Skipped);
    }

    public void Cancel()
    {
        Require(!IsFinal, "I2", $"withdrawn after it was {Status}");
        End(TaskStatus.Canceled);
    }

    /// <summary>As if it had not run; attempts are counted on.</summary>
    public void Reopen() =>
        (Status, Retries, DueAt, EndedAt, WasInterrupted) = (TaskStatus.Pending, 0, null, null, false);

    public TaskEnds End() => JoinOracle.EndOf(Status, sketch.ContinuesOnError);

    public void Require(bool holds, string promise, string otherwise)
    {
        if (!holds)
        {
            throw new ViolationException(promise, null, $"Task {sketch.Id} {otherwise}.");
        }
    }

    private void RequireRunning(int attempt)
    {
        Require(Status == TaskStatus.Running, "I3", $"ended an attempt while it was {Status}");
        Require(attempt == Attempt, "I3", $"attempt {attempt} was accepted while {Attempt} was the last");
    }

    private void RequireBackoff(RetryAttempted fact)
    {
        var retry = sketch.Retry!;
        var bound = Math.Min(retry.InitialDelay * Math.Pow(retry.Multiplier, fact.RetryCount - 1), retry.MaxDelay);
        var wait = (fact.DueAt - fact.At).TotalSeconds;
        var asked = fact.Failure.Details is { ValueKind: System.Text.Json.JsonValueKind.Object } details
            && details.TryGetProperty("retry_after", out var seconds) ? seconds.GetDouble() : 0;
        Require(wait >= asked - 0.001 && wait <= Math.Max(bound, asked) + 0.001, "I9", $"backs off for {wait} s");
        Require(
            retry.Jitter || wait >= Math.Max(bound, asked) - 0.001, "I9", $"backs off for {wait} s, not {bound}");
    }

    private DateTimeOffset NextOfCron(DateTimeOffset after)
    {
        var hour = new DateTimeOffset(after.UtcDateTime.Date, TimeSpan.Zero).AddHours(after.UtcDateTime.Hour);
        var next = hour;
        while (next <= after)
        {
            next = next.AddMinutes(sketch.CronMinutes);
        }

        return next < hour.AddHours(1) ? next : hour.AddHours(1);
    }

    private void End(TaskStatus status) => (Status, DueAt) = (status, null);
}
