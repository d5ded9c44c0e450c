using Harmonia.Core.Executions;
using Harmonia.Core.Failures;

namespace Harmonia.Simulation.Shell;

/// <summary>Falsifies what is stored, to see whether the checks notice.</summary>
internal static class Mutations
{
    public static IEnumerable<ExecutionEvent> Tamper(Mutant mutant, IReadOnlyList<ExecutionEvent> events) =>
        mutant switch
        {
            Mutant.LastEventDropped => events.Count > 3 ? events.Take(events.Count - 1) : events,
            Mutant.PauseNotStored => events.Where(fact => fact is not WorkflowPaused),
            Mutant.BackoffStretched => events.Select(fact => fact is RetryAttempted retry
                ? retry with { DueAt = retry.DueAt.AddDays(1) }
                : fact),
            Mutant.OpeningMoved => events.Select(fact => fact is TaskPostponed postponed
                ? postponed with { DueAt = postponed.DueAt.AddMinutes(-1) }
                : fact),
            Mutant.SkipForgotten => events.Where(fact => fact is not TaskSkipped { Reason: "join" }),
            Mutant.KeyNotStored => events.Select(fact => fact with { Request = null }),
            Mutant.OutputSwapped => events.Select(fact => fact is TaskCompleted { Attempt: > 0 } completed
                ? completed with { Output = JsonText.Of(FailureCodes.Canceled) }
                : fact),
            _ => events,
        };
}
