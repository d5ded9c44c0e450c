using Harmonia.Core.Executions;
using Harmonia.Simulation.Checks;
using TaskStatus = Harmonia.Core.Executions.TaskStatus;

namespace Harmonia.Core.Tests.Executions;

/// <summary>What holds in every reachable state of an execution.</summary>
internal static class Invariants
{
    public static void Check(Scenario scenario)
    {
        var state = scenario.State;
        var history = scenario.History;
        Assert.Equal(history.Count, state.Version);
        Assert.Equal(state.Tasks.Count(task => !task.Status.IsFinal), state.OpenTasks);
        Assert.Equal(state.Tasks.Count(task => task.Status == TaskStatus.Running), state.RunningCalls);
        Assert.True(state.RunningCalls <= state.Settings.MaxConcurrentTasks);
        CheckEnds(scenario);
        CheckAttempts(history);
        var plan = state.Plan();
        if (state.Status.IsFinal)
        {
            Assert.Equal((0, 0, (DateTimeOffset?)null), (state.OpenTasks, plan.Ready.Length, plan.WakeAt));
        }
        else if (state.Status == ExecutionStatus.Paused)
        {
            Assert.Empty(plan.Ready);
        }
        else if (state.Version > 0)
        {
            Assert.True(
                state.RunningCalls > 0 || !plan.Ready.IsEmpty || !plan.Held.IsEmpty || plan.WakeAt is not null,
                $"Nothing will ever happen again: {scenario.Story()}");
        }

        Assert.Equal(StateDump.Text(state), StateDump.Text(scenario.Refold()));
    }

    /// <summary>One end for each opening, and nothing but the free state and names after it.</summary>
    private static void CheckEnds(Scenario scenario)
    {
        var isOver = false;
        foreach (var fact in scenario.History)
        {
            Assert.True(!isOver || IsOpening(fact) || ChangesNoStatus(fact), scenario.Story());
            isOver = fact is WorkflowCompleted or WorkflowFailed or WorkflowCanceled
                || (isOver && ChangesNoStatus(fact));
        }

        Assert.Equal(isOver, scenario.State.Status.IsFinal);
    }

    private static bool IsOpening(ExecutionEvent fact) => fact is WorkflowRetried or WorkflowRestored;

    private static bool ChangesNoStatus(ExecutionEvent fact) =>
        fact is StateChanged or StateUpdated or CheckpointCreated;

    /// <summary>An attempt ends once, and only the last one that started.</summary>
    private static void CheckAttempts(IReadOnlyList<ExecutionEvent> history)
    {
        var due = new Dictionary<string, DateTimeOffset>();
        var open = new Dictionary<string, int>();
        var last = new Dictionary<string, int>();
        var inherited = new HashSet<string>();
        foreach (var fact in history)
        {
            if (fact is WorkflowRestored)
            {
                inherited = [.. open.Keys]; // Those attempts are the original's: others may follow without their end.
                due.Clear();
            }
            else if (fact is WorkflowRetried)
            {
                due.Clear();
            }
            else if (fact is TaskEvent ofTask)
            {
                if (fact is TaskStarted && inherited.Remove(ofTask.Task))
                {
                    open.Remove(ofTask.Task);
                }

                CheckBackoff(ofTask, due);
                CheckAttempt(ofTask, open, last);
            }
        }
    }

    /// <summary>Nothing makes a retry come earlier than was decided.</summary>
    private static void CheckBackoff(TaskEvent fact, Dictionary<string, DateTimeOffset> due)
    {
        if (fact is RetryAttempted retry)
        {
            due[retry.Task] = retry.DueAt;
        }
        else if (fact is TaskStarted && due.Remove(fact.Task, out var earliest))
        {
            Assert.True(fact.At >= earliest, $"{fact.Task} started at {fact.At:O}, before {earliest:O}.");
        }
    }

    private static void CheckAttempt(TaskEvent fact, Dictionary<string, int> open, Dictionary<string, int> last)
    {
        switch (fact)
        {
            case TaskStarted started:
                Assert.False(open.ContainsKey(fact.Task));
                Assert.Equal(last.GetValueOrDefault(fact.Task) + 1, started.Attempt);
                open[fact.Task] = last[fact.Task] = started.Attempt;
                break;
            case TaskCompleted { Attempt: var attempt }:
                Assert.True(open.Remove(fact.Task, out var completed) && completed == attempt);
                break;
            case RetryAttempted { Attempt: var attempt }:
                Assert.True(open.Remove(fact.Task, out var retried) && retried == attempt);
                break;
            case AttemptReturned { Attempt: var attempt }:
                Assert.True(open.Remove(fact.Task, out var returned) && returned == attempt);
                last[fact.Task]--; // The next one bears its number.
                break;
            case WaitingForComponent or TaskProgressed:
                break;
            case TaskInterrupted { Attempt: var attempt }:
                Assert.True(open.Remove(fact.Task, out var interrupted) && interrupted == attempt);
                break;
            default:
                open.Remove(fact.Task);
                break;
        }
    }
}
