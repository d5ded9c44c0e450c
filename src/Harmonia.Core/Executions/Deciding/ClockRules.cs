using System.Diagnostics;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Executions.Deciding;

/// <summary>What time brings about.</summary>
internal static class ClockRules
{
    public static Decision.Rejected? Tick(Draft draft)
    {
        var state = draft.State;
        while (!state.Status.IsFinal && state.TryTakeDue(draft.At, out var kind, out var subject))
        {
            var task = subject!; // Only the execution's own timer has none.
            switch (kind)
            {
                case TimerKind.Sleep when task.Waiting == WaitReason.State:
                    WatchRules.TimeOut(draft, task);
                    break;
                case TimerKind.Sleep:
                    SleepRules.Wake(draft, task);
                    break;
                case TimerKind.Iteration:
                    state.TakeTurn(task);
                    break;
                case TimerKind.Attempt:
                    draft.Fail(task, Timeout(
                        FailureCodes.Timeout, "The attempt", task.Definition.CallTimeout, retryable: true));
                    break;
                case TimerKind.Total:
                    draft.Fail(task, Timeout(
                        FailureCodes.TotalTimeout, "The task", task.Definition.TotalTimeout), final: true);
                    break;
                case TimerKind.Queue when state.Status == ExecutionStatus.Running:
                    draft.Fail(task, Timeout(
                        FailureCodes.QueueTimeout, WaitOf(task), task.Definition.QueueTimeout), final: true);
                    break;
                case TimerKind.Queue:
                    break; // Paused: nothing could start. The wait begins anew when it is resumed.
                case TimerKind.Retry or TimerKind.Start:
                    state.Release(task);
                    break;
                case TimerKind.Signal:
                    SignalRules.TimeOut(draft, task);
                    break;
                case TimerKind.Approval:
                    ApprovalRules.TimeOut(draft, task);
                    break;
                case TimerKind.Escalation:
                    ApprovalRules.Escalate(draft, task);
                    break;
                case TimerKind.Reminder:
                    ApprovalRules.Remind(draft, task);
                    break;
                case TimerKind.Execution:
                    EndRules.FailExecution(draft, "timeout", Timeout(
                        FailureCodes.ExecutionTimeout,
                        "The execution",
                        state.Definition.Timeout ?? state.Settings.MaxExecutionTime), []);
                    break;
                default:
                    throw new UnreachableException($"Timer {kind} has no rule.");
            }
        }

        return null;
    }

    private static string WaitOf(TaskState task) => task.Waiting == WaitReason.Component
        ? $"The wait for component '{task.Definition.Component}'"
        : "The wait for a place";

    private static TaskFailure Timeout(string code, string what, TimeSpan? limit, bool retryable = false) =>
        new(code, $"{what} took longer than {limit?.TotalSeconds:0.###} s.", retryable);
}
